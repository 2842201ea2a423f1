"""Whether a typed message answers the question that waits, and what it says if it does."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Final, Literal

from agents.turn_rows import QuestionRow
from agents.understanding.answers import AnswerReading, read_answer
from agents.understanding.intents import read_intent
from agents.understanding.put_right import NUMBER_WORDS, names_only_a_town, put_right, says_name
from app.core.variants import Variant
from integrations.languages.text import read

Kind = Literal["answer", "skip", "problem", "correction", "beside", "stop", "other"]
Task = Literal["none", "likely", "named"]

# Somebody else's words are pasted here: only a task that is named outright is no answer.
FREE_TEXT: Final = frozenset({"review_text", "text", "question", "message", "complaint"})
PHONE_DIGITS: Final = "agents.answer.phone_digits"
PHONE_WORDS: Final = "agents.answer.phone_words"
_NAMES_A_LANGUAGE: Final = frozenset({"target_language"})  # "Tamil" is the answer there
# Answers that hold a figure: a name or a town cannot be taken for one.
_MEASURED: Final = frozenset({"phone", "amount", "amount_inr", "gst_rate"})
# Words about a draft on the screen, not about the question; without a draft they may be a name.
_ABOUT_A_DRAFT = frozenset({"approve", "reject", "another", "shorter", "longer", "language"})


@dataclass(frozen=True, slots=True)
class Heard:
    """What the message is to the open question.

    ``corrected`` is the field it changes; with ``beside`` the fact it tells instead of the answer.
    """

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
    task: Task,
) -> Heard:
    """Read ``text`` with the open question in mind; ``before`` are the turn's other questions.

    ``task``: whether a router who has never heard of the question would be sure what to write, and
    whether the words name it.
    """
    intent = read_intent(text, talk)
    if intent.kind == "skip":
        return Heard("skip")
    if intent.kind == "stop":
        return Heard("stop")
    if intent.kind in ("greet", "thanks") or (
        draft_waits and intent.kind in _ABOUT_A_DRAFT and question.field not in _NAMES_A_LANGUAGE
    ):
        return Heard("other")
    reading = read_answer(question.field, text, talk)
    sure = intent.kind == "correct"
    if (
        (sure or reading.problem_key or says_name(text))
        and not _figure_in(question, text, talk)
        and (corrected := _corrected(before, text, talk, sure=sure))
    ):
        return corrected
    if reading.skipped:
        return Heard("skip", reading)
    if reading.is_request or task == "named" or (task == "likely" and not _is_free(question)):
        return Heard("other", reading)
    if reading.problem_key:
        return _beside(question, text, talk) or Heard("problem", _kindly(reading, text))
    if not reading.values:
        return Heard("other", reading)
    return Heard("answer", reading)


def _is_free(question: QuestionRow) -> bool:
    return question.field in FREE_TEXT


def _beside(question: QuestionRow, text: str, talk: Variant | None) -> Heard | None:
    """Asked for the number, she tells her city: no answer, but worth keeping."""
    for fact, sure in (("city", "state"), ("phone", "phone")):
        if fact == question.field:
            continue
        reading = read_answer(fact, text, talk)
        if fact in reading.values and sure in reading.values and not reading.problem_key:
            return Heard("beside", reading, fact)
    return None


def _kindly(reading: AnswerReading, text: str) -> AnswerReading:
    """Words where a number was asked for have no digits to be counted."""
    if reading.problem_key == PHONE_DIGITS and not any(char.isdecimal() for char in text):
        return replace(reading, problem_key=PHONE_WORDS, params={})
    return reading


def _figure_in(question: QuestionRow, text: str, talk: Variant | None) -> bool:
    """ "no, call 98765 43210" and "no number" speak of the figure that is asked for."""
    if question.field not in _MEASURED:
        return False
    rest = put_right(text) or text
    answer = read_answer(question.field, rest, talk)
    if answer.values and not answer.problem_key:
        return True
    return any(token.text in NUMBER_WORDS for token in read(rest).tokens)


def _is_set_off(text: str, rest: str) -> bool:
    """ "naam galat hai, …", "are nahi bhai, …"; "mujhe nahi pata" tells no name."""
    return says_name(text) or text[: text.rfind(rest)].rstrip().endswith(tuple(",.;:!-।"))


def _corrected(
    before: Sequence[QuestionRow], text: str, talk: Variant | None, *, sure: bool
) -> Heard | None:
    """The earlier answer she puts right; unless ``sure`` it must be plain that a name follows."""
    for question in reversed(before):
        if question.status != "answered":
            continue
        rest = put_right(text, str((question.answer or {}).get("value") or ""))
        if not rest or not (
            sure or (question.field == "business_name" and _is_set_off(text, rest))
        ):
            continue
        # A shop is not renamed to a town: what came with the name is put right.
        town = question.field == "business_name" and names_only_a_town(rest)
        field = "city" if town else question.field
        reading = read_answer(field, rest, talk)
        if field in reading.values and not reading.problem_key:
            return Heard("correction", reading, field)
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
