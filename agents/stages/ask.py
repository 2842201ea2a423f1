"""Ask: what this draft needs and nobody told, one short question at a time, three at most."""

from collections.abc import AsyncIterator, Iterator
from typing import Final, NamedTuple

from agents.events import Event, QuestionAsked, QuestionWithdrawn
from agents.inputs import FIRST_ASKED, MOST_QUESTIONS, Known, missing, source_name
from agents.translating import TARGET
from agents.turn import Turn
from app.core.variants import VARIANTS, Shell, Variant, base_of
from integrations.languages.messages import has, text
from skills.compiler import CompiledSkill
from skills.schema import FieldSpec

# The three largest of the language's States by census 2011; English offers the largest metros.
CITIES: Final[dict[Shell, tuple[str, ...]]] = {
    "en": ("Mumbai", "Delhi", "Bengaluru"),
    "hi": ("Delhi", "Jaipur", "Lucknow"),
    "ta": ("Chennai", "Coimbatore", "Madurai"),
    "te": ("Hyderabad", "Visakhapatnam", "Vijayawada"),
}


class Wanted(NamedTuple):
    """A field that has to be asked for, and the fact that will fill it."""

    field: str
    fact: str
    spec: FieldSpec


async def ask(turn: Turn) -> AsyncIterator[Event]:
    """Ask for the next missing fact, if the door can wait and the draft is a new one."""
    if turn.skill is None or not turn.request.asks or turn.base is not None:
        return
    wanted = _wanted(turn, turn.skill)
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
    yield turn.end(_question(turn, wanted[0], min(len(wanted), left)), waits=True)


def _wanted(turn: Turn, skill: CompiledSkill) -> list[Wanted]:
    """What nobody told and she did not skip, for all the drafts of the turn, each fact once."""
    found: dict[str, Wanted] = {}
    for each, known in _drafts(turn, skill):
        for name in missing(each, known):
            fact = source_name(name, each.fields[name])
            if not {name, fact} & turn.skipped:
                found.setdefault(fact, Wanted(name, fact, each.fields[name]))
    last = len(FIRST_ASKED)
    order = {name: place for place, name in enumerate(FIRST_ASKED)}
    return sorted(found.values(), key=lambda wanted: order.get(wanted.fact, last))


def _drafts(turn: Turn, skill: CompiledSkill) -> Iterator[tuple[CompiledSkill, Known]]:
    yield skill, turn.known()
    for step in turn.plan[turn.step + 1 :]:
        yield turn.services.registry.get(step.skill), turn.known(step)


def _question(turn: Turn, wanted: Wanted, left: int) -> QuestionAsked:
    """The question for a field; ``left`` counts it and those after it."""
    field, fact, spec = wanted
    return QuestionAsked(
        **turn.ids,
        question_id=turn.child_id(f"question:{field}"),
        field=fact,
        position=turn.asked + 1,
        total=turn.asked + left,
        chips=_chips(turn, fact),
        question=spec.ask[turn.talk] if spec.ask else "",
        why=_why(turn.talk, fact),
    )


def _why(talk: Variant, fact: str) -> str:
    key = f"agents.why.{fact}"
    return text(talk, key if has(key, talk) else "agents.why.message")


def _chips(turn: Turn, fact: str) -> list[tuple[str, str]]:
    if fact == "city":
        cities = CITIES[base_of(turn.talk)]
        return [(city, text(turn.talk, f"agents.city.{city.lower()}")) for city in cities]
    if fact == TARGET:
        names = ((name, f"agents.language.{name.replace('-', '_')}") for name in VARIANTS)
        return [(name, text(turn.talk, key)) for name, key in names if name != turn.talk]
    if fact == "phone" and turn.owner_phone:
        digits = turn.owner_phone[-10:]
        return [(digits, f"{digits[:5]} {digits[5:]}")]
    return []
