"""Words that follow right on a change of facts or rules: "undo", "no, 98400 12346"."""

from collections.abc import AsyncIterator
from typing import Final

from agents.events import Event
from agents.products.account import flow, rules
from agents.queen_router import Route
from agents.turn import Turn
from agents.understanding.slots import read_slots
from agents.understanding.told_facts import read_told
from agents.understanding.told_rules import is_lasting, read_rules
from agents.understanding.told_words import own_words

CHAT: Final = "general_help"
_MOST_WORDS: Final = 8
_MOST_OF_A_VALUE: Final = 3


def told_last(turn: Turn) -> str | None:
    """The tool that made what stands last on her screen, when it is one of this product."""
    shown = turn.last_shown
    if shown is None or shown.name != "reply.sent" or shown.skill not in turn.services.registry:
        return None
    tools = turn.services.registry.get(shown.skill or "").tools
    return next((name for name in (flow.TOOL, rules.TOOL) if name in tools), None)


def corrects(turn: Turn) -> str | None:
    """The skill that made the last change, when this message tells it differently."""
    tool, shown, text = told_last(turn), turn.last_shown, own_words(turn.request.text)
    words = len(text.split())
    if tool is None or shown is None or not 0 < words <= _MOST_WORDS:
        return None
    if tool == rules.TOOL:
        return shown.skill if read_rules(text, turn.talk) else None
    if turn.intent.kind != "correct" and words > _MOST_OF_A_VALUE:
        return None
    return shown.skill if read_told(text, turn.talk).values else None


def as_meant(turn: Turn, route: Route) -> Route:
    """The route, with two mistakes put right that would change what we know or how we write.

    Words of others in a message choose no tool of ours. Right under a draft "no emoji" is said of
    that draft, "never emoji" is a rule; and what tells no fact there is no fact.
    """
    tools, text = _tools(turn, route), turn.request.text
    if not tools & {flow.TOOL, rules.TOOL}:
        return route
    own = own_words(text)
    if own != text:
        slots = read_slots(own, turn.talk, turn.today)
        route = turn.services.router.route(own, variant=turn.talk, slots=slots)
        tools = _tools(turn, route)
    shown = turn.last_shown
    if not turn.live or shown is None or not shown.name.startswith(("draft.", "approval.")):
        return route
    if rules.TOOL in tools and not is_lasting(own):
        return Route(CHAT, route.confidence, route.alternatives)
    told = read_told(own, turn.talk) if flow.TOOL in tools else None
    if told is not None and not (told.values or told.about or told.gone):
        return Route(CHAT, route.confidence, route.alternatives)
    return route


def _tools(turn: Turn, route: Route) -> set[str]:
    skills = turn.services.registry
    return set(skills.get(route.skill).tools) if route.skill in skills else set()


async def undo(turn: Turn) -> AsyncIterator[Event]:
    """Take back the last change; nothing where nothing was changed last."""
    tool, shown = told_last(turn), turn.last_shown
    if tool is None or shown is None or shown.turn_id is None:
        return
    taken = flow.take_back if tool == flow.TOOL else rules.take_back
    async for event in taken(turn, shown.turn_id):
        yield event
