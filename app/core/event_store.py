"""The event store: append-only streams with optimistic concurrency and a hash chain each.

Works inside a transaction of :class:`app.core.database.Database` and speaks to the driver directly:
a turn records a dozen events at once, and the ORM would cost more than the turn itself.
"""

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from asyncpg.exceptions import UniqueViolationError
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import Conflict, OurBug
from app.core.event_hash import GENESIS, SALT_BYTES, canonical, digest_of, hash_of
from app.core.event_names import TRANSIENT, EventName
from app.core.statements import Statement, together
from app.core.upcasters import upcast

COLUMNS: Final = (
    "position, stream_id, stream_kind, version, tenant_id, turn_id, conversation_id, name, schema, "
    "payload, salt, digest, previous_hash, hash, recorded_at"
)
_HEADS: Final = """
    SELECT DISTINCT ON (stream_id) stream_id, version, hash FROM events
    WHERE tenant_id = $1 AND stream_id = ANY($2::uuid[]) ORDER BY stream_id, version DESC
"""
_INSERT: Final = """
    INSERT INTO events (stream_id, stream_kind, version, tenant_id, turn_id, conversation_id, name,
                        schema, payload, salt, digest, previous_hash, hash, recorded_at)
    SELECT e.stream_id, e.stream_kind, e.version, $1, e.turn_id, e.conversation_id, e.name,
           e.schema, e.payload, e.salt, e.digest, e.previous_hash, e.hash, $2
    FROM unnest($3::uuid[], $4::text[], $5::bigint[], $6::uuid[], $7::uuid[], $8::text[],
                $9::bigint[], $10::jsonb[], $11::bytea[], $12::bytea[], $13::bytea[], $14::bytea[])
         WITH ORDINALITY AS e(stream_id, stream_kind, version, turn_id, conversation_id, name,
                              schema, payload, salt, digest, previous_hash, hash, nth)
    ORDER BY e.nth
    RETURNING position
"""


@dataclass(frozen=True, slots=True)
class NewEvent:
    """An event to record; ``payload`` is JSON (uuids and datetimes become text)."""

    name: EventName
    payload: dict[str, Any]
    stream_id: UUID
    stream_kind: str
    turn_id: UUID | None = None
    conversation_id: UUID | None = None
    schema: int = 1


@dataclass(frozen=True, slots=True)
class StoredEvent:
    """An event as recorded. ``payload`` is in the current schema, or None once erased."""

    position: int
    stream_id: UUID
    stream_kind: str
    version: int
    tenant_id: UUID
    turn_id: UUID | None
    conversation_id: UUID | None
    name: EventName
    schema: int
    payload: dict[str, Any] | None
    hash: bytes
    recorded_at: datetime


Heads = dict[UUID, tuple[int, bytes]]
"""The version and hash at which streams stand."""

NEW: Final = (0, GENESIS)
"""Where a stream stands that has no event yet."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Events linked to their streams, not yet stored (position 0), and what stores them."""

    events: list[StoredEvent]
    insert: Statement


class EventStore:
    """The streams of one tenant."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock

    async def heads(self, stream_ids: Iterable[UUID]) -> Heads:
        """Where streams stand; those that do not exist are left out."""
        connection = await driver_connection(self._session)
        rows = await connection.fetch(_HEADS, self._tenant_id, list(stream_ids))
        return {row["stream_id"]: (row["version"], row["hash"]) for row in rows}

    async def write(self, batch: Batch, also: Sequence[Statement] = ()) -> list[StoredEvent]:
        """Store linked events, and the rows that belong to them in the same message.

        Raises:
            Conflict: ``stream_moved`` when another transaction appended meanwhile; roll back.
        """
        connection = await driver_connection(self._session)
        whole = together(batch.insert, also)
        try:
            rows = await connection.fetch(whole.sql, *whole.arguments)
        except UniqueViolationError as error:
            if error.table_name != "events":
                raise
            raise _moved(batch.events[0].stream_id) from error
        positions = sorted(row["position"] for row in rows)
        return [_placed(event, at) for event, at in zip(batch.events, positions, strict=True)]

    async def read(self, stream_id: UUID) -> list[StoredEvent]:
        """One stream from its beginning."""
        return await self._select("stream_id = $2 ORDER BY version", stream_id)

    async def of_turn(self, turn_id: UUID) -> list[StoredEvent]:
        """Everything recorded for a turn, in the order it happened."""
        return await self._select("turn_id = $2 ORDER BY position", turn_id)

    async def of_conversation(self, conversation_id: UUID) -> list[StoredEvent]:
        """Everything recorded in a conversation, in the order it happened."""
        return await self._select("conversation_id = $2 ORDER BY position", conversation_id)

    async def _select(self, condition: str, value: UUID) -> list[StoredEvent]:
        connection = await driver_connection(self._session)
        query = f"SELECT {COLUMNS} FROM events WHERE tenant_id = $1 AND {condition}"  # noqa: S608
        return [read_row(row) for row in await connection.fetch(query, self._tenant_id, value)]

    def link(
        self, events: Sequence[NewEvent], heads: Heads, expected: Mapping[UUID, int] | None = None
    ) -> Batch:
        """The events chained to streams that stand at ``heads``, which move along.

        Args:
            events: in the order they happened, for any number of streams.
            heads: of every stream named, those that do not exist left out.
            expected: the version each named stream must stand at; 0 for one that must be new.

        Raises:
            Conflict: ``stream_moved`` when a stream does not stand where it is expected.
        """
        for stream_id, version in (expected or {}).items():
            if heads.get(stream_id, NEW)[0] != version:
                raise _moved(stream_id)
        now = self._clock.now()
        salts = os.urandom(SALT_BYTES * len(events))
        stored: list[StoredEvent] = []
        rows: list[tuple[Any, ...]] = []
        for index, event in enumerate(events):
            if event.name in TRANSIENT:
                raise OurBug("event_transient", detail=f"{event.name} is streamed, never stored")
            version, previous_hash = heads.get(event.stream_id, NEW)
            salt = salts[index * SALT_BYTES : (index + 1) * SALT_BYTES]
            spelled = canonical(event.payload)
            digest = digest_of(salt, spelled)
            link = hash_of(
                previous_hash=previous_hash,
                stream_id=event.stream_id,
                stream_kind=event.stream_kind,
                version=version + 1,
                tenant_id=self._tenant_id,
                turn_id=event.turn_id,
                conversation_id=event.conversation_id,
                name=event.name,
                schema=event.schema,
                recorded_at=now,
                digest=digest,
            )
            heads[event.stream_id] = (version + 1, link)
            rows.append(
                (event.stream_id, event.stream_kind, version + 1, event.turn_id,
                 event.conversation_id, event.name.value, event.schema, spelled.decode(), salt,
                 digest, previous_hash, link)
            )  # fmt: skip
            stored.append(
                StoredEvent(0, event.stream_id, event.stream_kind, version + 1, self._tenant_id,
                            event.turn_id, event.conversation_id, event.name, event.schema,
                            upcast(event.name, event.schema, orjson.loads(spelled)), link, now)
            )  # fmt: skip
        columns = (list(column) for column in zip(*rows, strict=True))
        return Batch(stored, Statement(_INSERT, (self._tenant_id, now, *columns)))


def read_row(row: Mapping[str, Any]) -> StoredEvent:
    """A row of ``events`` with its payload lifted to the current schema."""
    name = EventName(row["name"])
    payload = row["payload"]
    return StoredEvent(
        row["position"],
        row["stream_id"],
        row["stream_kind"],
        row["version"],
        row["tenant_id"],
        row["turn_id"],
        row["conversation_id"],
        name,
        row["schema"],
        None if payload is None else upcast(name, row["schema"], payload),
        row["hash"],
        row["recorded_at"],
    )


def _placed(event: StoredEvent, position: int) -> StoredEvent:
    return StoredEvent(
        position, event.stream_id, event.stream_kind, event.version, event.tenant_id,
        event.turn_id, event.conversation_id, event.name, event.schema, event.payload,
        event.hash, event.recorded_at,
    )  # fmt: skip


def _moved(stream_id: UUID) -> Conflict:
    return Conflict(
        "stream_moved",
        params={"stream_id": str(stream_id)},
        detail=f"somebody else recorded in {stream_id} first; read it again and decide anew",
    )
