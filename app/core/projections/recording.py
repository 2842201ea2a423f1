"""Recording: events appended and their rows written in one transaction, in few round trips."""

from collections.abc import Mapping, Sequence
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import NotFound
from app.core.event_names import EventName
from app.core.event_store import EventStore, NewEvent, StoredEvent
from app.core.projections.applying import apply
from app.core.projections.row import Row
from app.core.projections.tables import BY_KIND, DRAFT_VERSIONS

# Events about one version of a draft that need that version's row; the others leave it alone.
_NEEDS_VERSION: Final = frozenset({EventName.DRAFT_CRITICISED, EventName.DRAFT_SELECTED})
_BEGINNINGS: Final = frozenset({
    EventName.MESSAGE_RECEIVED, EventName.QUESTION_ASKED, EventName.ORDER_CREATED,
    EventName.REFUND_REQUESTED, EventName.MANDATE_REQUESTED, EventName.TRANSFER_POSTED,
})  # fmt: skip
_VERSIONS: Final = """
    SELECT v.* FROM draft_versions v
    JOIN unnest($1::uuid[], $2::bigint[]) AS wanted(draft_id, version)
      ON v.draft_id = wanted.draft_id AND v.version = wanted.version
"""


async def record(
    session: AsyncSession,
    tenant_id: UUID,
    clock: Clock,
    events: Sequence[NewEvent],
    expected: Mapping[UUID, int] | None = None,
) -> list[StoredEvent]:
    """Append events and write the rows they change, in this transaction.

    Rows of existing streams are locked first, so of two decisions on one draft the second sees the
    first.

    Args:
        session: a transaction of the tenant (:meth:`app.core.database.Database.transaction`).
        tenant_id: whose streams.
        clock: gives every event of the batch the same instant.
        events: in the order they happened, for any number of streams.
        expected: see :meth:`app.core.event_store.EventStore.append`.

    Raises:
        Conflict: ``stream_moved``, or a code of :func:`app.core.projections.apply`; roll back.
        NotFound: the kind of the stream (``turn``, ``draft``, ``order`` …) when an event follows on
            one that this tenant does not have.
    """
    rows = await _load(session, events)
    before = dict(rows)
    stored = await EventStore(session, tenant_id, clock).append(events, expected)
    for event in stored:
        if event.stream_kind not in BY_KIND:
            continue
        row = apply(rows.get(event.stream_id), event)
        if row is None:
            kind = event.stream_kind
            raise NotFound(kind, detail=f"this business has no {kind} of that id")
        rows[event.stream_id] = row
    await _save(session, stored, before, rows)
    return stored


def _begins(event: NewEvent) -> bool:
    """Whether the event is the first of its stream, so that there is no row to read."""
    if event.name is EventName.DRAFT_WRITTEN:
        return bool(event.payload["version"] == 1)
    return event.name in _BEGINNINGS


async def _load(session: AsyncSession, events: Sequence[NewEvent]) -> dict[UUID, Row]:
    """The rows of the streams that exist already, locked in a fixed order, by stream."""
    first: dict[UUID, NewEvent] = {}
    for event in events:
        first.setdefault(event.stream_id, event)
    wanted: dict[str, list[UUID]] = {}
    for stream_id, event in first.items():
        if event.stream_kind in BY_KIND and not _begins(event):
            wanted.setdefault(event.stream_kind, []).append(stream_id)
    rows: dict[UUID, Row] = {}
    connection = await driver_connection(session)
    for kind in sorted(wanted):
        table = BY_KIND[kind]
        query = (
            f"SELECT {', '.join(table.columns)} FROM {table.name} "  # noqa: S608
            "WHERE id = ANY($1::uuid[]) ORDER BY id FOR UPDATE"
        )
        for found in await connection.fetch(query, wanted[kind]):
            rows[found["id"]] = dict(found)
    drafts = {stream_id: row for stream_id, row in rows.items() if "decided_version" in row}
    if drafts:
        await _load_versions(connection, drafts, events)
    return rows


async def _load_versions(
    connection: Any, drafts: dict[UUID, Row], events: Sequence[NewEvent]
) -> None:
    """Put the versions that the events speak of into the drafts' rows."""
    for row in drafts.values():
        row["versions"] = {}
    wanted = {
        (event.stream_id, event.payload["version"])
        for event in events
        if event.name in _NEEDS_VERSION and event.stream_id in drafts
    }
    if not wanted:
        return
    ids, numbers = zip(*sorted(wanted), strict=True)
    for found in await connection.fetch(_VERSIONS, list(ids), list(numbers)):
        drafts[found["draft_id"]]["versions"][found["version"]] = dict(found)


async def _save(
    session: AsyncSession,
    stored: Sequence[StoredEvent],
    before: dict[UUID, Row],
    rows: dict[UUID, Row],
) -> None:
    connection = await driver_connection(session)
    kinds = {event.stream_id: event.stream_kind for event in stored}
    for kind, table in BY_KIND.items():
        changed = [rows[stream_id] for stream_id, its in kinds.items() if its == kind]
        await table.save(connection, changed)
        if kind == "draft":
            await DRAFT_VERSIONS.save(connection, _changed_versions(changed, before))


def _changed_versions(drafts: Sequence[Row], before: dict[UUID, Row]) -> list[Row]:
    return [
        version
        for row in drafts
        for number, version in row["versions"].items()
        if before.get(row["id"], {}).get("versions", {}).get(number) is not version
    ]
