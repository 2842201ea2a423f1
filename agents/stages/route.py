"""Route: the Queen Router picks a skill; when she cannot tell, the owner is asked with buttons."""

from collections.abc import AsyncIterator
from typing import Final

from agents.events import Event, RouteChosen
from agents.inputs import shell_titles
from agents.queen_router import Route
from agents.replies import reply
from agents.turn import Turn
from agents.understanding.slots import Slots
from app.core.event_names import EventName
from integrations.languages.messages import text
from skills.registry import SkillRegistry

FLOOR: Final = 0.35  # under it the two likeliest are offered instead of guessing
STARTERS: Final = ("whatsapp_broadcast", "instagram_caption", "review_reply")
SOMETHING_ELSE: Final = "something_else"


async def route(turn: Turn) -> AsyncIterator[Event]:
    """Choose who serves the turn."""
    chosen = _route(turn)
    registry = turn.services.registry
    if chosen is None or chosen.skill not in registry:
        yield _ask_which(turn, chosen)
        return
    begun = EventName.ROUTE_CHOSEN in turn.seen and turn.stored_skill == chosen.skill
    # A turn that waited for an answer ends on the version it began with, whatever was saved since.
    turn.skill = registry.version(chosen.skill, turn.stored_hash if begun else None)
    if begun:
        return
    yield turn.note(
        RouteChosen(
            **turn.ids,
            skill=turn.skill.id,
            skill_version=turn.skill.version,
            skill_hash=turn.skill.hash,
            title_key=None,
            confidence=chosen.confidence,
            alternatives=list(chosen.alternatives),
        )
    )


def _route(turn: Turn) -> Route | None:
    registry = turn.services.registry
    named = turn.choice or turn.request.skill
    if named in registry:
        return Route(str(named), 1.0, [])
    if turn.base is not None:
        return Route(_for_channel(turn, turn.base.skill, registry), 1.0, [])
    if turn.stored_skill and turn.stored_skill in registry:
        return Route(turn.stored_skill, 1.0, [])
    if turn.content != "words":
        return None
    slots = Slots.model_validate(turn.slots)
    found = turn.services.router.route(turn.request.text, variant=turn.talk, slots=slots)
    if found.confidence < FLOOR and turn.request.asks:
        turn.guess = found
        return None
    return found


def _for_channel(turn: Turn, skill: str, registry: SkillRegistry) -> str:
    """ "no not instagram, whatsapp": the same message through the skill of that channel."""
    channel = turn.slots_said.get("channel")
    current = registry.get(skill) if skill in registry else None
    if channel is None or current is None or current.channel == channel:
        return skill
    same = [other.id for other in registry.all() if other.channel == channel]
    return next((name for name in same if name.startswith(channel)), same[0] if same else skill)


def _ask_which(turn: Turn, route: Route | None) -> Event:
    registry = turn.services.registry
    again = turn.last_shown is not None and turn.last_shown.kind == "choose"
    guess = route or turn.guess
    names: tuple[str, ...] = STARTERS
    if guess is not None and not again:
        likely = [guess.skill, *(name for name, _ in guess.alternatives)]
        names = tuple(name for name in likely if name != "general_help")[:2]
    elif again:
        names = tuple(skill.id for skill in registry.all() if skill.product != "chat")
    choices = [
        (name, shell_titles(registry.get(name).title, turn.talk))
        for name in names
        if name in registry
    ]
    choices.append((SOMETHING_ELSE, text(turn.talk, "agents.choice.something_else")))
    turn.ended = "waiting" if turn.request.asks else "done"
    key = "ask.what_i_can_do" if again else "ask.which_one"
    return turn.note(reply(turn, key, kind="choose", choices=choices))
