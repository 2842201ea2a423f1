"""The short plan of a message that wants several things: which skills, in which order, from what.

Two kinds of message make a plan. One matter in several formats or languages ("poster and WhatsApp
both") shares everything that was said. Several tasks ("a Diwali message, and a GST quote for
12500") are cut apart, and each keeps to its own words.
"""

from collections.abc import Callable, Collection, Mapping
from datetime import date
from typing import Any, Final

from agents.followups import slots_of
from agents.inputs import QUOTES
from agents.plans import Plan, Step
from agents.queen_router import CHANNEL_SKILLS, Route
from agents.understanding.concepts import find_concepts
from agents.understanding.formats import formats_together
from agents.understanding.slots import Slots, read_slots
from agents.understanding.tongues import languages_together
from agents.understanding.words import markers, phrases
from app.core.variants import Variant
from integrations.languages.text import read

MOST_STEPS: Final = 3
TARGET: Final = "target_language"
_GREETING: Final = "festival_greeting"
_REEL: Final = "reel"
_FORMATS: Final[Mapping[str, str]] = {**CHANNEL_SKILLS, _REEL: "reel_script"}
_SHARED: Final = frozenset({*_FORMATS.values(), _GREETING})
# What a clause must speak of to be a task of its own; words that only hint do not cut a message.
_TASKS: Final[Mapping[str, frozenset[str]]] = {
    "gst_quote": frozenset({"gst", "quote"}),
    "review_reply": frozenset({"review"}),
    "upi_payment_link": frozenset({"pay_link"}),
    "product_description": frozenset({"listing"}),
    "customer_reply": frozenset({"question"}),
    "translate_copy": frozenset({"translate"}),
}
# Where an ad runs, and what it is made of, is no task beside it.
_AD: Final = "ad_copy"
_PARTS_OF_AN_AD: Final = frozenset(
    {"product_description", "facebook_post", "instagram_caption", "google_business_post"}
)
_SURE: Final = 0.7
RouteOne = Callable[[str, Slots], Route]


def make_plan(
    text: str,
    slots: Mapping[str, Any],
    route: Route,
    writable: Collection[str],
    route_one: RouteOne,
    *,
    talk: Variant,
    today: date,
) -> Plan:
    """The plan of ``text``; without steps when it wants one thing.

    ``route`` is where the whole message goes, ``writable`` are skills that write drafts, and
    ``route_one`` routes a piece of it.
    """
    steps = _in_formats(text, slots, route, writable)
    if len(steps) < 2 and route.skill in writable:
        steps = in_languages(text, slots, route.skill)
    if len(steps) < 2 and _may_be_several(text):
        wanted = frozenset(writable) - (_PARTS_OF_AN_AD if route.skill == _AD else frozenset())
        steps = _apart(text, wanted, route_one, talk, today)
    if len(steps) < 2:
        return Plan()
    return Plan(tuple(steps[:MOST_STEPS]), tuple(step.skill for step in steps[MOST_STEPS:]))


def _in_formats(
    text: str, slots: Mapping[str, Any], route: Route, writable: Collection[str]
) -> list[Step]:
    if route.skill not in _SHARED:
        return []
    steps: list[Step] = []
    for name in formats_together(text):
        skill = _FORMATS[name]
        if route.skill == _GREETING and name == "whatsapp":
            skill = _GREETING
        if skill in writable and skill not in [step.skill for step in steps]:
            own = {**slots, "channel": name} if name in CHANNEL_SKILLS else _without_channel(slots)
            steps.append(Step(skill, own))
    return steps


def in_languages(text: str, slots: Mapping[str, Any], skill: str) -> list[Step]:
    """The same once in each of several languages: "in both Tamil and Telugu"."""
    return [Step(skill, {**slots, TARGET: name}) for name in languages_together(text)]


def _without_channel(slots: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in slots.items() if name != "channel"}


def _may_be_several(text: str) -> bool:
    """Whether the words name two tasks at all; most messages do not, and are not taken apart."""
    concepts = set(find_concepts(text))
    named = sum(bool(wanted & concepts) for wanted in _TASKS.values())
    channels = {hit.value for hit in phrases("channels").find(read(text))}
    return named + len(channels) > 1


def _apart(
    text: str, writable: Collection[str], route_one: RouteOne, talk: Variant, today: date
) -> list[Step]:
    """The tasks that the message's clauses name; what names none belongs to the one beside it."""
    steps: list[Step] = []
    begins = 0  # where the words of the task that is being read begin
    for first, after in _clauses(text):
        clause = text[first:after]
        slots = read_slots(clause, talk, today)
        found = route_one(clause, slots)
        new = found.skill not in [step.skill for step in steps] and found.skill in writable
        named = new and found.confidence >= _SURE and _names_it(found.skill, clause, slots)
        if named and steps:
            begins = first
        if named or steps:
            said = text[begins:after].strip()
            own = slots_of(read_slots(said, talk, today), said)
            step = Step(found.skill if named else steps[-1].skill, own, said)
            steps = [*(steps if named else steps[:-1]), step]
    return steps


def _names_it(skill: str, clause: str, slots: Slots) -> bool:
    wanted = _TASKS.get(skill)
    if wanted is not None:
        return bool(wanted & set(find_concepts(clause)))
    channel = next((name for name, its in CHANNEL_SKILLS.items() if its == skill), None)
    if channel is not None:
        return channel in slots.channels
    return skill == _FORMATS[_REEL] and _REEL in find_concepts(clause)


def _clauses(text: str) -> list[tuple[int, int]]:
    """Where the text is cut at words and marks that join, quotes left whole."""
    matches = (quote.search(text) for quote in QUOTES)
    first_quote = next((match for match in matches if match), None)
    quoted = [first_quote.span("words")] if first_quote else []
    cuts = [
        (token.start, token.end)
        for token in read(text).tokens
        if token.text in markers("joins") | {".", ";"}
        and not any(first <= token.start < after for first, after in quoted)
    ]
    starts = [0, *(after for _, after in cuts)]
    ends = [*(first for first, _ in cuts), len(text)]
    return [(a, b) for a, b in zip(starts, ends, strict=True) if text[a:b].strip()]
