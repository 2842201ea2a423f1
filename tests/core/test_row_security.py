"""Tenants cannot meet: every tenant table, every command, under the role that serves."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any

import asyncpg
import pytest
from sqlalchemy import Table, text
from sqlalchemy.exc import DBAPIError, ProgrammingError

from app.core.clock import FrozenClock
from app.core.database import Database, driver_connection
from app.core.ids import uuid7
from app.core.projections import record
from app.core.tables import Base
from tests.core.filling import FILLABLE, TABLES, fill, key_of, value_for
from tests.core.samples import Talk
from tests.fixtures.platform import NOW, Business

# Rows of a person rather than of a business are seen by ``app.user``.
BY_USER = {"memberships", "refresh_tokens"}


def test_the_walk_meets_every_table() -> None:
    assert {table.name for table in TABLES} == {
        "memberships", "refresh_tokens", "conversations", "turns", "questions", "drafts",
        "draft_versions", "foundation_facts", "constitution_rules", "events", "idempotency_keys",
        "feedback", "payment_orders", "refunds", "mandates", "ledger_transfers", "webhook_inbox",
        "subscriptions", "billing_profiles", "entitlements", "invoices", "notices",
        "budgets", "budget_periods", "budget_reservations", "usage", "cached_drafts",
        "budget_alerts",
    }  # fmt: skip


async def test_every_table_forces_row_security(database: Database) -> None:
    query = text(
        "SELECT relname, relrowsecurity, relforcerowsecurity FROM pg_class "
        "WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace"
    )
    async with database.transaction(None) as session:
        rows = (await session.execute(query)).all()
    unforced = {name for name, enabled, forced in rows if not (enabled and forced)}
    assert unforced == {"alembic_version"}
    assert {name for name, *_ in rows} == {*Base.metadata.tables, "alembic_version"}


@pytest.mark.parametrize("table", FILLABLE, ids=lambda table: table.name)
async def test_another_business_can_neither_see_nor_touch_a_row(
    table: Table, database: Database, tenant: Business, other_tenant: Business
) -> None:
    row = await fill(database, table, tenant)
    where = key_of(table, row)
    async with database.transaction(tenant.id, tenant.user_id) as session:
        assert len((await session.execute(table.select().where(where))).all()) == 1
    async with database.transaction(other_tenant.id, other_tenant.user_id) as session:
        assert (await session.execute(table.select().where(where))).all() == []
        column = next(iter(table.columns)).name
        update = table.update().where(where).values({column: row[column]})
        assert (await session.execute(update.returning(table.c[column]))).all() == []
        delete = table.delete().where(where).returning(table.c[column])
        assert (await session.execute(delete)).all() == []
    async with database.transaction(tenant.id, tenant.user_id) as session:
        assert len((await session.execute(table.select().where(where))).all()) == 1


@pytest.mark.parametrize("table", FILLABLE, ids=lambda table: table.name)
async def test_a_row_cannot_be_written_for_another_business(
    table: Table, database: Database, tenant: Business, other_tenant: Business
) -> None:
    row = {column.name: value_for(table, column, tenant) for column in table.columns}
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.transaction(other_tenant.id, other_tenant.user_id) as session:
            await session.execute(table.insert().values(row))


@pytest.mark.parametrize(
    "table", [t for t in FILLABLE if t.name not in BY_USER], ids=lambda table: table.name
)
async def test_a_row_cannot_be_given_to_another_business(
    table: Table, database: Database, tenant: Business, other_tenant: Business
) -> None:
    row = await fill(database, table, tenant)
    change = table.update().where(key_of(table, row)).values(tenant_id=other_tenant.id)
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.transaction(tenant.id) as session:
            await session.execute(change)


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
async def test_without_a_tenant_nothing_is_seen(
    table: Table, database: Database, tenant: Business, clock: FrozenClock
) -> None:
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, Talk().whole_turn())
    async with database.transaction(None) as session:
        assert (await session.execute(table.select())).all() == []


async def test_events_of_another_business_are_out_of_reach(
    database: Database, tenant: Business, other_tenant: Business, clock: FrozenClock
) -> None:
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, Talk().whole_turn())
    async with database.transaction(other_tenant.id) as session:
        connection = await driver_connection(session)
        assert await connection.fetch("SELECT 1 FROM events") == []
        erased = await connection.execute("UPDATE events SET payload = NULL, salt = NULL")
        assert erased == "UPDATE 0"
    with pytest.raises(asyncpg.InsufficientPrivilegeError):
        async with database.transaction(other_tenant.id) as session:
            await record(session, tenant.id, clock, [Talk().received()])


async def test_a_person_sees_her_own_account_and_businesses_only(
    database: Database, tenant: Business, other_tenant: Business
) -> None:
    async with database.transaction(None, tenant.user_id) as session:
        users = (await session.execute(text("SELECT id FROM users"))).scalars().all()
        tenants = (await session.execute(text("SELECT id FROM tenants"))).scalars().all()
        memberships = (await session.execute(text("SELECT tenant_id FROM memberships"))).all()
    assert (list(users), list(tenants)) == ([tenant.user_id], [tenant.id])
    assert len(memberships) == 1


async def test_nobody_can_join_a_business_by_herself(
    database: Database, tenant: Business, other_tenant: Business
) -> None:
    with pytest.raises(ProgrammingError, match="row-level security"):
        async with database.transaction(other_tenant.id, other_tenant.user_id) as session:
            await session.execute(
                text("INSERT INTO memberships VALUES (:user, :tenant, 'owner', now())"),
                {"user": other_tenant.user_id, "tenant": tenant.id},
            )


async def look_up(database: Database, query: str, **values: Any) -> Sequence[Any]:
    """What a look-up function says before any tenant is known."""
    async with database.transaction(None) as session:
        return (await session.execute(text(query), values)).all()


async def test_look_ups_before_the_tenant_is_known_give_ids(
    database: Database, tenant: Business, clock: FrozenClock
) -> None:
    find = "SELECT find_user_id(:login)"
    assert await look_up(database, find, login=tenant.email.upper()) == [(tenant.user_id,)]
    assert await look_up(database, find, login="nobody@example.in") == [(None,)]
    of = "SELECT tenants_of(:user)"
    assert await look_up(database, of, user=tenant.user_id) == [(tenant.id,)]

    tokens = Base.metadata.tables["refresh_tokens"]
    token = await fill(database, tokens, tenant)
    by_hash = "SELECT * FROM find_refresh_token(:hash)"
    expected = [(token["id"], tenant.user_id, tenant.id)]
    assert await look_up(database, by_hash, hash=token["token_hash"]) == expected
    assert await look_up(database, by_hash, hash=b"unknown") == []


async def test_expired_turns_are_found_across_businesses(
    database: Database, tenant: Business, other_tenant: Business, clock: FrozenClock
) -> None:
    late, alive, done = Talk(), Talk(), Talk()
    async with database.transaction(tenant.id) as session:
        await record(session, tenant.id, clock, [late.received(), alive.received()])
        await record(session, tenant.id, clock, done.whole_turn())
        lease = text("UPDATE turns SET lease_until = :until WHERE id = :id")
        await session.execute(lease, {"until": NOW, "id": late.turn})
        later = datetime(2026, 10, 27, tzinfo=UTC)
        await session.execute(lease, {"until": later, "id": alive.turn})
    leaseless = Talk()
    async with database.transaction(other_tenant.id) as session:
        await record(session, other_tenant.id, clock, [leaseless.received()])
    moment = datetime(2026, 10, 26, 6, 0, tzinfo=UTC)
    found = set(await look_up(database, "SELECT * FROM expired_turns(:now, 1000)", now=moment))
    assert {(tenant.id, late.turn), (other_tenant.id, leaseless.turn)} <= found
    assert not {(tenant.id, alive.turn), (tenant.id, done.turn)} & found


async def test_an_account_is_made_once(database: Database, tenant: Business) -> None:
    create = text(
        "SELECT create_account(:user, :email, NULL, NULL, 'hi', :tenant, 'Second shop', now())"
    )
    values = {"user": uuid7(), "tenant": uuid7(), "email": tenant.email.upper()}
    with pytest.raises(DBAPIError) as refused:
        async with database.transaction(None) as session:
            await session.execute(create, values)
    assert getattr(refused.value.orig, "sqlstate", None) == "23505"
