"""What she told us of her shop: each fact with her words, where they came from, and when.

Nothing is overwritten: a new value supersedes the old one, which stays as history with its date.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import InputError
from app.core.ids import uuid7
from app.core.statements import Statement

FIELDS: Final = frozenset(
    {
        "address",
        "area",
        "audience",
        "business_name",
        "category",
        "city",
        "closed_on",
        "gstin",
        "hours",
        "languages",
        "owner_name",
        "phone",
        "price_range",
        "products",
        "state",
        "tone",
        "usp",
        "vpa",
        "website",
    }
)
"""Every field a fact can have; skills and templates know the same ones."""

_COLUMNS: Final = "field, value, said, source_kind, source_id, observed_at"
_LOAD: Final = f"""
    SELECT {_COLUMNS} FROM foundation_facts WHERE tenant_id = $1 AND superseded_at IS NULL
"""  # noqa: S608  only the constant above
_HISTORY: Final = f"""
    SELECT {_COLUMNS} FROM foundation_facts WHERE tenant_id = $1 AND field = $2
    ORDER BY observed_at, id
"""  # noqa: S608
_MADE_BY: Final = """
    SELECT field FROM foundation_facts
    WHERE tenant_id = $1 AND superseded_at IS NULL AND source_id = ANY($2::text[]) ORDER BY field
"""
_BEFORE: Final = f"""
    SELECT {_COLUMNS} FROM foundation_facts
    WHERE tenant_id = $1 AND field = $2 AND superseded_at = (
        SELECT min(observed_at) FROM foundation_facts
        WHERE tenant_id = $1 AND field = $2 AND source_id = ANY($3::text[])
    )
    ORDER BY observed_at DESC, id DESC LIMIT 1
"""  # noqa: S608
_SUPERSEDE: Final = """
    UPDATE foundation_facts SET superseded_at = $3
    WHERE tenant_id = $1 AND field = $2 AND superseded_at IS NULL
"""
_INSERT: Final = """
    INSERT INTO foundation_facts
        (id, tenant_id, field, value, said, source_kind, source_id, observed_at)
    VALUES ($1, $2, $3, $4::jsonb, $5, $6, $7, $8)
"""


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact. ``said`` are her words; ``source_id`` the turn or question they came with."""

    field: str
    value: Any
    said: str | None
    source_kind: str
    source_id: str | None
    observed_at: datetime


class Foundation(Mapping[str, Fact]):
    """The facts in force, by field."""

    def __init__(self, facts: Iterable[Fact] = ()) -> None:
        self._facts = {fact.field: fact for fact in facts}

    def __getitem__(self, field: str) -> Fact:
        return self._facts[field]

    def __iter__(self) -> Iterator[str]:
        return iter(self._facts)

    def __len__(self) -> int:
        return len(self._facts)

    def value(self, field: str) -> Any:
        """The value of a field, None when she has not told it."""
        fact = self._facts.get(field)
        return fact.value if fact else None

    def plain(self) -> dict[str, Any]:
        """Only the values, by field."""
        return {field: fact.value for field, fact in self._facts.items()}

    def with_facts(self, facts: Iterable[Fact]) -> "Foundation":
        """The same facts with these ones in place of the old ones of their fields."""
        return Foundation([*self._facts.values(), *facts])


def facts_in_force(tenant_id: UUID) -> Statement:
    """To read the facts of a business; :func:`foundation_of` takes the rows."""
    return Statement(_LOAD, (tenant_id,))


def foundation_of(rows: Iterable[Sequence[Any]]) -> Foundation:
    """Stored facts put together."""
    return Foundation(Fact(*row) for row in rows)


class FoundationStore:
    """The facts of one business, inside a transaction scoped to it."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock

    async def load(self) -> Foundation:
        """The facts in force."""
        connection = await driver_connection(self._session)
        query = facts_in_force(self._tenant_id)
        return foundation_of(await connection.fetch(query.sql, *query.arguments))

    async def history(self, field: str) -> list[Fact]:
        """Every value the field ever had, oldest first; the last one is in force."""
        connection = await driver_connection(self._session)
        rows = await connection.fetch(_HISTORY, self._tenant_id, field)
        return [Fact(*row) for row in rows]

    async def made_by(self, sources: Iterable[UUID | str]) -> list[str]:
        """The fields whose fact in force came from one of these turns or questions."""
        connection = await driver_connection(self._session)
        rows = await connection.fetch(_MADE_BY, self._tenant_id, [str(each) for each in sources])
        return [row["field"] for row in rows]

    async def before(self, field: str, sources: Iterable[UUID | str]) -> Fact | None:
        """The fact that those of these turns or questions took the place of."""
        connection = await driver_connection(self._session)
        own = [str(each) for each in sources]
        row = await connection.fetchrow(_BEFORE, self._tenant_id, field, own)
        return Fact(*row) if row else None

    async def withdraw(self, field: str) -> None:
        """Know nothing of the field any more; what it was stays as history."""
        connection = await driver_connection(self._session)
        await connection.execute(_SUPERSEDE, self._tenant_id, field, self._clock.now())

    async def put(
        self,
        field: str,
        value: Any,
        said: str | None = None,
        source_kind: str = "said",
        source_id: UUID | str | None = None,
    ) -> Fact:
        """Keep a fact; the value it had before stays as history. The same value changes nothing.

        Raises:
            InputError: ``unknown_fact`` when there is no such field.
        """
        if field not in FIELDS:
            raise InputError(
                "unknown_fact",
                params={"field": field},
                detail=f"no fact is called {field!r}; use one of {', '.join(sorted(FIELDS))}",
            )
        current = (await self.load()).get(field)
        if current is not None and current.value == value:
            return current
        source = str(source_id) if source_id is not None else None
        fact = Fact(field, value, said, source_kind, source, self._clock.now())
        connection = await driver_connection(self._session)
        await connection.execute(_SUPERSEDE, self._tenant_id, field, fact.observed_at)
        await connection.execute(
            _INSERT,
            uuid7(),
            self._tenant_id,
            field,
            orjson.dumps(value).decode(),
            said,
            source_kind,
            source,
            fact.observed_at,
        )
        return fact
