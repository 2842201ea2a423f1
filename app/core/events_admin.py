"""What ``raptorflow events`` does: verify, rebuild, show. Each answers with one JSON-able report.

They walk the tenants as the owner, who sees no rows before a tenant is set, like everybody else.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from typing import Any, TypeVar
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import SystemClock
from app.core.database import Database
from app.core.errors import NotFound
from app.core.event_store import EventStore, StoredEvent
from app.core.event_verify import verify as verify_streams
from app.core.projections import rebuild as rebuild_rows

Report = dict[str, Any]
T = TypeVar("T")


@asynccontextmanager
async def open_as_owner(owner_url: str) -> AsyncIterator[Database]:
    """The database as the owner (``Platform.database_owner_url``), with one connection."""
    database = Database.connect(owner_url, pool_size=1)
    try:
        yield database
    finally:
        await database.close()


async def verify(database: Database, tenant_ids: Sequence[UUID] | None = None) -> Report:
    """Every chain of these tenants, or of all.

    Returns:
        ``{"verified", "events", "streams", "erased", "tenants": {id: {…, "breaks": […]}}}``.
    """

    async def one(session: AsyncSession, _tenant_id: UUID) -> Report:
        return (await verify_streams(session)).as_json()

    reports = await _each(database, tenant_ids, one)
    return {
        "verified": all(report["verified"] for report in reports.values()),
        **{
            count: sum(report[count] for report in reports.values())
            for count in ("events", "streams", "erased")
        },
        "tenants": reports,
    }


async def rebuild(
    database: Database, tenant_ids: Sequence[UUID] | None = None, *, repair: bool = False
) -> Report:
    """Rows of these tenants, or of all, against what their events say.

    Returns:
        ``{"equal", "compared": {table: rows}, "repaired", "tenants": {id: {…, "differences"}}}``.
    """

    async def one(session: AsyncSession, _tenant_id: UUID) -> Report:
        return (await rebuild_rows(session, repair=repair)).as_json()

    reports = await _each(database, tenant_ids, one)
    compared: dict[str, int] = {}
    for report in reports.values():
        for table, rows in report["compared"].items():
            compared[table] = compared.get(table, 0) + rows
    return {
        "equal": all(report["equal"] for report in reports.values()),
        "compared": compared,
        "repaired": repair,
        "tenants": reports,
    }


async def show(
    database: Database, identity: UUID, tenant_ids: Sequence[UUID] | None = None
) -> Report:
    """The events of a stream, turn or conversation, whichever that id names.

    Raises:
        NotFound: ``events_not_found``.
    """

    async def one(session: AsyncSession, tenant_id: UUID) -> list[StoredEvent]:
        store = EventStore(session, tenant_id, SystemClock())
        for read in (store.of_conversation, store.of_turn, store.read):
            found = await read(identity)
            if found:
                return found
        return []

    for tenant_id, events in (await _each(database, tenant_ids, one)).items():
        if events:
            return {"tenant_id": tenant_id, "events": [as_json(event) for event in events]}
    raise NotFound("events_not_found", detail=f"no stream, turn or conversation {identity}")


def as_json(event: StoredEvent) -> Report:
    """One event for people and programs; ``payload`` is null once erased."""
    return {
        "position": event.position,
        "stream_id": str(event.stream_id),
        "stream_kind": event.stream_kind,
        "version": event.version,
        "turn_id": str(event.turn_id) if event.turn_id else None,
        "conversation_id": str(event.conversation_id) if event.conversation_id else None,
        "name": event.name.value,
        "schema": event.schema,
        "payload": event.payload,
        "hash": event.hash.hex(),
        "recorded_at": event.recorded_at.isoformat(),
    }


async def _each(
    database: Database,
    tenant_ids: Sequence[UUID] | None,
    one: Callable[[AsyncSession, UUID], Awaitable[T]],
) -> dict[str, T]:
    """What ``one`` says of each tenant, in a transaction of its own."""
    if tenant_ids is None:
        async with database.transaction(None) as session:
            tenant_ids = list(await session.scalars(text("SELECT all_tenants()")))
    results: dict[str, T] = {}
    for tenant_id in tenant_ids:
        async with database.transaction(tenant_id) as session:
            results[str(tenant_id)] = await one(session, tenant_id)
    return results
