"""A loop that spends is found by the minute's look within five minutes, and told once."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from app.billing.notices import inbox
from app.core.clock import FrozenClock
from app.core.ids import uuid7
from app.core.platform import Platform
from app.core.tables import Usage
from app.jobs.catalogue import jobs
from app.jobs.kinds import watch_spending
from tests.fixtures.platform import NOW, Business


def call(tenant_id: UUID, at: Any, paise: int) -> Usage:
    return Usage(
        id=uuid7(), tenant_id=tenant_id, turn_id=uuid7(), conversation_id=uuid7(), skill=None,
        skill_hash=None, kind="model", provider="vertex", model="m", tier="fast", input_tokens=1,
        cached_tokens=0, output_tokens=1, paise=paise, saved_paise=0, latency_ms=1,
        first_token_ms=None, outcome="answered", called_at=at,
    )  # fmt: skip


async def test_a_runaway_is_found_and_told_once(
    session_platform: Platform, tenant: Business
) -> None:
    assert watch_spending.NAME in jobs()
    clock = FrozenClock(NOW + timedelta(days=60))
    context: Any = type("Context", (), {})()
    context.platform = type("Ground", (), {})()
    context.platform.database, context.platform.clock = session_platform.database, clock
    database = session_platform.database
    async with database.transaction(tenant.id) as session:
        for back in range(1, 40):
            session.add(call(tenant.id, clock.now() - timedelta(days=back), 100))
            session.add(call(tenant.id, clock.now() - timedelta(days=back, minutes=-1), 100))
        session.add(call(tenant.id, clock.now() - timedelta(minutes=4), 200))
    await watch_spending.run(context, {})
    async with database.transaction(tenant.id) as session:
        assert await inbox(session, "en") == []

    minutes = 0
    while minutes < 5:
        async with database.transaction(tenant.id) as session:
            for second in range(0, 60, 15):
                at = clock.now() + timedelta(seconds=second)
                session.add(call(tenant.id, at, 100))
        clock.advance(timedelta(minutes=1))
        minutes += 1
        await watch_spending.run(context, {})
        async with database.transaction(tenant.id) as session:
            if told := await inbox(session, "hi"):
                break
    [notice] = told
    assert minutes <= 5
    assert "₹2" in notice.text
    await watch_spending.run(context, {})
    async with database.transaction(tenant.id) as session:
        assert len(await inbox(session, "hi")) == 1
