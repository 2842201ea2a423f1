"""Looking every minute at who spends: what the baseline needs, read from the ledger."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import text as sql
from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.anomalies import (
    HISTORY,
    WINDOW,
    DaySpent,
    Kind,
    Runaway,
    festive_days,
    find_runaway,
)
from app.core.clock import IST, Clock
from app.core.database import Database, driver_connection
from integrations.india.festival_calendar import FestivalCalendar
from memory.foundation_store import FoundationStore

# The dearest five minutes end with a call, so only those that do are summed.
_DAYS: Final = """
    WITH paid AS (
        SELECT called_at, paise, (called_at AT TIME ZONE 'Asia/Kolkata')::date AS day FROM usage
        WHERE tenant_id = $1 AND called_at >= $2 AND called_at <= $3 AND paise > 0
    ), rolling AS (
        SELECT day, paise, sum(paise) OVER (
            ORDER BY called_at RANGE BETWEEN INTERVAL '5 minutes' PRECEDING AND CURRENT ROW
        ) AS recent FROM paid
    )
    SELECT day, sum(paise)::bigint AS paise, max(recent)::bigint AS dearest
    FROM rolling GROUP BY day
"""
_RECENT: Final = """
    SELECT coalesce(sum(paise), 0)::bigint FROM usage
    WHERE tenant_id = $1 AND called_at > $2 AND called_at <= $3
"""


async def who_spends(database: Database, now: datetime) -> Sequence[UUID]:
    """The businesses for which a model was paid in the last five minutes."""
    async with database.transaction(None) as session:
        asked = sql("SELECT tenants_spending_since(:since)")
        return list(await session.scalars(asked, {"since": now - WINDOW}))


async def look_at(
    session: AsyncSession, tenant_id: UUID, clock: Clock, calendar: FestivalCalendar
) -> Runaway | None:
    """Whether the business's spending runs away at this moment."""
    now = clock.now()
    today = now.astimezone(IST).date()
    connection = await driver_connection(session)
    rows = await connection.fetch(_DAYS, tenant_id, now - HISTORY, now)
    recent = await connection.fetchval(_RECENT, tenant_id, now - WINDOW, now)
    known = await FoundationStore(session, tenant_id, clock).load()
    state = known.value("state")
    days = [DaySpent(row["day"], row["paise"], row["dearest"]) for row in rows]
    years = sorted({today.year - 1, today.year, today.year + 1})
    season = festive_days(calendar, state if isinstance(state, str) else None, years)
    return find_runaway(_before(days, today), today, _spent(days, today, recent), season)


def _before(days: Sequence[DaySpent], today: date) -> list[DaySpent]:
    return [each for each in days if each.day < today]


def _spent(days: Sequence[DaySpent], today: date, recent: int) -> Mapping[Kind, int]:
    whole = sum(each.paise for each in days if each.day == today)
    return {"burst": recent, "day": whole}
