"""Several statements as one message to PostgreSQL, which costs a process more than its content."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
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
    arguments: list[Any] = []
    parts: list[str] = []
    for number, query in enumerate(queries):
        rows = f"part{number}"
        sql = _shifted(query.sql, len(arguments))
        parts.append(f"ARRAY(SELECT {rows} FROM ({sql}) AS {rows})")  # noqa: S608 (our own)
        arguments += query.arguments
    found = await connection.fetchrow(f"SELECT {', '.join(parts)}", *arguments)
    return [list(rows) for rows in found]


def _shifted(sql: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"${int(mark[1]) + by}", sql) if by else sql
