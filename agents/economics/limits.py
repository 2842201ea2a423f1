"""The limits a business sets itself for what models may cost, beside the one of its plan.

The smaller of both holds; where nothing limits, nothing is shown as a limit.
"""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agents.allowance import limits_hold
from agents.standing import in_force
from app.core.clock import Clock
from app.core.config import Settings
from app.core.errors import InputError
from app.core.tables import Budget

Span = Literal["month", "day", "task"]
LARGEST_PAISE: Final = 10_000_000_00
"""A crore rupees: whoever writes more has mistyped."""


@dataclass(frozen=True, slots=True)
class Limits:
    """In paise; None is no limit. ``plan_paise`` is what the plan holds for a month."""

    month_paise: int | None = None
    day_paise: int | None = None
    task_paise: int | None = None
    plan_paise: int | None = None
    webhook_url: str | None = None

    @property
    def in_force(self) -> int | None:
        """What a month may cost: the smaller of her own limit and her plan's."""
        known = [each for each in (self.month_paise, self.plan_paise) if each is not None]
        return min(known) if known else None


async def read_limits(
    session: AsyncSession, tenant_id: UUID, settings: Settings, clock: Clock
) -> Limits:
    """The limits as they stand."""
    row = await session.scalar(select(Budget).where(Budget.tenant_id == tenant_id))
    plan = None
    if limits_hold(settings):
        plan = (await in_force(session, tenant_id, clock.now())).holds.budget_paise
    if row is None:
        return Limits(plan_paise=plan)
    return Limits(row.month_paise, row.day_paise, row.task_paise, plan, row.webhook_url)


async def set_limit(
    session: AsyncSession,
    tenant_id: UUID,
    clock: Clock,
    by: UUID,
    **changes: int | str | None,
) -> None:
    """Change limits or the address that hears of them; what is not named stays.

    Raises:
        InputError: ``budget_out_of_range``.
    """
    for name, value in changes.items():
        beyond = isinstance(value, int) and not 0 <= value <= LARGEST_PAISE
        if name.endswith("_paise") and beyond:
            raise InputError("budget_out_of_range", detail=f"{name} must be 0 to {LARGEST_PAISE}")
    values = {**changes, "updated_at": clock.now(), "updated_by": by}
    nothing = dict.fromkeys(
        ("month_paise", "day_paise", "task_paise", "webhook_url", "webhook_secret")
    )
    statement = insert(Budget).values(tenant_id=tenant_id, **{**nothing, **values})
    await session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id"], set_=values)
    )
