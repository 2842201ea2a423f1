"""One transaction at the edge, and what happens when PostgreSQL goes away."""

import asyncio
import os
import signal
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core.clock import FrozenClock
from app.core.database import Database, asyncpg_arguments, asyncpg_url, driver_connection
from app.core.errors import ConfigurationError, Unavailable
from app.core.event_store import EventStore
from app.core.platform import Platform
from app.core.projections import record
from tests.core.samples import Talk
from tests.fixtures.platform import Business, PostgresAway
from tests.fixtures.waiting import eventually


async def test_it_commits_at_the_end_and_rolls_back_on_an_error(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    kept, lost = Talk(), Talk()
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [kept.received()])

    async def fails() -> None:
        async with database.transaction(tenant.id) as session:
            await record(session, tenant.id, clock, [lost.received()])
            raise LookupError

    with pytest.raises(LookupError):
        await fails()
    async with database.transaction(tenant.id) as session:
        assert await EventStore(session, tenant.id, clock).read(lost.turn) == []
        assert len(await EventStore(session, tenant.id, clock).read(kept.turn)) == 1


async def test_a_cancelled_transaction_leaves_nothing_and_gives_its_connection_back(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    talk = Talk()
    recorded = asyncio.Event()

    async def work() -> None:
        async with database.transaction(tenant.id) as session:
            await record(session, tenant.id, clock, [talk.received()])
            recorded.set()
            await session.execute(text("SELECT pg_sleep(30)"))

    for _ in range(database.engine.pool.size() + 2):  # type: ignore[attr-defined]
        recorded.clear()
        task = asyncio.create_task(work())
        await recorded.wait()
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    async with database.transaction(tenant.id) as session:
        assert await EventStore(session, tenant.id, clock).read(talk.turn) == []


async def test_the_scope_ends_with_the_transaction(
    session_platform: Platform, tenant: Business
) -> None:
    assert session_platform.embedded.database_url
    single = Database.connect(session_platform.embedded.database_url, pool_size=1)
    read = text("SELECT current_setting('app.tenant', true)")
    try:
        async with single.transaction(tenant.id) as session:
            assert await session.scalar(read) == str(tenant.id)
        async with single.transaction(None) as session:
            assert await session.scalar(read) == ""
    finally:
        await single.close()


async def test_a_connection_given_back_too_early_takes_no_tenant_along(
    session_platform: Platform, tenant: Business
) -> None:
    assert session_platform.embedded.database_url
    single = Database.connect(session_platform.embedded.database_url, pool_size=1)
    read = text("SELECT pg_backend_pid(), current_setting('app.tenant', true)")
    before: list[int] = []

    async def forgets() -> None:
        async with single.transaction(tenant.id) as session:
            before.append((await session.execute(read)).one()[0])
            await session.rollback()

    try:
        with pytest.raises(Unavailable):
            await forgets()
        async with single.transaction(None) as session:
            process, scope = (await session.execute(read)).one()
        assert (process != before[0], scope) == (True, "")
    finally:
        await single.close()


async def test_a_busy_database_says_so(database: Database, tenant: Business) -> None:
    with pytest.raises(Unavailable) as refused:
        async with database.transaction(tenant.id) as session:
            await (await driver_connection(session)).execute(
                "SET LOCAL statement_timeout = '10ms'; SELECT pg_sleep(10)"
            )
    assert refused.value.code == "database_busy"


async def test_a_full_pool_says_so(
    session_platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert session_platform.embedded.database_url
    single = Database.connect(session_platform.embedded.database_url, pool_size=1)
    monkeypatch.setattr(single.engine.pool, "_timeout", 0.05)
    try:
        async with single.transaction(None):
            with pytest.raises(Unavailable) as refused:
                await single.ping()
        assert refused.value.code == "database_busy"
    finally:
        await single.close()


async def test_mistakes_are_not_taken_for_an_outage(database: Database) -> None:
    with pytest.raises(DBAPIError):
        async with database.transaction(None) as session:
            await session.execute(text("SELECT 1/0"))


async def test_when_postgres_stops_in_mid_turn_nothing_is_lost_and_the_pool_heals(
    database: Database, tenant: Business, clock: FrozenClock, postgres_away: PostgresAway
) -> None:
    before, during, after = Talk(), Talk(), Talk()
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [before.received()])

    async def interrupted() -> None:
        async with database.transaction(tenant.id) as session:
            await record(session, tenant.id, clock, [during.received()])
            async with postgres_away():
                await record(session, tenant.id, clock, [after.received()])

    with pytest.raises(Unavailable) as refused:
        await interrupted()
    assert refused.value.code == "database_away"
    # Every pooled connection is dead now; the very next use works nevertheless.
    async with database.transaction(tenant.id) as session:
        store = EventStore(session, tenant.id, clock)
        assert len(await store.read(before.turn)) == 1
        assert await store.read(during.turn) == []


async def test_each_of_many_idle_connections_heals_by_itself(
    database: Database, tenant: Business, postgres_away: PostgresAway
) -> None:
    together = asyncio.Barrier(5)

    async def use() -> None:
        async with database.transaction(tenant.id):
            await together.wait()

    await asyncio.gather(*(use() for _ in range(5)))
    async with postgres_away():
        with pytest.raises(Unavailable):
            await database.ping()
    await asyncio.gather(*(use() for _ in range(5)))


async def test_postgres_comes_back_by_itself_after_being_killed(
    session_platform: Platform, database: Database
) -> None:
    pid_file = session_platform.settings.data_dir / "postgres" / "postmaster.pid"
    before = pid_file.read_text().splitlines()[0]
    os.kill(int(before), signal.SIGKILL)

    async def restarted() -> bool:
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        return len(lines) == 8 and lines[0] != before and lines[7].strip() == "ready"

    await eventually(restarted)
    await database.ping()


def test_addresses_mean_asyncpg() -> None:
    for prefix in ("postgres", "postgresql", "postgresql+asyncpg", "postgresql+psycopg"):
        assert asyncpg_url(f"{prefix}://u:p@h/d").drivername == "postgresql+asyncpg"
    for wrong in ("mysql://u:p@h/d", "sqlite:///x", "nonsense"):
        with pytest.raises(ConfigurationError):
            asyncpg_url(wrong)
    assert asyncpg_arguments("postgresql://u:p@h/d?sslmode=require")["ssl"] == "require"
    arguments = asyncpg_arguments("postgresql://u:p@/d?host=%2Frun%2Fpg&port=5432")
    assert (arguments["host"], arguments["port"]) == ("/run/pg", 5432)


async def test_an_address_where_nobody_listens_is_away(tmp_path: Path) -> None:
    nowhere = Database.connect(f"postgresql://u:p@/d?host={tmp_path}&port=5432", pool_size=1)
    try:
        with pytest.raises(Unavailable) as refused:
            await nowhere.ping()
        assert refused.value.code == "database_away"
    finally:
        await nowhere.close()


@pytest.mark.parametrize("wrong", [{"password": "wrong"}, {"database": "nowhere"}])
async def test_a_refused_address_is_the_operators_to_mend(
    session_platform: Platform, wrong: dict[str, str]
) -> None:
    address = asyncpg_url(str(session_platform.embedded.database_url)).set(**wrong)  # type: ignore[arg-type]
    refused_database = Database.connect(address.render_as_string(hide_password=False), 1)
    try:
        with pytest.raises(ConfigurationError, match="DATABASE_URL") as refused:
            await refused_database.ping()
        assert refused.value.code == "database_refuses"
    finally:
        await refused_database.close()
