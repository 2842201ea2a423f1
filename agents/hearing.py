"""Whether a typed message answers the question that waits, and what it says if it does."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from agents.turn_rows import QuestionRow
from agents.understanding.answers import AnswerReading, read_answer
from agents.understanding.intents import read_intent
from app.core.variants import Variant

Kind = Literal["answer", "skip", "problem", "correction", "stop", "other"]

# Words about a draft on the screen, not about the question; without a draft they may be a name.
FREE_TEXT = frozenset({"review_text"})  # whatever is pasted here is the answer
_ABOUT_A_DRAFT = frozenset({"approve", "reject", "another", "shorter", "longer", "language"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What the message is to the open question. ``corrected`` is the field it changes."""

    kind: Kind
    reading: AnswerReading = field(default_factory=AnswerReading)
    corrected: str | None = None


def hear(
    question: QuestionRow,
    before: Sequence[QuestionRow],
    text: str,
    talk: Variant | None,
    *,
    draft_waits: bool,
    is_task: bool,
) -> Heard:
    """Read ``text`` with the open question in mind; ``before`` are the turn's other questions.

    ``is_task``: a router who has never heard of the question would be sure what to write.
    """
    intent = read_intent(text, talk)
    if intent.kind == "skip":
        return Heard("skip")
    if intent.kind == "stop":
        return Heard("stop")
    if intent.kind in ("greet", "thanks") or (draft_waits and intent.kind in _ABOUT_A_DRAFT):
        return Heard("other")
    if intent.kind == "correct" and (corrected := _corrected(before, text, talk)):
        return corrected
    reading = read_answer(question.field, text, talk)
    if reading.skipped:
        return Heard("skip", reading)
    if reading.is_request or (is_task and question.field not in FREE_TEXT):
        return Heard("other", reading)
    if reading.problem_key:
        return Heard("problem", reading)
    if not reading.values:
        return Heard("other", reading)
    return Heard("answer", reading)


def _corrected(before: Sequence[QuestionRow], text: str, talk: Variant | None) -> Heard | None:
    for question in reversed(before):
        if question.status != "answered":
            continue
        reading = read_answer(question.field, text, talk)
        if reading.values and not reading.problem_key:
            return Heard("correction", reading, question.field)
    return None


def tapped(question: QuestionRow, value: str | None, skip: bool, talk: Variant | None) -> Heard:
    """Read a tap on the question's card."""
    if skip or value is None:
        return Heard("skip")
    reading = read_answer(question.field, value, talk)
    if reading.problem_key:
        return Heard("problem", reading)
    if reading.values:
        return Heard("answer", reading)
    values: dict[str, Any] = {question.field: value}
    return Heard("answer", AnswerReading(values=values, said={question.field: value}))
