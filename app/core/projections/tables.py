"""How projected rows are read and written: plain SQL on the driver, built once from the models."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import orjson
from sqlalchemy import Table
from sqlalchemy.dialects.postgresql import JSONB

from app.core.ids import uuid_as_text
from app.core.projections.row import Row
from app.core.statements import Statement
from app.core.tables import (
    Base,
    Draft,
    DraftVersion,
    LedgerTransfer,
    Mandate,
    PaymentOrder,
    Question,
    Refund,
    Subscription,
    Turn,
)

OPERATIONAL: Final = frozenset({"lease_until", "runner_id", "next_check_at", "checks", "due_at"})
"""Columns that change without an event."""


@dataclass(frozen=True)
class Projected:
    """One projected table: its columns in order, which are JSON, its key, and its upsert."""

    name: str
    columns: tuple[str, ...]
    key: tuple[str, ...]
    json_columns: frozenset[str]
    upsert: str

    @classmethod
    def of(cls, model: type[Base]) -> "Projected":
        """Read it off the model."""
        table = model.__table__
        assert isinstance(table, Table)  # noqa: S101 (narrows a union for the type checker)
        columns = tuple(c.name for c in table.columns if c.name not in OPERATIONAL)
        key = tuple(column.name for column in table.primary_key.columns)
        upsert = _upsert(table.name, columns, key)
        json_columns = frozenset(c.name for c in table.columns if isinstance(c.type, JSONB))
        return cls(table.name, columns, key, json_columns, upsert)

    def values(self, row: Row) -> list[Any]:
        """The row as parameters of ``upsert``."""
        return [
            orjson.dumps(row[name], uuid_as_text).decode()
            if name in self.json_columns and row[name] is not None
            else row[name]
            for name in self.columns
        ]

    async def save(self, connection: Any, rows: Iterable[Row]) -> None:
        """Write rows over whatever was there."""
        await connection.executemany(self.upsert, [self.values(row) for row in rows])

    def saving(self, row: Row, operational: Mapping[str, Any] | None = None) -> Statement:
        """The write of a row over whatever was there, with ``operational`` columns if any."""
        values = self.values(row)
        if not operational:
            return Statement(self.upsert, tuple(values))
        names = (*self.columns, *operational)
        return Statement(_upsert(self.name, names, self.key), (*values, *operational.values()))


@cache
def _upsert(table: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    marks = ", ".join(f"${number}" for number in range(1, len(columns) + 1))
    updates = ", ".join(f"{name} = excluded.{name}" for name in columns if name not in key)
    return (
        f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks}) "  # noqa: S608
        f"ON CONFLICT ({', '.join(key)}) DO UPDATE SET {updates}"
    )


TURNS: Final = Projected.of(Turn)
QUESTIONS: Final = Projected.of(Question)
DRAFTS: Final = Projected.of(Draft)
DRAFT_VERSIONS: Final = Projected.of(DraftVersion)

BY_KIND: Final[dict[str, Projected]] = {
    "turn": TURNS,
    "question": QUESTIONS,
    "draft": DRAFTS,
    "order": Projected.of(PaymentOrder),
    "refund": Projected.of(Refund),
    "mandate": Projected.of(Mandate),
    "transfer": Projected.of(LedgerTransfer),
    "subscription": Projected.of(Subscription),
}
