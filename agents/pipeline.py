"""The order of a turn. The only file that knows it.

A turn is an async stream of typed events. Stages note what must be stored in the turn's journal;
it is flushed when the message comes in (``opening``), before a network model is called
(``swarm_node``), when a step of a plan is ready (``route``), and when the turn ends (``settle``):
never one transaction an event.
"""

from collections.abc import AsyncIterator, Callable, Sequence
from typing import Final

from agents.cancellation import CancellationToken
from agents.events import Event
from agents.opening import Opener, Replay
from agents.replies import reply
from agents.services import Services
from agents.stages.act import act
from agents.stages.allow import allow
from agents.stages.ask import ask
from agents.stages.cache import cache
from agents.stages.onboard import onboard
from agents.stages.quote import quote
from agents.stages.recall import recall
from agents.stages.route import next_step, route
from agents.stages.serve import serve
from agents.stages.settle import settle
from agents.stages.shops import shops
from agents.stages.understand import understand
from agents.stages.upcoming import upcoming
from agents.stages.write import criticise, oversee, work
from agents.turn import Turn
from agents.turn_context import TurnRequest

Stage = Callable[[Turn], AsyncIterator[Event]]

# Understanding, routing, tools and asking are done once; the rest for every step of a plan. What
# her own plan holds is looked at before she is asked anything, and again before each draft.
_ONCE: Final = 9
STAGES: Final[tuple[Stage, ...]] = (
    understand,
    onboard,
    act,
    shops,
    upcoming,
    route,
    serve,
    allow,
    ask,
    allow,
    recall,
    cache,
    quote,
    work,
    criticise,
    oversee,
)


async def run(
    request: TurnRequest, services: Services, token: CancellationToken
) -> AsyncIterator[Event]:
    """One turn from message to settled, for callers without a runner (nothing is yielded for a
    request that was served before).

    Raises:
        TurnStopped: the token was cancelled.
        RaptorError: see ``Opener.open``.
    """
    turn = await Opener(services, "inline").open(request, token)
    if isinstance(turn, Replay):
        return
    async for event in go(turn):
        yield event


async def go(turn: Turn) -> AsyncIterator[Event]:
    """Take an opened turn to its end.

    Raises:
        TurnStopped: the token was cancelled.
        RaptorError: what a stage could not do; nothing unflushed was stored.
    """
    for event in turn.opened:
        yield event
    match turn.path:
        case "stopped":
            return
        case "stale":
            # Nothing happened, so nothing is stored; the card shows what stands in its row.
            yield reply(turn, "noted.already", kind="noted")
            return
        case "aside":
            turn.ended = "waiting"
        case _:
            async for event in _through(turn):
                yield event
    async for event in settle(turn):
        yield event


async def _through(turn: Turn) -> AsyncIterator[Event]:
    async for event in _stages(turn, STAGES):
        yield event
    while not turn.ended and turn.step + 1 < len(turn.plan):
        turn.token.check()
        async for event in next_step(turn):
            yield event
        async for event in _stages(turn, STAGES[_ONCE:]):
            yield event


async def _stages(turn: Turn, stages: Sequence[Stage]) -> AsyncIterator[Event]:
    for stage in stages:
        turn.token.check()
        async for event in stage(turn):
            yield event
        if turn.ended:
            return
