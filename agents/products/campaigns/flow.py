"""A campaign calls channel skills: one piece for each channel the owner uses, each a draft of its
own with its own checks and its own approval.

A skill says so by naming ``use_skill`` among its tools while it only answers. The pieces pass the
same guards as calls of a model; what a day-by-day plan would add is not here, and she is told.
"""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any, Final

from agents.allowance import allowance, limits_hold
from agents.plans import Step
from agents.products.campaigns.store import channels_used
from agents.queen_router import CHANNEL_SKILLS
from agents.swarm_guards import SUB_NODE, Place, admit, count
from agents.turn import Turn
from agents.understanding.concepts import find_concepts
from skills.compiler import CompiledSkill

USUAL: Final = ("whatsapp", "instagram", "poster")
"""What a shop begins with; fills up where she uses fewer."""

MOST_PIECES: Final = len(USUAL)
LOOKED_BACK: Final = timedelta(days=180)
_PLAN: Final = "plan"
_PAID: Final = "ad"  # an advertisement costs money every day: never unasked


async def pieces(turn: Turn, skill: CompiledSkill) -> tuple[Step, ...]:
    """The drafts the campaign is made of, in their order; none where it only answers.

    Needs a campaign asked for by name, around a festival on which one may sell.
    """
    if SUB_NODE not in skill.tools or not skill.plan.reply or turn.plan or turn.base is not None:
        return ()
    festival = turn.services.calendar.get(str(turn.slots.get("festival") or ""))
    if festival is None or not festival.sell or not _asks_for_one(turn):
        return ()
    found = [each for each in await _channels(turn) if _known(turn, each)]
    return tuple(_admitted(turn, skill, found))


def _asks_for_one(turn: Turn) -> bool:
    """A plan or campaign is named; whoever asks what could be done is answered."""
    return _PLAN in find_concepts(turn.request.text)


async def _channels(turn: Turn) -> list[str]:
    """Those she names; else those she uses and the usual ones, as far as her plan holds them."""
    named: list[str] = [each for each in turn.read.channels if each not in turn.read.not_channels]
    services, tenant = turn.services, turn.request.tenant_id
    now = services.clock.now()
    async with services.database.transaction(tenant) as session:
        used = [] if named else await channels_used(session, tenant, now - LOOKED_BACK)
        may = await allowance(session, tenant, now) if limits_hold(services.settings) else None
    wanted = named or [each for each in (*used, *USUAL) if each != _PAID]
    once = dict.fromkeys(each for each in wanted if each not in turn.read.not_channels)
    return [each for each in once if may is None or may.holds_channel(each)][:MOST_PIECES]


def _known(turn: Turn, channel: str) -> bool:
    return CHANNEL_SKILLS.get(channel) in turn.services.registry


def _admitted(turn: Turn, skill: CompiledSkill, channels: Iterable[str]) -> Iterable[Step]:
    place, bench = Place((skill.id,)), turn.bench
    for position, channel in enumerate(channels):
        called: Mapping[str, Any] = {"skill": CHANNEL_SKILLS[channel]}
        verdict = admit(place, SUB_NODE, called, bench.spent, bench.limits, position=position)
        count(place, SUB_NODE, called, bench.spent)
        if verdict.allowed:
            yield Step(called["skill"], {**turn.slots, "channel": channel})
