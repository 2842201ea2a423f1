"""What a plan holds is held: kindly, in her language, with her words kept."""

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest
from sqlalchemy import delete

from agents.allowance import allowance
from agents.events import ReplySent
from agents.services import Services
from agents.turn_runner import TurnRunner
from app.billing.entitlements import grant
from app.billing.kept_requests import repeated, write_kept
from app.billing.subscriptions import Step
from app.core.clock import FrozenClock
from app.core.plans import plan_named
from app.core.tables import Draft
from tests.acceptance.talk import Talk
from tests.fixtures.platform import Business


@pytest.fixture
async def held(services: Services, tenant: Business) -> AsyncIterator[Talk]:
    """A talk in an installation where plans limit."""
    limited = services.settings.model_copy(update={"plan_limits": "on"})
    with_limits = replace(services, settings=limited)
    runner = TurnRunner(with_limits)
    yield Talk(with_limits, runner, tenant)
    await runner.stop()


async def use_up(talk: Talk, services: Services, but: int = 0) -> None:
    """As many drafts as the free plan holds, less some."""
    holds = plan_named("trial").holds.drafts
    assert holds is not None
    tenant_id, now = talk.business.id, services.clock.now()
    heard = await talk.say("send diwali wishes on whatsapp", asks=False)
    row = {"tenant_id": tenant_id, "conversation_id": heard.draft.conversation_id,
           "turn_id": heard.draft.turn_id, "skill": "festival_greeting", "skill_hash": "",
           "channel": None, "language": "en", "status": "pending", "version": 1,
           "created_at": now, "updated_at": now, "stream_version": 1}  # fmt: skip
    from app.core.ids import uuid7

    async with services.database.transaction(tenant_id) as session:
        for _ in range(holds - 1 - but):
            session.add(Draft(id=uuid7(), **row))


async def test_the_last_draft_is_written_and_the_next_is_answered_with_plans(
    held: Talk, services: Services
) -> None:
    await use_up(held, services, but=1)
    last = await held.say("send holi wishes on whatsapp", asks=False)
    assert last.names.count("draft.written") == 1
    over = await held.say("diwali ke liye whatsapp message chahiye", asks=False)
    assert "draft.written" not in over.names
    [said] = [reply for reply in over.all(ReplySent) if reply.kind == "plans"]
    assert said.text.startswith("Is mahine ke 30 message ho gaye.")
    assert over.status == "done"


async def test_another_version_of_what_she_has_is_not_counted(
    held: Talk, services: Services
) -> None:
    await use_up(held, services, but=1)
    last = await held.say("send holi wishes on whatsapp", asks=False)
    again = await held.another(last.draft)
    assert "draft.written" in again.names


async def test_a_channel_of_another_plan_is_named(held: Talk) -> None:
    over = await held.say("write an sms offer, 20% off on sarees", asks=False)
    [said] = [reply for reply in over.all(ReplySent) if reply.kind == "plans"]
    assert "SMS" in said.text


async def test_a_paid_plan_lifts_the_limit_until_it_runs_out(
    held: Talk, services: Services, clock: FrozenClock
) -> None:
    await use_up(held, services)
    tenant_id = held.business.id
    until = clock.now() + timedelta(days=30)
    async with services.database.transaction(tenant_id) as session:
        await grant(session, clock, tenant_id, "starter", until)
        may = await allowance(session, tenant_id, clock.now())
        later = await allowance(session, tenant_id, until + timedelta(seconds=1))
    assert (may.plan, may.drafts, may.used_up) == ("starter", 300, False)
    assert later.plan == "trial"
    heard = await held.say("write an sms offer, 20% off on sarees", asks=False)
    assert "draft.written" in heard.names


async def test_a_new_month_in_india_begins_anew(
    held: Talk, services: Services, clock: FrozenClock
) -> None:
    await use_up(held, services)
    clock.advance(timedelta(days=6))  # 31 October, 18:30 UTC is the first of November in India
    async with services.database.transaction(held.business.id) as session:
        may = await allowance(session, held.business.id, clock.now())
        await session.execute(delete(Draft).where(Draft.tenant_id == held.business.id))
    assert may.written == 0


async def test_nothing_is_limited_outside_production(talk: Talk, services: Services) -> None:
    await use_up(talk, services)
    assert "draft.written" in (await talk.say("send holi wishes on whatsapp", asks=False)).names


async def test_what_met_the_limit_is_written_once_after_she_paid(
    held: Talk, services: Services, clock: FrozenClock
) -> None:
    await use_up(held, services)
    over = await held.say("holi ke liye whatsapp message chahiye")
    assert "draft.written" not in over.names
    tenant_id = held.business.id
    step_of = partial(Step, clock=clock, settings=services.settings, tenant_id=tenant_id)
    async with services.database.transaction(tenant_id) as session:
        assert await write_kept(step_of(session)) == 0  # her plan still holds no more
    async with services.database.transaction(tenant_id) as session:
        await grant(session, clock, tenant_id, "starter", clock.now() + timedelta(days=30))
        assert await write_kept(step_of(session)) == 1
        assert await write_kept(step_of(session)) == 0  # paid twice, written once
        turn = await repeated(step_of(session), held.conversation_id)
    assert turn is not None
    # Nobody runs it: the process may be gone. Whoever comes next takes it up.
    after = TurnRunner(replace(services, settings=held.services.settings))
    await after.recover()
    names = [event.name.value async for event in after.attach(tenant_id, turn).events()]
    await after.stop()
    assert "question.asked" in names or "draft.written" in names
    stored = await after.result(turn, tenant_id)
    assert stored["skill"] == "festival_greeting" or stored["questions"]
