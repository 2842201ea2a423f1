"""Reading the ledger of usage: what a skill's tasks cost before, and whether it is right.

Rows are written by ``app.core.projections.record`` with the events they come from, and by nothing
else; ``events rebuild`` compares them.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.cost_predictor import Done
from app.core.database import driver_connection

LOOKED_AT: Final = 60
"""So many of a skill's last tasks say what the next one costs."""

_HISTORY: Final = """
    WITH tasks AS (
        SELECT turn_id, sum(input_tokens) AS sent, sum(output_tokens) AS written,
               sum(paise) AS paise, max(called_at) AS at
        FROM usage
        WHERE tenant_id = $1 AND skill = $2 AND kind = 'model' AND called_at >= $3
        GROUP BY turn_id ORDER BY max(called_at) DESC LIMIT $4
    )
    SELECT t.sent::bigint, t.written::bigint, t.paise::bigint, coalesce((
        SELECT (e.payload->>'prompt_chars')::bigint FROM events e
        WHERE e.tenant_id = $1 AND e.turn_id = t.turn_id AND e.name = 'cost.quoted'
        ORDER BY e.position DESC LIMIT 1
    ), 0) AS prompt_chars
    FROM tasks t ORDER BY t.at DESC
"""
_SUMS: Final = """
    SELECT (SELECT coalesce(sum((payload->>'paise')::bigint), 0) FROM events
            WHERE tenant_id = $1 AND name = 'model.called'
              AND recorded_at >= $2 AND recorded_at < $3)::bigint AS in_events,
           (SELECT coalesce(sum(paise), 0) FROM usage
            WHERE tenant_id = $1 AND called_at >= $2 AND called_at < $3)::bigint AS in_ledger
"""
_SPENT: Final = """
    SELECT coalesce(sum(paise), 0)::bigint FROM usage WHERE tenant_id = $1 AND turn_id = $2
"""


@dataclass(frozen=True, slots=True)
class Sums:
    """What a stretch of time cost, in paise, as the events say it and as the ledger says it."""

    in_events: int
    in_ledger: int


async def history_of(
    session: AsyncSession, tenant_id: UUID, skill: str, since: datetime
) -> list[Done]:
    """What the skill's last paid tasks took, the newest first."""
    connection = await driver_connection(session)
    rows = await connection.fetch(_HISTORY, tenant_id, skill, since, LOOKED_AT)
    return [Done(*row) for row in rows]


async def sums(session: AsyncSession, tenant_id: UUID, begin: datetime, end: datetime) -> Sums:
    """The two sums of ``[begin, end)``."""
    connection = await driver_connection(session)
    return Sums(*await connection.fetchrow(_SUMS, tenant_id, begin, end))


async def spent_on(session: AsyncSession, tenant_id: UUID, turn_id: UUID) -> int:
    """What a turn cost so far, in all its runs."""
    connection = await driver_connection(session)
    return int(await connection.fetchval(_SPENT, tenant_id, turn_id))
