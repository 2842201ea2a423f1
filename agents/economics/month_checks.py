"""What a month is compared with: every sum made in two ways, and every paisa between them counted.

The ledger of usage, the events it is projected from, what the counters of the budget hold, what was
settled for each turn, what each turn told her it cost, the bills and the postings in the books. A
turn that still runs has its money set aside and is left out until it is settled.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.reports import MonthUsage, Part
from app.core.database import driver_connection

# Each entry is compared with the event it came from: two that are wrong by the same sum in opposite
# ways would hide behind a total.
_AGAINST_EVENTS: Final = """
    WITH said AS (
        SELECT payload->>'call_id' AS call_id, (payload->>'paise')::bigint AS paise, recorded_at
        FROM events WHERE tenant_id = $1 AND name = 'model.called' AND payload IS NOT NULL
          AND recorded_at >= $2 AND recorded_at < $3
    ), kept AS (
        SELECT id::text AS call_id, paise FROM usage
        WHERE tenant_id = $1 AND kind = 'model' AND called_at >= $2 AND called_at < $3
    )
    SELECT coalesce(sum(kept.paise), 0)::bigint AS one,
           coalesce(sum(said.paise), 0)::bigint AS other,
           coalesce(sum(abs(coalesce(kept.paise, 0) - coalesce(said.paise, 0))), 0)::bigint AS apart
    FROM kept FULL OUTER JOIN said USING (call_id)
"""
# The counter of the month, and those of its days, against what was settled under them; what they
# hold as set aside, against the reservations that are held.
_COUNTERS: Final = """
    WITH counted AS (
        SELECT period, spent_paise, reserved_paise FROM budget_periods
        WHERE tenant_id = $1 AND (period = $2 OR period LIKE $2 || '-__')
    ), settled AS (
        SELECT period, sum(coalesce(r.settled_paise, 0)) AS spent,
               sum(CASE r.status WHEN 'held' THEN r.paise ELSE 0 END) AS held
        FROM budget_reservations r, unnest(r.periods) AS period
        WHERE r.tenant_id = $1 AND (period = $2 OR period LIKE $2 || '-__')
        GROUP BY period
    )
    SELECT coalesce(sum(spent_paise) FILTER (WHERE period = $2), 0)::bigint AS one,
           coalesce(sum(spent) FILTER (WHERE period = $2), 0)::bigint AS other,
           coalesce(sum(abs(coalesce(spent_paise, 0) - coalesce(spent, 0))
                      + abs(coalesce(reserved_paise, 0) - coalesce(held, 0))), 0)::bigint AS apart
    FROM counted FULL OUTER JOIN settled USING (period)
"""
# A turn's reservations are settled together with its calls; one that spans midnight counts in the
# month that granted it, so turns are compared whole.
_SETTLED: Final = """
    WITH turns AS (
        SELECT DISTINCT turn_id FROM usage
        WHERE tenant_id = $1 AND paise > 0 AND called_at >= $2 AND called_at < $3
        UNION
        SELECT turn_id FROM budget_reservations
        WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3
    ), settled AS (
        SELECT turn_id, sum(coalesce(settled_paise, 0)) AS paise FROM budget_reservations
        JOIN turns USING (turn_id) WHERE tenant_id = $1
        GROUP BY turn_id
    ), paid AS (
        SELECT turn_id, sum(paise) AS paise FROM usage JOIN turns USING (turn_id)
        WHERE tenant_id = $1 GROUP BY turn_id
    )
    SELECT coalesce(sum(settled.paise), 0)::bigint AS one,
           coalesce(sum(paid.paise), 0)::bigint AS other,
           coalesce(sum(abs(coalesce(settled.paise, 0) - coalesce(paid.paise, 0))), 0)::bigint
               AS apart
    FROM turns LEFT JOIN settled USING (turn_id) LEFT JOIN paid USING (turn_id)
    WHERE NOT EXISTS (SELECT FROM budget_reservations r
                      WHERE r.tenant_id = $1 AND r.turn_id = turns.turn_id AND r.status = 'held')
"""
# What she was told a turn cost, which may have settled more than once: the last time counts.
_TURNS: Final = """
    WITH told AS (
        SELECT DISTINCT ON (turn_id) turn_id, recorded_at,
               coalesce((payload->>'actual_paise')::bigint, 0) AS paise
        FROM events WHERE tenant_id = $1 AND name = 'turn.settled' AND payload IS NOT NULL
          AND recorded_at >= $2 AND recorded_at < $3
        ORDER BY turn_id, position DESC
    ), paid AS (
        SELECT u.turn_id, sum(u.paise) AS paise FROM usage u JOIN told USING (turn_id)
        WHERE u.tenant_id = $1 AND u.called_at <= told.recorded_at GROUP BY u.turn_id
    )
    SELECT coalesce(sum(told.paise), 0)::bigint AS one,
           coalesce(sum(paid.paise), 0)::bigint AS other,
           coalesce(sum(abs(told.paise - coalesce(paid.paise, 0))), 0)::bigint AS apart
    FROM told LEFT JOIN paid USING (turn_id)
"""
_POSTED: Final = """
    SELECT coalesce(sum(CASE WHEN code LIKE 'invoice.%' THEN amount_paise
                             WHEN code LIKE 'credit.%' THEN -amount_paise END), 0)::bigint
    FROM ledger_transfers WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3
"""


@dataclass(frozen=True, slots=True)
class Check:
    """Two ways to one sum; ``difference_paise`` counts every entry that is wrong, never netted."""

    name: str
    left_paise: int
    right_paise: int
    difference_paise: int

    def as_mapping(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


async def month_checks(
    session: AsyncSession,
    tenant_id: UUID,
    usage: MonthUsage,
    lines: Sequence[Mapping[str, Any]],
    bills: Sequence[Mapping[str, Any]],
) -> tuple[Check, ...]:
    """Every comparison of a month; ``lines`` is the ledger, ``bills`` the rows of its bills."""
    connection = await driver_connection(session)
    month = usage.month
    between = (tenant_id, month.begin, month.end)
    posted = await connection.fetchval(_POSTED, *between)
    parts = (("days", usage.days), ("skills", usage.skills), ("providers", usage.providers))
    compared = (
        ("events", _AGAINST_EVENTS, between),
        ("counters", _COUNTERS, (tenant_id, month.name)),
        ("settled", _SETTLED, between),
        ("turns", _TURNS, between),
    )
    return (
        *(_parts(name, found, usage) for name, found in parts),
        _check("ledger", usage.spent_paise, sum(line["paise"] for line in lines)),
        *[Check(name, *await connection.fetchrow(query, *what)) for name, query, what in compared],
        _bills_printed(bills),
        _check("books", sum(signed(r["kind"], r["total_paise"]) for r in bills), posted),
    )


def signed(kind: str, paise: int) -> int:
    """What a bill adds to a sum; a credit note takes away."""
    return -paise if kind == "credit_note" else paise


def _check(name: str, left: int, right: int) -> Check:
    return Check(name, left, right, abs(left - right))


def _parts(name: str, parts: Sequence[Part], usage: MonthUsage) -> Check:
    return _check(name, sum(part.paise for part in parts), usage.spent_paise)


def _bills_printed(bills: Sequence[Mapping[str, Any]]) -> Check:
    apart = sum(abs(row["total_paise"] - row["printed_paise"]) for row in bills)
    left = sum(signed(row["kind"], row["total_paise"]) for row in bills)
    right = sum(signed(row["kind"], row["printed_paise"]) for row in bills)
    return Check("bills", left, right, apart)
