"""Ask: what this draft needs and nobody told, one short question at a time, three at most."""

from collections.abc import AsyncIterator
from typing import Final

from agents.events import Event, QuestionAsked, QuestionWithdrawn
from agents.inputs import MOST_QUESTIONS, missing, source_name
from agents.turn import Turn
from app.core.variants import Shell, Variant, base_of
from integrations.languages.messages import has, text

# The three largest of the language's States by census 2011; English offers the largest metros.
CITIES: Final[dict[Shell, tuple[str, ...]]] = {
    "en": ("Mumbai", "Delhi", "Bengaluru"),
    "hi": ("Delhi", "Jaipur", "Lucknow"),
    "ta": ("Chennai", "Coimbatore", "Madurai"),
    "te": ("Hyderabad", "Visakhapatnam", "Vijayawada"),
}


async def ask(turn: Turn) -> AsyncIterator[Event]:
    """Ask for the next missing fact, if the door can wait and the draft is a new one."""
    skill = turn.skill
    if skill is None or not turn.request.asks or turn.base is not None:
        return
    wanted = [name for name in missing(skill, turn.known()) if name not in turn.skipped]
    left = MOST_QUESTIONS - turn.asked
    if not wanted or left <= 0:
        return
    if turn.interrupted is not None:
        # One question at a time: the other turn's comes back when this one is done.
        yield turn.note(
            QuestionWithdrawn(
                turn_id=turn.interrupted.turn_id,
                conversation_id=turn.request.conversation_id,
                question_id=turn.interrupted.id,
            )
        )
        turn.interrupted = None
    yield turn.note(question(turn, wanted[0], min(len(wanted), left)))
    turn.ended = "waiting"


def question(turn: Turn, field: str, left: int) -> QuestionAsked:
    """The question for a field of the turn's skill; ``left`` counts it and those after it."""
    spec = turn.skill.fields[field] if turn.skill else None
    fact = source_name(field, spec) if spec else field
    return QuestionAsked(
        **turn.ids,
        question_id=turn.child_id(f"question:{field}"),
        field=fact,
        position=turn.asked + 1,
        total=turn.asked + left,
        chips=_chips(turn, fact),
        question=spec.ask[turn.talk] if spec and spec.ask else "",
        why=_why(turn.talk, fact),
    )


def _why(talk: Variant, fact: str) -> str:
    key = f"agents.why.{fact}"
    return text(talk, key if has(key, talk) else "agents.why.message")


def _chips(turn: Turn, fact: str) -> list[tuple[str, str]]:
    if fact == "city":
        cities = CITIES[base_of(turn.talk)]
        return [(city, text(turn.talk, f"agents.city.{city.lower()}")) for city in cities]
    if fact == "phone" and turn.owner_phone:
        digits = turn.owner_phone[-10:]
        return [(digits, f"{digits[:5]} {digits[5:]}")]
    return []
