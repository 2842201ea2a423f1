"""Copy in another way of writing. What we wrote is composed again from its own plan: the same
sentences in the same order, each as its language says it, and no word carried over by itself."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from agents.checks.translation_kept import lost_figures
from agents.inputs import quoted
from agents.providers.composer.compose import compose
from agents.turn import Turn
from agents.turn_rows import DraftHead
from agents.understanding.slots import Slots, read_slots
from app.core.variants import Variant, as_variant
from integrations.languages.text import squeeze
from skills.composition import Composition

SKILL: Final = "translate_copy"
TARGET: Final = "target_language"
SOURCE: Final = "text"
SURE: Final = 0.5
_MOST_ATTEMPTS: Final = 12
_ROOM: Final = 1.3  # what was shortened stays short, but scripts take unequal room


@dataclass(frozen=True, slots=True)
class BasePlan:
    """By which attempt, and inside which limit, a draft was composed."""

    attempt: int
    max_chars: int | None


def wants_ours(turn: Turn, slots: Slots) -> bool:
    """Whether a draft of this talk is to be put into another language that is known by now.

    ``turn.meant`` is the draft, when its text stands in the message. What is pasted and is no
    draft of ours is no such wish.
    """
    if turn.intent.kind != "request" or not turn.drafts:
        return False
    route = turn.route_of(turn.request.text, slots)
    if route.skill != SKILL or route.confidence < SURE:
        return False
    pasted = quoted(turn.request.text)
    if pasted is not None:
        turn.meant = _same_text(pasted, turn.drafts)
        if turn.meant is None:
            return False
    if target(turn) is None:
        # The text is known, so that only the language is asked.
        turn.answers.setdefault(SOURCE, (turn.meant or turn.drafts[0]).text)
        return False
    return True


def target(turn: Turn) -> Variant | None:
    """The language she named, in the message or when she was asked."""
    said = turn.slots_said.get(TARGET)
    if said is not None:
        return as_variant(str(said))
    answer = str(turn.answers.get(TARGET) or "")
    if not answer:
        return None
    return as_variant(answer) or read_slots(answer, turn.talk, turn.today).target_language


def _same_text(pasted: str, drafts: Sequence[DraftHead]) -> DraftHead | None:
    wanted = squeeze(pasted.replace("*", ""))
    same = (draft for draft in drafts if squeeze(draft.text.replace("*", "")) == wanted)
    return next(same, None)


async def remember_plan(turn: Turn, made: Composition) -> None:
    """Find how the draft it goes out from was composed; an edited one has no plan any more."""
    if turn.base is not None and turn.change == "language":
        turn.base_plan = await asyncio.to_thread(plan_of, turn.base.text, turn.base_language, made)


def plan_of(text: str, language: Variant, made: Composition) -> BasePlan | None:
    """The plan by which ``text`` was composed in ``language``, to compose ``made`` by.

    None when no attempt gives the text: somebody changed it, or a model wrote it.
    """
    for limit in (None, len(text)):
        for attempt in range(_MOST_ATTEMPTS):
            tried = replace(made, language=language, attempt=attempt, max_chars=limit)
            composed = compose(replace(tried, avoid=(), findings=()))
            if composed.text.strip() == text.strip():
                room = int(limit * _ROOM) if limit else None
                return _keeping(text, composed.angle, replace(made, max_chars=room), attempt)
    return None


def _keeping(text: str, angle: str, made: Composition, attempt: int) -> BasePlan:
    """The first attempt from this one on that has the same shape and loses no figure."""
    for step in range(_MOST_ATTEMPTS * 2):
        composed = compose(replace(made, attempt=attempt + step, avoid=(), findings=()))
        if composed.angle == angle and not lost_figures(text, composed.text):
            return BasePlan(attempt + step, made.max_chars)
    return BasePlan(attempt, made.max_chars)
