"""A turn that is stopped, or whose process dies, at any place where it waits: once, and whole."""

import asyncio
import time
from collections import Counter
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
import structlog
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from agents import turn_runner
from agents.opening import LEASE
from agents.turn_context import TurnRequest
from app.core.clock import FrozenClock
from app.core.platform import Platform
from tests.acceptance.talk import Heard, Talk
from tests.crash.stepping import Process, StepsTurns
from tests.fixtures.counts import FULL

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
LATER = LEASE + timedelta(seconds=1)
WAITS = 60
"""More than a turn of this message waits; a place beyond its last one changes nothing."""
CRASHES = 10_000 if FULL else 15
STOPS_WITHIN = 0.3
LONGEST = 20.0
ONCE = ("message.received", "approval.requested", "turn.settled")


def tried(count: int) -> settings:
    """So many examples, the same ones every time."""
    return settings(
        max_examples=count,
        deadline=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
        database=None,
    )


@pytest.fixture
async def known(talk: Talk) -> Talk:
    """A shop that has told what this message needs."""
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    talk.asks = False
    return talk


async def state(talk: Talk, turn_id: UUID) -> tuple[Counter[str], int, int]:
    """Its stored events by name, its drafts, and what is still set aside for it."""
    names = Counter(await talk.stored(turn_id))
    async with talk.services.database.transaction(talk.business.id) as session:
        drafts = await session.execute(
            text("SELECT count(*) FROM drafts WHERE turn_id = :id"), {"id": turn_id}
        )
        held = await session.execute(
            text(
                "SELECT count(*) FROM budget_reservations WHERE turn_id = :id AND status = 'held'"
            ),
            {"id": turn_id},
        )
        return names, drafts.scalar_one(), held.scalar_one()


@pytest.fixture
def unheard(monkeypatch: pytest.MonkeyPatch) -> None:
    """What a dying process would still log is drawn with all its locals, and read by nobody."""
    monkeypatch.setattr(turn_runner, "_log", structlog.wrap_logger(None, [_drop]))


def _drop(*_: object) -> dict[str, object]:
    raise structlog.DropEvent


def fresh(talk: Talk, words: str = ASK) -> TurnRequest:
    """The message, in a conversation of its own."""
    from app.core.ids import uuid7

    talk.conversation_id = uuid7()
    return talk.request(words)


def whole(names: Counter[str], drafts: int, held: int) -> None:
    """Everything happened, and happened once."""
    assert {name: names[name] for name in ONCE} == dict.fromkeys(ONCE, 1), names
    assert names["draft.written"] == names["draft.criticised"] >= 1
    assert (drafts, held) == (1, 0)


@tried(CRASHES)
@given(deaths=st.lists(st.integers(1, WAITS), min_size=1, max_size=4))
async def test_deaths_at_any_wait_double_nothing_and_lose_nothing(
    deaths: list[int],
    known: Talk,
    clock: FrozenClock,
    session_platform: Platform,
    unheard: None,
) -> None:
    # Who serves in the end looks for what was left when it is told to, and not by the clock.
    known.runner._begin_watching = lambda: None  # type: ignore[method-assign]
    async with asyncio.timeout(LONGEST):
        request = fresh(known)
        url = session_platform.embedded.database_url
        assert url is not None
        for place, at in enumerate(deaths):
            process = Process(known.services, url)
            with StepsTurns(at, process.die) as stepped:
                begin = process.runner.recover if place else partial(process.runner.start, request)
                beginning = asyncio.ensure_future(begin())
                # Whoever waits for a dead process waits for ever; its turns have ended.
                await stepped.over(beginning)
                beginning.cancel()
                await asyncio.wait({beginning})
            await process.gone()
            clock.advance(LATER)
        # The phone that got no answer sends its message again; whoever serves now finishes it.
        await known.runner.recover()
        await asyncio.gather(*(r.task for r in known.runner._runs.values() if r.task is not None))
        handle = await known.runner.start(request)
        heard = Heard(handle.turn_id, [event async for event in handle.events()])
        assert heard.turn_id == request.turn_id
        whole(*await state(known, request.turn_id))


@tried(1_000 if FULL else 15)
@given(at=st.integers(1, WAITS), percent=st.integers(5, 60))
async def test_a_stop_at_any_wait_leaves_nothing_half(at: int, percent: int, known: Talk) -> None:
    request = fresh(known, ASK.replace("20%", f"{percent}%"))
    stops: list[asyncio.Task[bool]] = []
    began = 0.0

    def stop() -> bool:
        nonlocal began
        began = time.monotonic()
        stops.append(
            asyncio.create_task(known.runner.cancel(request.turn_id, known.business.id, "Sunita"))
        )
        return False

    with StepsTurns(at, stop) as stepped:
        await known.runner.start(request)
        await stepped.over()
    took = time.monotonic() - began
    stopped = bool(stops) and await stops[0]
    names, drafts, held = await state(known, request.turn_id)
    if not stopped:
        whole(names, drafts, held)
        return
    assert took <= STOPS_WITHIN or not FULL
    assert held == 0
    if names:  # before the message is stored there is nothing to tell of
        assert names["turn.cancelled"] == 1
        assert not names["turn.settled"] + names["approval.requested"] + drafts
    handle = await known.runner.start(request)
    assert [event async for event in handle.events()]
    whole(*await state(known, request.turn_id))
