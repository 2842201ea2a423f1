"""Granting what a plan holds, and reading what a business may do."""

from dataclasses import asdict
from datetime import datetime
from uuid import UUID

from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.plans import PlanId, plan_named
from app.core.tables import Entitlement


async def grant(
    session: AsyncSession, clock: Clock, tenant_id: UUID, plan: PlanId, until: datetime | None
) -> None:
    """Let the business do what the plan holds, until then at the latest."""
    holds = asdict(plan_named(plan).holds)
    values = {
        **holds,
        "channels": list(holds["channels"]),
        "plan": plan,
        "valid_until": until,
        "updated_at": clock.now(),
    }
    statement = insert(Entitlement).values(tenant_id=tenant_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id"], set_=values)
    )
