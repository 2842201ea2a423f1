"""Events recorded, and the rows they became."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import text

from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.event_store import NewEvent, StoredEvent
from app.core.projections import rebuild, record
from tests.fixtures.platform import Business


async def write(
    database: Database, tenant: Business, clock: FrozenClock, events: Sequence[NewEvent]
) -> list[StoredEvent]:
    """Record in a transaction of its own."""
    async with database.transaction(tenant.id) as session:
        return await record(session, tenant.id, clock, events)


async def row_of(database: Database, tenant: Business, table: str, id_: UUID) -> dict[str, Any]:
    """One row as the tenant sees it."""
    query = text(f"SELECT * FROM {table} WHERE id = :id")  # noqa: S608
    async with database.transaction(tenant.id) as session:
        return dict((await session.execute(query, {"id": id_})).mappings().one())


async def versions_of(database: Database, tenant: Business, draft: UUID) -> list[dict[str, Any]]:
    """The versions of a draft, oldest first."""
    query = text("SELECT * FROM draft_versions WHERE draft_id = :id ORDER BY version")
    async with database.transaction(tenant.id) as session:
        return [dict(row) for row in (await session.execute(query, {"id": draft})).mappings()]


async def assert_rebuilds(database: Database, tenant: Business) -> None:
    """The rows equal what the events say."""
    async with database.transaction(tenant.id) as session:
        assert (await rebuild(session)).differences == []
