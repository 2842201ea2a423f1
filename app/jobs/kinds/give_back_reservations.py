"""Every five minutes: money that tasks of processes which are gone still hold is given back."""

from collections.abc import Mapping
from typing import Any, Final

import structlog
from sqlalchemy import text

from agents.economics.budget_enforcer import Enforcer
from app.jobs.context import JobContext

NAME: Final = "economics.give_back_reservations"
SCHEDULE: Final = "*/5 * * * *"

MOST_AT_ONCE: Final = 500
_WHOSE: Final = text("SELECT tenants_with_expired_reservations(:now, :most)")

log = structlog.get_logger(__name__)


async def run(context: JobContext, payload: Mapping[str, Any]) -> None:
    """Give back what expired, business by business; the payload is empty."""
    del payload
    database, clock = context.platform.database, context.platform.clock
    async with database.transaction(None) as session:
        asked = await session.scalars(_WHOSE, {"now": clock.now(), "most": MOST_AT_ONCE})
        tenants = asked.all()
    budgets = Enforcer(database, clock)
    for tenant_id in tenants:
        if await budgets.give_back(tenant_id):
            log.info("budget.given_back", action="give_back", tenant_id=str(tenant_id))
