"""A process that sleeps past its lease and wakes up finds its turn in other hands."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta

import pytest
from sqlalchemy import text

from agents import events as ev
from agents import turn_runner
from agents.opening import LEASE
from agents.turn_runner import TurnRunner
from agents.turn_stream import TurnHandle
from app.core.clock import FrozenClock
from app.core.errors import Deadlock
from app.core.projections import record
from tests.acceptance.gates import Gate, finish
from tests.acceptance.talk import Heard, Talk
from tests.fixtures.waiting import eventually

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
LATER = LEASE + timedelta(seconds=1)
ONCE = ("message.received", "route.chosen", "draft.written", "approval.requested", "turn.settled")


@pytest.fixture
async def successor(talk: Talk, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[TurnRunner]:
    """The other process; neither looks for overdue turns by itself."""
    monkeypatch.setattr(turn_runner, "TICK_SECONDS", 3600.0)
    other = TurnRunner(talk.services)
    yield other
    await other.stop()


async def take_over(talk: Talk, other: TurnRunner, handle: TurnHandle, clock: FrozenClock) -> Heard:
    """The lease of the sleeping process ends, and the other one finishes its turn."""
    clock.advance(LATER)
    assert await other.recover() == 1
    return await finish(other, talk, handle)


async def happened_once(talk: Talk, heard: Heard) -> None:
    stored = await talk.stored(heard.turn_id)
    assert {name: stored.count(name) for name in ONCE} == dict.fromkeys(ONCE, 1)
    assert heard.status == "done"
    assert len(await talk.drafts()) == 1


@pytest.mark.parametrize("place", ["understand", "work", "criticise", "settle"])
async def test_who_wakes_too_late_stores_nothing_and_shows_what_the_other_did(
    known: Talk,
    clock: FrozenClock,
    monkeypatch: pytest.MonkeyPatch,
    successor: TurnRunner,
    place: str,
) -> None:
    with monkeypatch.context() as patched:
        gate = Gate(patched, place)
        handle = await known.runner.start(known.request(ASK))
        watching = asyncio.create_task(_all(handle))
        await gate.reached.wait()
    heard = await take_over(known, successor, handle, clock)
    await happened_once(known, heard)
    gate.open.set()
    seen = Heard(handle.turn_id, await asyncio.wait_for(watching, 20))
    await happened_once(known, seen)
    assert [each.draft_id for each in seen.all(ev.DraftWritten)] == [heard.draft.draft_id]


async def test_who_looks_after_its_leases_notices_and_lets_go(
    known: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, successor: TurnRunner
) -> None:
    with monkeypatch.context() as patched:
        gate = Gate(patched, "work")
        handle = await known.runner.start(known.request(ASK))
        watching = asyncio.create_task(_all(handle))
        await gate.reached.wait()
    heard = await take_over(known, successor, handle, clock)
    runs = list(known.runner._runs.values())
    lost = await known.runner._keeper.renew(runs)
    assert lost == runs
    known.runner._leave(lost[0])
    seen = Heard(handle.turn_id, await asyncio.wait_for(watching, 20))
    await happened_once(known, seen)
    assert seen.last(ev.TurnSettled) == heard.last(ev.TurnSettled)
    assert not known.runner._runs


async def test_a_turn_that_ends_in_time_is_lost_to_nobody(known: Talk) -> None:
    heard = await known.say(ASK)
    await happened_once(known, heard)


async def test_two_who_wait_for_each_other_both_come_through(
    known: Talk, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The turn writes its events, then its row; somebody holds the row and writes an event."""
    with monkeypatch.context() as patched:
        gate = Gate(patched, "settle")
        handle = await known.runner.start(known.request(ASK))
        await gate.reached.wait()
    tenant, services = known.business.id, known.services
    lock = text("SELECT id FROM turns WHERE id = :id FOR UPDATE")
    waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted AND locktype = 'transactionid'")
    resumed = ev.TurnResumed(
        turn_id=handle.turn_id, conversation_id=known.conversation_id, attempt=0
    )

    async def stand_in_the_way() -> None:
        async with services.database.transaction(tenant) as session:
            await session.execute(lock, {"id": handle.turn_id})
            gate.open.set()

            async def blocked() -> int:
                return int((await session.execute(waiting)).scalar_one())

            await eventually(blocked)
            await record(session, tenant, clock, [resumed.to_new_event()])

    try:
        await stand_in_the_way()
    except Deadlock:
        stored_by_the_other = 0
    else:
        stored_by_the_other = 1
    heard = Heard(handle.turn_id, [event async for event in handle.events()])
    await happened_once(known, heard)
    stored = await known.stored(handle.turn_id)
    assert stored.count("turn.resumed") == stored_by_the_other


async def _all(handle: TurnHandle) -> list[ev.Event]:
    return [event async for event in handle.events()]
