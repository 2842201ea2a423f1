"""Several statements as one message to PostgreSQL, which costs a process more than its content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

_MARK: Final = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One statement with its arguments, ``$1`` being the first."""

    sql: str
    arguments: tuple[Any, ...]


def together(answering: Statement, others: Sequence[Statement]) -> Statement:
    """Writes as one statement that answers with what ``answering`` RETURNs.

    The parts see the tables as they were before: none may touch a row that another one writes.
    """
    if not others:
        return answering
    arguments: list[Any] = []
    parts: list[str] = []
    for number, statement in enumerate((answering, *others)):
        parts.append(f"part{number} AS ({_shifted(statement.sql, len(arguments))})")
        arguments += statement.arguments
    sql = f"WITH {', '.join(parts)} SELECT * FROM part0"  # noqa: S608 (our own statements)
    return Statement(sql, tuple(arguments))


async def fetch_together(connection: Any, queries: Sequence[Statement]) -> list[list[Any]]:
    """The rows of several SELECTs, asked at once; columns by place, since they lose their names."""
    arguments = [argument for query in queries for argument in query.arguments]
    shapes = tuple((query.sql, len(query.arguments)) for query in queries)
    found = await connection.fetchrow(_side_by_side(shapes), *arguments)
    return [list(rows) for rows in found]


@lru_cache(maxsize=64)  # the same few shapes, every turn
def _side_by_side(shapes: tuple[tuple[str, int], ...]) -> str:
    parts: list[str] = []
    before = 0
    for number, (sql, arguments) in enumerate(shapes):
        rows = f"part{number}"
        parts.append(f"ARRAY(SELECT {rows} FROM ({_shifted(sql, before)}) AS {rows})")  # noqa: S608 (our own)
        before += arguments
    return f"SELECT {', '.join(parts)}"


def _shifted(sql: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"${int(mark[1]) + by}", sql) if by else sql
