"""What a business may still write this month, from what billing granted and what it has written.

Which plan holds is said by ``agents.standing``. Months are those of India.
"""

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.months import Month
from agents.standing import in_force
from app.core.config import Settings
from app.core.plans import plan_named
from app.core.tables import Draft

NEARLY: Final = (50, 80)
"""At these percents of the month's drafts she is told, once a draft."""


@dataclass(frozen=True, slots=True)
class Allowance:
    """The plan in force, its drafts of a month (None: any number), how many are written, and where
    it may write."""

    plan: str
    drafts: int | None
    written: int
    channels: frozenset[str]

    @property
    def used_up(self) -> bool:
        """Whether no draft is left this month."""
        return self.drafts is not None and self.written >= self.drafts

    def holds_channel(self, channel: str | None) -> bool:
        """Whether the plan writes for that channel; what has none is in every plan."""
        return channel is None or channel not in _SOLD_CHANNELS or channel in self.channels


_SOLD_CHANNELS: Final = frozenset(plan_named("agency").holds.channels)


def limits_hold(settings: Settings) -> bool:
    """Whether plans limit anything here: in production, and where ``PLAN_LIMITS`` says so."""
    if settings.plan_limits == "auto":
        return settings.is_production
    return settings.plan_limits == "on"


async def allowance(session: AsyncSession, tenant_id: UUID, now: datetime) -> Allowance:
    """What the business may do at this moment."""
    may = await in_force(session, tenant_id, now)
    written = await session.scalar(
        select(func.count())
        .select_from(Draft)
        .where(Draft.tenant_id == tenant_id, Draft.created_at >= Month.of(now).begin)
    )
    return Allowance(may.plan, may.holds.drafts, int(written or 0), frozenset(may.holds.channels))
