"""Nobody overspends: money is set aside before a paid task, and the rest given back after it.

Reserving, settling and giving back are one statement each. A month's and a day's counter carry the
limit they were granted under, and the table refuses what would go beyond it: however many processes
reserve at once, granted is at most the limit. Without the database nothing is granted.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from asyncpg.exceptions import CheckViolationError
from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.limits import Limits
from app.core.clock import IST, Clock
from app.core.database import Database, driver_connection
from app.core.errors import BudgetExceeded
from app.core.ids import uuid7

HELD_FOR: Final = timedelta(minutes=15)
"""A reservation nobody settled for so long belongs to a process that is gone."""

LONGEST_CALL: Final = timedelta(minutes=5)
"""No call is begun that could still run when its reservation has expired."""

# What is proposed is what is added: it is within the limit whenever the sum is. Rows are taken in
# the order of their names, so that no two statements wait for each other.
_RESERVE: Final = """
    WITH counted AS (
        INSERT INTO budget_periods AS p (
            tenant_id, period, reserved_paise, spent_paise, limit_paise
        )
        SELECT $1, w.period, $4, 0, w.most
        FROM unnest($5::text[], $6::bigint[]) AS w(period, most) ORDER BY w.period
        ON CONFLICT (tenant_id, period) DO UPDATE
        SET reserved_paise = p.reserved_paise + excluded.reserved_paise,
            limit_paise = excluded.limit_paise
        RETURNING p.period
    )
    INSERT INTO budget_reservations (
        id, tenant_id, turn_id, paise, status, settled_paise, periods, created_at, expires_at
    )
    SELECT $2, $1, $3, $4, 'held', NULL, array_agg(c.period ORDER BY c.period), $7, $8
    FROM counted c
"""
# Money that was spent is counted, also beyond what was set aside: the limit then only says that
# nothing more is granted.
_COUNT: Final = """
    ON CONFLICT (tenant_id, period) DO UPDATE
    SET reserved_paise = p.reserved_paise + excluded.reserved_paise,
        spent_paise = p.spent_paise + excluded.spent_paise,
        limit_paise = CASE
            WHEN p.reserved_paise + excluded.reserved_paise + p.spent_paise + excluded.spent_paise
                 <= p.limit_paise THEN p.limit_paise
        END
"""
_SETTLE: Final = f"""
    WITH old AS (
        SELECT r.id, r.tenant_id, r.periods, coalesce(r.settled_paise, 0) AS counted,
               CASE r.status WHEN 'held' THEN r.paise ELSE 0 END AS held
        FROM budget_reservations r
        WHERE r.tenant_id = $1 AND r.id = $2 AND r.status <> 'settled' FOR UPDATE
    ), done AS (
        UPDATE budget_reservations r SET status = 'settled', settled_paise = $3
        FROM old WHERE r.id = old.id
    )
    INSERT INTO budget_periods AS p (tenant_id, period, reserved_paise, spent_paise, limit_paise)
    SELECT old.tenant_id, period, -old.held, $3 - old.counted, NULL
    FROM old, unnest(old.periods) AS period ORDER BY period
    {_COUNT}
"""  # noqa: S608 (only the constant above)
# What the ledger knows of the task was spent, whoever held the money is gone.
_GIVE_BACK: Final = f"""
    WITH gone AS (
        UPDATE budget_reservations r
        SET status = 'expired', settled_paise = (
            SELECT coalesce(sum(u.paise), 0) FROM usage u
            WHERE u.tenant_id = r.tenant_id AND u.turn_id = r.turn_id
              AND u.called_at > r.created_at
        )
        WHERE r.tenant_id = $1 AND r.status = 'held' AND (r.expires_at <= $2 OR r.turn_id = $3)
        RETURNING r.tenant_id, r.paise, r.settled_paise, r.periods
    )
    INSERT INTO budget_periods AS p (tenant_id, period, reserved_paise, spent_paise, limit_paise)
    SELECT gone.tenant_id, period, -sum(gone.paise), sum(gone.settled_paise), NULL
    FROM gone, unnest(gone.periods) AS period GROUP BY gone.tenant_id, period ORDER BY period
    {_COUNT}
    RETURNING p.period
"""  # noqa: S608
_LEFT: Final = """
    SELECT period, reserved_paise + spent_paise AS taken FROM budget_periods
    WHERE tenant_id = $1 AND period = ANY($2::text[])
"""


@dataclass(frozen=True, slots=True)
class Reservation:
    """Money set aside for a task; ``paise`` is the most it may cost."""

    id: UUID
    paise: int
    expires_at: datetime

    def covers_calls_at(self, now: datetime) -> bool:
        """Whether a call begun now ends before the reservation can be given back."""
        return now < self.expires_at - LONGEST_CALL


@dataclass(frozen=True, slots=True)
class Enforcer:
    """The budgets of businesses, in the database."""

    database: Database
    clock: Clock

    async def reserve(
        self, tenant_id: UUID, turn_id: UUID, paise: int, limits: Limits
    ) -> Reservation:
        """Set money aside for a task.

        Raises:
            BudgetExceeded: ``budget_task``, ``budget_day``, ``budget_month`` or ``budget_plan``
                (her plan holds no more): nothing was taken.
            Unavailable: the database is away; nothing may be spent.
        """
        if paise <= 0:
            msg = "a reservation is of at least a paisa"
            raise ValueError(msg)
        if limits.task_paise is not None and paise > limits.task_paise:
            raise _exceeded("task", limits.task_paise, paise)
        try:
            return await self._take(tenant_id, turn_id, paise, limits)
        except CheckViolationError:
            # Room may still be held by those who died: only now is it worth looking.
            if not await self.give_back(tenant_id):
                raise await self._why(tenant_id, limits, paise) from None
        try:
            return await self._take(tenant_id, turn_id, paise, limits)
        except CheckViolationError:
            raise await self._why(tenant_id, limits, paise) from None

    async def settle(self, tenant_id: UUID, reservation: Reservation, actual_paise: int) -> None:
        """Count what a task cost and give back the rest; a second time does nothing."""
        async with self.database.transaction(tenant_id) as session:
            await settle(session, tenant_id, reservation.id, actual_paise)

    async def give_back(self, tenant_id: UUID, turn_id: UUID | None = None) -> bool:
        """Return what expired, or what a turn's earlier run still holds; whether there was any."""
        async with self.database.transaction(tenant_id) as session:
            connection = await driver_connection(session)
            rows = await connection.fetch(_GIVE_BACK, tenant_id, self.clock.now(), turn_id)
        return bool(rows)

    async def room(self, tenant_id: UUID, limits: Limits) -> int | None:
        """What may still be set aside today; None where nothing limits it."""
        async with self.database.transaction(tenant_id) as session:
            left = await self._left(session, tenant_id, limits)
        known = [each for each in (*left.values(), limits.task_paise) if each is not None]
        return max(0, min(known)) if known else None

    async def _take(
        self, tenant_id: UUID, turn_id: UUID, paise: int, limits: Limits
    ) -> Reservation:
        now = self.clock.now()
        most = periods_of(now, limits)
        held = Reservation(uuid7(), paise, now + HELD_FOR)
        async with self.database.transaction(tenant_id) as session:
            connection = await driver_connection(session)
            await connection.execute(
                _RESERVE, tenant_id, held.id, turn_id, paise, list(most), list(most.values()),
                now, held.expires_at,
            )  # fmt: skip
        return held

    async def _left(
        self, session: AsyncSession, tenant_id: UUID, limits: Limits
    ) -> dict[str, int | None]:
        most = periods_of(self.clock.now(), limits)
        connection = await driver_connection(session)
        rows = await connection.fetch(_LEFT, tenant_id, list(most))
        taken = {row["period"]: row["taken"] for row in rows}
        return {
            period: None if limit is None else limit - taken.get(period, 0)
            for period, limit in most.items()
        }

    async def _why(self, tenant_id: UUID, limits: Limits, paise: int) -> BudgetExceeded:
        """Which limit it was; the month's where both are short, since waiting a day helps less."""
        async with self.database.transaction(tenant_id) as session:
            left = await self._left(session, tenant_id, limits)
        month, day = (left[period] for period in sorted(left, key=len))
        if day is not None and day < paise and (month is None or month >= paise):
            return _exceeded("day", limits.day_paise or 0, paise)
        own, plan = limits.month_paise, limits.plan_paise
        if plan is not None and (own is None or plan < own):
            return _exceeded("plan", plan, paise)
        return _exceeded("month", own or 0, paise)


async def settle(
    session: AsyncSession, tenant_id: UUID, reservation_id: UUID, actual_paise: int
) -> None:
    """See :meth:`Enforcer.settle`; in a transaction that somebody else holds."""
    connection = await driver_connection(session)
    await connection.execute(_SETTLE, tenant_id, reservation_id, actual_paise)


def periods_of(now: datetime, limits: Limits) -> Mapping[str, int | None]:
    """The month and the day in India that a task counts in, each with its limit."""
    day = now.astimezone(IST).date().isoformat()
    return {day[:7]: limits.in_force, day: limits.day_paise}


def _exceeded(which: str, limit: int, wanted: int) -> BudgetExceeded:
    return BudgetExceeded(
        f"budget_{which}",
        params={"limit_paise": limit, "wanted_paise": wanted},
        detail=f"the {which}'s budget of {limit} paise does not cover {wanted} more",
    )
