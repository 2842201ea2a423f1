"""What a process that died had set aside is given back without anybody asking for money."""

from datetime import timedelta
from typing import Any

from agents.economics.budget_enforcer import HELD_FOR, Enforcer
from agents.economics.limits import Limits
from app.core.clock import FrozenClock
from app.core.ids import uuid7
from app.core.platform import Platform
from app.jobs.catalogue import jobs
from app.jobs.kinds import give_back_reservations
from tests.fixtures.platform import NOW, Business

LIMITS = Limits(day_paise=100)


async def test_only_what_expired_is_given_back(
    session_platform: Platform, tenant: Business
) -> None:
    assert give_back_reservations.NAME in jobs()
    clock = FrozenClock(NOW + timedelta(days=90))
    context: Any = type("Context", (), {})()
    context.platform = type("Ground", (), {})()
    context.platform.database, context.platform.clock = session_platform.database, clock
    budgets = Enforcer(session_platform.database, clock)
    await budgets.reserve(tenant.id, uuid7(), 60, LIMITS)
    clock.advance(timedelta(minutes=5))
    later = await budgets.reserve(tenant.id, uuid7(), 30, LIMITS)

    await give_back_reservations.run(context, {})
    assert await budgets.room(tenant.id, LIMITS) == 10
    clock.advance(HELD_FOR - timedelta(minutes=5))
    await give_back_reservations.run(context, {})
    assert await budgets.room(tenant.id, LIMITS) == 70
    await budgets.settle(tenant.id, later, 30)
    await give_back_reservations.run(context, {})
    assert await budgets.room(tenant.id, LIMITS) == 70
