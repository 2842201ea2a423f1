"""Several writes as one message to PostgreSQL: each a part of one statement, so all or none."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

_MARK: Final = re.compile(r"\$(\d+)")


@dataclass(frozen=True, slots=True)
class Statement:
    """One INSERT, UPDATE or DELETE with its arguments, ``$1`` being the first."""

    sql: str
    arguments: tuple[Any, ...]


def together(answering: Statement, others: Sequence[Statement]) -> Statement:
    """All of them as one statement that answers with what ``answering`` RETURNs.

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


def _shifted(sql: str, by: int) -> str:
    return _MARK.sub(lambda mark: f"${int(mark[1]) + by}", sql) if by else sql
