"""Telling her that half, most or all of a month's budget is used: once each in a month.

The row in ``budget_alerts`` is the claim: whoever writes it tells her, and the job that tells other
systems commits with it. A turn that has to be run again finds its own claim and says it once more.
"""

from collections.abc import AsyncIterator
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.limits import Limits, read_limits
from agents.economics.months import Month
from agents.events import Event, ReplySent
from agents.turn import Turn
from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.job_queue import enqueue
from app.core.variants import Variant
from integrations.languages.formats import rupees
from integrations.languages.messages import text

MARKS: Final = (50, 80, 100)
JOB: Final = "economics.budget_alert"
_FULL: Final = 100

_SPENT: Final = "SELECT spent_paise FROM budget_periods WHERE tenant_id = $1 AND period = $2"
_CLAIM: Final = """
    INSERT INTO budget_alerts AS a (tenant_id, period, percent, turn_id, sent_at)
    SELECT $1, $2, percent, $3, $4 FROM unnest($5::bigint[]) AS percent ORDER BY percent
    ON CONFLICT (tenant_id, period, percent) DO UPDATE SET turn_id = a.turn_id
    WHERE a.turn_id = excluded.turn_id
    RETURNING percent, sent_at = $4 AS fresh
"""


async def tell_of_budget(turn: Turn) -> AsyncIterator[Event]:
    """One line when what the turn spent crosses a mark; nothing is asked where nothing was paid."""
    if not turn.spending.total:
        return
    services, tenant = turn.services, turn.request.tenant_id
    period = Month.of(services.clock.now()).name
    async with services.database.transaction(tenant) as session:
        limits = await read_limits(session, tenant, services.settings, services.clock)
        before = await spent_in(session, tenant, period)
        spent = before + turn.spending.spent
        marks = marks_reached(spent, limits)
        told = await claim(session, services.clock, tenant, turn.id, period, marks)
    if told:
        said = alert_text(max(told), spent, limits.in_force or 0, turn.talk)
        yield turn.note(ReplySent(**turn.ids, key=None, text=said, kind="noted", level="info"))


def marks_reached(spent_paise: int, limits: Limits) -> list[int]:
    """The marks that the month's spending has come to."""
    limit = limits.in_force
    if not limit:
        return []
    return [mark for mark in MARKS if spent_paise * _FULL >= limit * mark]


async def spent_in(session: AsyncSession, tenant_id: UUID, period: str) -> int:
    """What is counted as spent in a month or day."""
    connection = await driver_connection(session)
    return int(await connection.fetchval(_SPENT, tenant_id, period) or 0)


async def claim(
    session: AsyncSession, clock: Clock, tenant_id: UUID, turn_id: UUID, period: str,
    marks: list[int],
) -> list[int]:  # fmt: skip
    """Of these marks those that are for this turn to tell; the others were told before."""
    if not marks:
        return []
    connection = await driver_connection(session)
    rows = await connection.fetch(_CLAIM, tenant_id, period, turn_id, clock.now(), marks)
    for row in rows:
        if row["fresh"]:
            payload = {"tenant": str(tenant_id), "period": period, "percent": row["percent"]}
            key = f"{JOB}:{tenant_id}:{period}:{row['percent']}"
            await enqueue(session, clock, JOB, payload, key=key)
    return [row["percent"] for row in rows]


def alert_id(tenant_id: UUID, period: str, percent: int) -> UUID:
    """The name of an alert, the same however often it is sent."""
    return uuid5(tenant_id, f"budget:{period}:{percent}")


def alert_text(percent: int, spent: int, limit: int, talk: Variant) -> str:
    """The sentence of an alert."""
    most = rupees(limit, talk)
    if percent >= _FULL:
        return text(talk, "usage.alert.full", limit=most)
    return text(talk, "usage.alert.part", percent=percent, spent=rupees(spent, talk), limit=most)
