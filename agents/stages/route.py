"""Route: the Queen Router picks a skill; when she cannot tell, the owner is asked with buttons.

A message that wants several things makes a plan; its steps are taken up one after the other.
"""

from collections.abc import AsyncIterator, Iterator
from typing import Final

from agents.events import Event, PlanMade, PlanStep, RouteChosen, SkillChanged
from agents.followups import CHAT, MOST_WORDS_OF_A_CHANGE
from agents.inputs import shell_titles
from agents.model_choice import model_choice
from agents.planning import MOST_STEPS, in_languages, make_plan
from agents.plans import Plan
from agents.products.account.followup import as_meant, corrects
from agents.products.account.spending import means_spending
from agents.products.campaigns.flow import pieces
from agents.queen_router import CHANNEL_SKILLS, FLOOR, Route
from agents.replies import reply
from agents.turn import Turn
from agents.understanding.concepts import find_concepts
from agents.understanding.edits import asks_to_change
from agents.understanding.slots import Slots
from app.core.event_names import EventName
from integrations.languages.messages import text
from integrations.languages.text import read
from skills.compiler import CompiledSkill
from skills.registry import SkillRegistry

STARTERS: Final = ("whatsapp_broadcast", "instagram_caption", "review_reply")
# Asked a second time: what most shops want, no more buttons than a phone shows at once.
MOST_WANTED: Final = (
    *STARTERS,
    "festival_greeting",
    "poster_text",
    "sms_promo",
    "gst_quote",
    "upi_payment_link",
)
SOMETHING_ELSE: Final = "something_else"


async def route(turn: Turn) -> AsyncIterator[Event]:
    """Choose who serves the turn."""
    chosen = _route(turn)
    if turn.guess is not None:
        async for event in model_choice(turn, turn.guess):
            yield event
        chosen = turn.picked or chosen
    if _is_beyond_us(turn, chosen or turn.guess):
        yield turn.end(reply(turn, "reply.edit_yourself"))
        return
    if chosen is None or chosen.skill not in turn.services.registry:
        yield _ask_which(turn, chosen)
        return
    async for event in _campaign(turn, chosen):
        yield event
    for event in _planned(turn):
        yield event
    if turn.plan:
        turn.begin(turn.step)
        chosen = Route(turn.plan[turn.step].skill, chosen.confidence, [])
    for event in _take(turn, chosen):
        yield event


async def next_step(turn: Turn) -> AsyncIterator[Event]:
    """Put the draft that is ready before her, for good, and take up the plan's next one."""
    held, turn.held = turn.held, []
    for event in held:
        turn.note(event)
    await turn.journal.flush()
    for event in held:
        yield event
    turn.begin(turn.step + 1)
    for event in _take(turn, Route(turn.plan[turn.step].skill, 1.0, [])):
        yield event


async def _campaign(turn: Turn, chosen: Route) -> AsyncIterator[Event]:
    """A campaign has its channels' skills write; nothing where the skill is none."""
    campaign = turn.services.registry.get(chosen.skill)
    if not (steps := await pieces(turn, campaign)):
        return
    for event in _take(turn, chosen):
        yield event
    turn.plan, turn.above = steps, (campaign.id,)


def _planned(turn: Turn) -> Iterator[Event]:
    """Say what will be written one after the other, once."""
    if not turn.plan or EventName.PLAN_MADE in turn.seen:
        return
    registry = turn.services.registry
    yield turn.note(
        PlanMade(
            **turn.ids,
            steps=[
                PlanStep(
                    skill=step.skill,
                    title=shell_titles(registry.get(step.skill).title, turn.talk),
                    said=step.said,
                    slots=dict(step.slots),
                )
                for step in turn.plan
            ],
        )
    )
    if turn.above:
        titles = [shell_titles(registry.get(step.skill).title, turn.talk) for step in turn.plan]
        yield turn.note(reply(turn, "noted.campaign", kind="noted", what=", ".join(titles)))
    if turn.left:
        titles = [shell_titles(registry.get(name).title, turn.talk) for name in turn.left]
        yield turn.note(reply(turn, "noted.afterwards", kind="noted", what=", ".join(titles)))


def _take(turn: Turn, chosen: Route) -> Iterator[Event]:
    """Take up the chosen skill, in the version the turn began with."""
    registry = turn.services.registry
    begun = EventName.ROUTE_CHOSEN in turn.seen and turn.stored_skill == chosen.skill
    # A turn that waited for an answer ends on the version it began with, whatever was saved since.
    turn.skill = registry.version(chosen.skill, turn.stored_hash if begun else None)
    if begun:
        yield from _changed(turn, turn.skill)
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


def _changed(turn: Turn, skill: CompiledSkill) -> Iterator[Event]:
    """Say that a turn goes on otherwise than it began: nobody here knows its skill's version."""
    was = turn.stored_hash
    if was is None or was == skill.hash or EventName.SKILL_CHANGED in turn.seen:
        return
    yield turn.note(SkillChanged(**turn.ids, skill=skill.id, was=was, now=skill.hash))
    yield turn.note(reply(turn, "noted.skill_changed", kind="noted"))


def _route(turn: Turn) -> Route | None:
    registry = turn.services.registry
    named = turn.choice or turn.request.skill
    if named in registry:
        return Route(str(named), 1.0, [])
    if turn.base is not None:
        same = _for_channel(turn, turn.base.skill, registry)
        if turn.change == "language" and not turn.plan:
            steps = in_languages(turn.request.text, turn.slots, same)
            turn.plan = tuple(steps[:MOST_STEPS])
        return Route(same, 1.0, [])
    if turn.plan:
        return Route(turn.plan[turn.step].skill, 1.0, [])
    if turn.stored_skill and turn.stored_skill in registry:
        return Route(turn.stored_skill, 1.0, [])
    if turn.content != "words":
        return None
    if skill := corrects(turn) or means_spending(turn):
        return Route(skill, 1.0, [])
    found = _route_one(turn, turn.request.text, turn.read)
    plan = _plan(turn, found)
    if plan.steps:
        turn.plan, turn.left = plan.steps, plan.left
        return found
    if found.confidence < FLOOR:
        turn.guess = found
        return None if turn.request.asks else found
    return found


def _route_one(turn: Turn, text: str, slots: Slots) -> Route:
    return as_meant(turn, turn.route_of(text, slots))


def _plan(turn: Turn, found: Route) -> Plan:
    """What the message asks for beside each other, if it asks for several drafts."""
    if turn.change is not None:
        return Plan()
    return make_plan(
        turn.request.text,
        turn.slots,
        found,
        frozenset(skill.id for skill in turn.services.registry.all() if not skill.plan.reply),
        lambda text, slots: _route_one(turn, text, slots),
        talk=turn.talk,
        today=turn.today,
    )


def _is_beyond_us(turn: Turn, chosen: Route | None) -> bool:
    """Something to put into the draft above, or out of it, that we cannot do: she can, by hand."""
    if chosen is None or turn.base or not turn.live or turn.request.skill or turn.choice:
        return False
    if chosen.skill != CHAT and chosen.confidence >= FLOOR:
        return False
    words = turn.request.text.split()
    asks = asks_to_change(read(turn.request.text))
    return (
        asks
        and len(words) <= MOST_WORDS_OF_A_CHANGE
        and "help" not in find_concepts(turn.request.text)
    )


def _for_channel(turn: Turn, skill: str, registry: SkillRegistry) -> str:
    """ "no not instagram, whatsapp": the same message through the skill of that channel."""
    channel = turn.slots_said.get("channel")
    current = registry.get(skill) if skill in registry else None
    if channel is None or current is None or current.channel == channel:
        return skill
    if (usual := CHANNEL_SKILLS.get(channel)) in registry:
        return str(usual)
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
        names = MOST_WANTED
    choices = [
        (name, shell_titles(registry.get(name).title, turn.talk))
        for name in names
        if name in registry
    ]
    choices.append((SOMETHING_ELSE, text(turn.talk, "agents.choice.something_else")))
    key = "ask.what_i_can_do" if again else "ask.which_one"
    return turn.end(reply(turn, key, kind="choose", choices=choices), waits=True)
