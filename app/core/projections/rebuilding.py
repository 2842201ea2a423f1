"""Rebuilding a tenant's rows from its events, and erasing streams for good."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import driver_connection
from app.core.event_store import COLUMNS, read_row
from app.core.ids import uuid_as_text
from app.core.projections.applying import apply
from app.core.projections.row import Row
from app.core.projections.tables import BY_KIND, DRAFT_VERSIONS, Projected
from app.core.projections.usage import COUNTED, USAGE, usage_of

_EVENTS: Final = (
    f"SELECT {COLUMNS} FROM events WHERE stream_kind = ANY($1::text[]) "  # noqa: S608
    "ORDER BY stream_id, version"
)
_BATCH_ROWS: Final = 500

Rows = dict[tuple[str, ...], Row]


@dataclass
class Rebuild:
    """What a rebuild found; ``differences`` is JSON-able and empty when all rows are right."""

    compared: dict[str, int] = field(default_factory=dict)
    differences: list[dict[str, Any]] = field(default_factory=list)
    repaired: bool = False

    def as_json(self) -> dict[str, Any]:
        """The report as one JSON object."""
        return {
            "equal": not self.differences,
            "compared": self.compared,
            "differences": self.differences,
            "repaired": self.repaired,
        }


async def rebuild(session: AsyncSession, *, repair: bool = False) -> Rebuild:
    """Replay every event of the transaction's tenant and compare the rows as JSON by id.

    Args:
        session: a transaction of one tenant.
        repair: also write the rows that differ, and remove those that no event explains.
    """
    connection = await driver_connection(session)
    expected = await _replay(connection)
    report = Rebuild(repaired=repair)
    for table, rows in expected:
        actual = await _stored(connection, table)
        report.compared[table.name] = len(rows.keys() | actual.keys())
        wrong = [key for key in rows if _spelled(table, rows[key]) != _shown(table, actual, key)]
        surplus = [key for key in actual if key not in rows]
        for key in [*wrong, *surplus]:
            report.differences.append(_difference(table, key, rows.get(key), actual.get(key)))
        if repair:
            await _delete(connection, table, surplus)
            await table.save(connection, [rows[key] for key in wrong])
    return report


async def erase(session: AsyncSession, stream_ids: Sequence[UUID]) -> int:
    """Erase what streams hold: payloads and salts, and the rows derived from them.

    The chain keeps verifying over the digests. What calls of models cost stays: it is money, and
    holds no words. Cannot be undone.

    Returns:
        How many events were erased.
    """
    connection = await driver_connection(session)
    ids = list(stream_ids)
    erased = await connection.fetch(
        "UPDATE events SET payload = NULL, salt = NULL "
        "WHERE stream_id = ANY($1::uuid[]) AND salt IS NOT NULL AND name <> ALL($2::text[]) "
        "RETURNING position",
        ids,
        sorted(COUNTED),
    )
    await connection.execute("DELETE FROM draft_versions WHERE draft_id = ANY($1::uuid[])", ids)
    for table in BY_KIND.values():
        await connection.execute(
            f"DELETE FROM {table.name} WHERE id = ANY($1::uuid[])",  # noqa: S608
            ids,
        )
    return len(erased)


async def _replay(connection: Any) -> list[tuple[Projected, Rows]]:
    """Every row as the events say it, table by table."""
    streams: dict[UUID, Row] = {}
    kinds: dict[UUID, str] = {}
    used: Rows = {}
    async for found in connection.cursor(_EVENTS, list(BY_KIND), prefetch=_BATCH_ROWS):
        event = read_row(found)
        row = apply(streams.get(event.stream_id), event)
        if row is not None:
            streams[event.stream_id] = row
            kinds[event.stream_id] = event.stream_kind
        if (call := usage_of(event)) is not None:
            used[_key(USAGE, call)] = call
    tables: list[tuple[Projected, Rows]] = [
        (table, {_key(table, row): row for id_, row in streams.items() if kinds[id_] == kind})
        for kind, table in BY_KIND.items()
    ]
    versions = [version for row in streams.values() for version in row.get("versions", {}).values()]
    tables.append((DRAFT_VERSIONS, {_key(DRAFT_VERSIONS, row): row for row in versions}))
    tables.append((USAGE, used))
    return tables


async def _stored(connection: Any, table: Projected) -> Rows:
    query = f"SELECT {', '.join(table.columns)} FROM {table.name}"  # noqa: S608
    return {_key(table, row): dict(row) for row in await connection.fetch(query)}


async def _delete(connection: Any, table: Projected, keys: Sequence[tuple[str, ...]]) -> None:
    condition = " AND ".join(f"{name}::text = ${n}" for n, name in enumerate(table.key, start=1))
    for key in keys:
        await connection.execute(f"DELETE FROM {table.name} WHERE {condition}", *key)  # noqa: S608


def _key(table: Projected, row: Any) -> tuple[str, ...]:
    return tuple(str(row[name]) for name in table.key)


def _spelled(table: Projected, row: Row) -> dict[str, Any]:
    """The row as JSON: what it would look like in an export."""
    spelled: dict[str, Any] = orjson.loads(
        orjson.dumps({name: row[name] for name in table.columns}, uuid_as_text)
    )
    return spelled


def _shown(table: Projected, rows: Rows, key: tuple[str, ...]) -> dict[str, Any] | None:
    return _spelled(table, rows[key]) if key in rows else None


def _difference(
    table: Projected, key: tuple[str, ...], expected: Row | None, actual: Row | None
) -> dict[str, Any]:
    """One row that differs, with both values of each column that does."""
    events = _spelled(table, expected) if expected else {}
    stored = _spelled(table, actual) if actual else {}
    return {
        "table": table.name,
        "id": "/".join(key),
        "missing": actual is None,
        "surplus": expected is None,
        "columns": {
            name: {"events": events.get(name), "row": stored.get(name)}
            for name in table.columns
            if expected and actual and events.get(name) != stored.get(name)
        },
    }
