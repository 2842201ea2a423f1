"""The places where a crash test ends the process with ``SIGKILL``, and how it gets there.

The product has no hook for this: ``arm`` wraps its own functions from outside, in the process that
is to die.
"""

import os
import signal
from collections.abc import AsyncIterator, Awaitable, Callable
from functools import wraps
from typing import Any, Final

EVENTS: Final = (
    "message.received",
    "message.understood",
    "route.chosen",
    "cost.quoted",
    "cache.missed",
    "context.packed",
    "draft.delta",
    "draft.written",
    "draft.criticised",
    "approval.requested",
    "turn.settled",
)
TURN_POINTS: Final = (
    "before:opening",
    "after:opening",
    *(f"event:{name}" for name in EVENTS),
    "before:flush",
    "after:flush",
)
DECISION_POINTS: Final = ("before:decision", "after:decision")


def die() -> None:
    """End this process as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def arm(point: str) -> None:
    """Make this process die at ``point``, one of the names above, when it first gets there."""
    _leave_others_alone()
    when, _, where = point.partition(":")
    if when == "event":
        _die_at_event(where)
        return
    from agents.journal import Journal
    from agents.opening import Opener
    from agents.products.muse import flow

    owner, name = {
        "opening": (Opener, "open"),
        "flush": (Journal, "flush"),
        "decision": (flow, "_apply"),
    }[where]
    setattr(owner, name, _dying(getattr(owner, name), early=when == "before"))


def _leave_others_alone() -> None:
    """A server that is to die at its own turn must not die of one that it took over."""
    from agents.turn_keeping import Keeper

    async def nothing(keeper: Keeper) -> list[Any]:
        return []

    Keeper.expired = nothing  # type: ignore[method-assign]


def _dying(work: Callable[..., Awaitable[Any]], *, early: bool) -> Callable[..., Awaitable[Any]]:
    @wraps(work)
    async def dies(*args: Any, **kwargs: Any) -> Any:
        if not early:
            await work(*args, **kwargs)
        die()

    return dies


def _die_at_event(name: str) -> None:
    from agents import pipeline

    original = pipeline.go

    async def go(turn: Any) -> AsyncIterator[Any]:
        async for event in original(turn):
            yield event
            if event.name == name:
                die()

    pipeline.go = go
