"""Appending and reading streams on a real PostgreSQL."""

import asyncio
from collections.abc import Sequence
from typing import Any
from uuid import UUID

import asyncpg
import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from sqlalchemy.exc import DBAPIError

from app.core.clock import FrozenClock
from app.core.database import Database, driver_connection
from app.core.errors import Conflict, InputError, OurBug
from app.core.event_names import TRANSIENT, EventName
from app.core.event_store import EventStore, NewEvent, StoredEvent
from app.core.event_verify import verify
from app.core.projections import erase, record
from tests.core.samples import Talk
from tests.core.test_event_hash import PAYLOADS
from tests.fixtures.counts import examples
from tests.fixtures.platform import Business, MakeTenant


async def append(
    database: Database,
    tenant_id: UUID,
    clock: FrozenClock,
    events: Sequence[NewEvent],
    expected: dict[UUID, int] | None = None,
    *,
    session_of: UUID | None = None,
) -> list[StoredEvent]:
    """Append in a transaction of its own, which may be another tenant's."""
    async with database.transaction(session_of or tenant_id) as session:
        store = EventStore(session, tenant_id, clock)
        heads = await store.heads({event.stream_id for event in events} | set(expected or {}))
        return await store.write(store.link(events, heads, expected))


def note(stream_id: UUID, payload: dict[str, Any] | None = None) -> NewEvent:
    """An event of a stream that no row derives from."""
    return NewEvent(EventName.TOOL_CALLED, payload or {}, stream_id, "ledger")


async def test_events_come_back_as_they_were_recorded(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    stored = await append(database, tenant.id, clock, talk.whole_turn())
    assert [event.position for event in stored] == sorted(event.position for event in stored)
    assert {event.recorded_at for event in stored} == {clock.now()}
    async with database.transaction(tenant.id) as session:
        store = EventStore(session, tenant.id, clock)
        assert await store.of_turn(talk.turn) == stored
        assert await store.of_conversation(talk.conversation) == stored
        mine = [event for event in stored if event.stream_id == talk.draft]
        assert await store.read(talk.draft) == mine
        assert [event.version for event in mine] == [1, 2, 3]
        assert (await verify(session)).as_json() == {
            "verified": True, "events": 11, "erased": 0, "streams": 2, "breaks": [],
        }  # fmt: skip


@hypothesis_settings(
    max_examples=examples(25),
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(payload=PAYLOADS)
async def test_any_payload_verifies_after_jsonb(
    payload: dict[str, Any], database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    (stored,) = await append(database, tenant.id, clock, [note(talk.turn, payload)])
    async with database.transaction(tenant.id) as session:
        (read,) = await EventStore(session, tenant.id, clock).read(talk.turn)
        assert read.payload == stored.payload
        assert (await verify(session)).breaks == []


async def test_of_many_writers_at_one_version_exactly_one_wins(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    stream = Talk().turn
    await append(database, tenant.id, clock, [note(stream)])

    async def write(number: int) -> int | None:
        try:
            await append(database, tenant.id, clock, [note(stream, {"by": number})], {stream: 1})
        except Conflict:
            return None
        return number

    winners = [who for who in await asyncio.gather(*map(write, range(8))) if who is not None]
    assert len(winners) == 1
    async with database.transaction(tenant.id) as session:
        events = await EventStore(session, tenant.id, clock).read(stream)
        assert [event.payload for event in events] == [{}, {"by": winners[0]}]
        assert (await verify(session)).breaks == []


async def test_writers_that_expect_nothing_never_fork_the_chain(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    stream = Talk().turn

    async def write(number: int) -> bool:
        try:
            await append(database, tenant.id, clock, [note(stream, {"by": number})])
        except Conflict:
            return False
        return True

    written = sum(await asyncio.gather(*map(write, range(8))))
    async with database.transaction(tenant.id) as session:
        events = await EventStore(session, tenant.id, clock).read(stream)
        assert [event.version for event in events] == list(range(1, written + 1))
        assert (await verify(session)).breaks == []


async def test_a_stream_that_must_be_new_is_refused_when_it_is_not(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    stream = Talk().turn
    await append(database, tenant.id, clock, [note(stream)], {stream: 0})
    with pytest.raises(Conflict) as refused:
        await append(database, tenant.id, clock, [note(stream)], {stream: 0})
    assert refused.value.code == "stream_moved"


async def test_what_cannot_be_stored_is_refused_before_the_database(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    with pytest.raises(InputError):
        await append(database, tenant.id, clock, [talk.received(text="a\0b")])
    for event in (NewEvent(name, {}, talk.draft, "draft") for name in TRANSIENT):
        with pytest.raises(OurBug):
            await append(database, tenant.id, clock, [event])
    async with database.transaction(tenant.id) as session:
        assert await record(session, tenant.id, clock, []) == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE events SET payload = '{}'",
        "UPDATE events SET payload = NULL",
        "UPDATE events SET salt = '\\x00'",
        "UPDATE events SET name = 'turn.failed', payload = NULL, salt = NULL",
        "UPDATE events SET hash = '\\x00'",
        "DELETE FROM events",
        "TRUNCATE events",
    ],
)
async def test_history_cannot_be_rewritten(
    database: Database, tenant: Business, clock: FrozenClock, statement: str
) -> None:
    await append(database, tenant.id, clock, [note(Talk().turn)])
    with pytest.raises((asyncpg.InsufficientPrivilegeError, asyncpg.RestrictViolationError)):
        async with database.transaction(tenant.id) as session:
            await (await driver_connection(session)).execute(statement)


async def test_erasing_leaves_a_tombstone_that_verifies(
    database: Database, tenant: Business, make_tenant: MakeTenant, clock: FrozenClock
) -> None:
    talk, other = Talk(), await make_tenant()
    await append(database, tenant.id, clock, [*talk.whole_turn(), note(Talk().turn)])
    async with database.transaction(other.id) as session:
        assert await erase(session, [talk.turn, talk.draft]) == 0
    async with database.transaction(tenant.id) as session:
        assert await erase(session, [talk.turn, talk.draft]) == 11
    async with database.transaction(tenant.id) as session:
        events = await EventStore(session, tenant.id, clock).of_turn(talk.turn)
        assert [event.payload for event in events] == [None] * 11
        report = await verify(session)
        assert (report.breaks, report.erased, report.events) == ([], 11, 12)
    await append(database, tenant.id, clock, [talk.event(EventName.TURN_RESUMED)])


async def test_the_tenant_of_an_event_cannot_be_another(
    database: Database, tenant: Business, other_tenant: Business, clock: FrozenClock
) -> None:
    with pytest.raises((DBAPIError, asyncpg.InsufficientPrivilegeError)):
        await append(database, other_tenant.id, clock, [note(Talk().turn)], session_of=tenant.id)
