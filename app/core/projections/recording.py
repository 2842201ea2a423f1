"""Recording: events appended and their rows written in one transaction, in few round trips."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import NotFound
from app.core.event_names import EventName
from app.core.event_store import EventStore, Heads, NewEvent, StoredEvent
from app.core.projections.applying import apply
from app.core.projections.row import Row
from app.core.projections.tables import BY_KIND, DRAFT_VERSIONS
from app.core.projections.usage import USAGE, usage_of
from app.core.statements import Statement

# Events about one version of a draft that need that version's row; the others leave it alone.
_NEEDS_VERSION: Final = frozenset({EventName.DRAFT_CRITICISED, EventName.DRAFT_SELECTED})
_BEGINNINGS: Final = frozenset({
    EventName.MESSAGE_RECEIVED, EventName.ORDER_CREATED, EventName.REFUND_REQUESTED,
    EventName.MANDATE_REQUESTED, EventName.TRANSFER_POSTED,
    EventName.SUBSCRIPTION_STARTED,
})  # fmt: skip
_VERSIONS: Final = """
    SELECT v.* FROM draft_versions v
    JOIN unnest($1::uuid[], $2::bigint[]) AS wanted(draft_id, version)
      ON v.draft_id = wanted.draft_id AND v.version = wanted.version
"""


@dataclass
class Known:
    """What one writer remembers of the streams it wrote, to spare asking; only for its own use.

    It may be out of date: then the database refuses what is written upon it (``stream_moved``).
    """

    heads: Heads = field(default_factory=dict)
    rows: dict[UUID, Row] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.heads)

    def forget(self) -> None:
        """Ask again from now on: after a conflict, or a transaction that was not committed."""
        self.heads, self.rows = {}, {}


async def record(
    session: AsyncSession,
    tenant_id: UUID,
    clock: Clock,
    events: Sequence[NewEvent],
    expected: Mapping[UUID, int] | None = None,
    *,
    known: Known | None = None,
    operational: Mapping[UUID, Mapping[str, Any]] | None = None,
    also: Sequence[Statement] = (),
) -> list[StoredEvent]:
    """Append events and write the rows they change, in this transaction.

    Rows of existing streams are locked first, so of two decisions on one draft the second sees the
    first; those of ``known`` streams are neither locked nor read.

    Args:
        session: a transaction of the tenant (:meth:`app.core.database.Database.transaction`).
        tenant_id: whose streams.
        clock: gives every event of the batch the same instant.
        events: in the order they happened, for any number of streams.
        expected: see :meth:`app.core.event_store.EventStore.link`.
        known: of an earlier call in the same or a committed transaction; moves along.
        operational: columns that change without an event, for rows that this call writes.
        also: writes to other tables, for the same message to the server.

    Raises:
        Conflict: ``stream_moved``, or a code of :func:`app.core.projections.apply`; roll back.
        NotFound: the kind of the stream (``turn``, ``draft``, ``order`` …) when an event follows on
            one that this tenant does not have.
    """
    if not events:
        return []
    known = known if known is not None else Known()
    store = EventStore(session, tenant_id, clock)
    known.rows |= await _load(session, events, known)
    rows, before = dict(known.rows), dict(known.rows)
    fresh = {event.stream_id for event in events if _is_first(event)} - known.heads.keys()
    named = {event.stream_id for event in events} | set(expected or {})
    asked = named - fresh - known.heads.keys()
    heads = known.heads | (await store.heads(asked) if asked else {})
    batch = store.link(events, heads, expected)
    for event in batch.events:
        if event.stream_kind not in BY_KIND:
            continue
        row = apply(rows.get(event.stream_id), event)
        if row is None:
            kind = event.stream_kind
            raise NotFound(kind, detail=f"this business has no {kind} of that id")
        rows[event.stream_id] = row
    saved = _saving(batch.events, before, rows, operational or {})
    stored = await store.write(batch, [*saved, *also])
    known.heads, known.rows = heads, rows
    return stored


def _begins(event: NewEvent) -> bool:
    """Whether the event makes its row anew, so that there is none to read."""
    return _is_first(event) or event.name is EventName.QUESTION_ASKED


def _is_first(event: NewEvent) -> bool:
    """Whether the event can only be the first of its stream; a question may be asked again."""
    if event.name is EventName.DRAFT_WRITTEN:
        return bool(event.payload["version"] == 1)
    return event.name in _BEGINNINGS


async def _load(session: AsyncSession, events: Sequence[NewEvent], known: Known) -> dict[UUID, Row]:
    """The rows of the streams that exist already, locked in a fixed order, by stream."""
    first: dict[UUID, NewEvent] = {}
    for event in events:
        if event.stream_id not in known.rows:
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


def _saving(
    stored: Sequence[StoredEvent],
    before: dict[UUID, Row],
    rows: dict[UUID, Row],
    operational: Mapping[UUID, Mapping[str, Any]],
) -> list[Statement]:
    kinds = {event.stream_id: event.stream_kind for event in stored}
    statements: list[Statement] = []
    for stream_id, kind in kinds.items():
        if kind not in BY_KIND:
            continue
        row = rows[stream_id]
        statements.append(BY_KIND[kind].saving(row, operational.get(stream_id)))
        if kind == "draft":
            statements += map(DRAFT_VERSIONS.saving, _changed_versions([row], before))
    used = {row["id"]: row for row in map(usage_of, stored) if row is not None}
    return [*statements, *map(USAGE.saving, used.values())]


def _changed_versions(drafts: Sequence[Row], before: dict[UUID, Row]) -> list[Row]:
    return [
        version
        for row in drafts
        for number, version in row["versions"].items()
        if before.get(row["id"], {}).get("versions", {}).get(number) is not version
    ]
