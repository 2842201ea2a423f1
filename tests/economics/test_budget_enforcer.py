"""Reserved, called, settled: nobody spends a paisa more than the limit, whatever happens."""

import asyncio
import random
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from agents.economics.budget_enforcer import HELD_FOR, LONGEST_CALL, Enforcer, periods_of
from agents.economics.limits import Limits
from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.errors import BudgetExceeded, Unavailable
from app.core.ids import uuid7
from tests.fixtures.counts import FULL
from tests.fixtures.platform import Business, MakeTenant, PostgresAway

ONE_RUPEE = Limits(month_paise=100)
TRIALS = 1000 if FULL else 5
WORKERS = 200


@pytest.fixture
def enforcer(database: Database, clock: FrozenClock) -> Enforcer:
    return Enforcer(database, clock)


async def counters(database: Database, tenant: Business) -> dict[str, tuple[int, int]]:
    """Reserved and spent of every period."""
    query = text("SELECT period, reserved_paise, spent_paise FROM budget_periods")
    async with database.transaction(tenant.id) as session:
        return {row[0]: (row[1], row[2]) for row in await session.execute(query)}


async def worker(enforcer: Enforcer, tenant: UUID, dice: random.Random, spent: list[int]) -> None:
    """Sets money aside, spends some of it, and settles, dies, or never comes so far."""
    try:
        held = await enforcer.reserve(tenant, uuid7(), dice.randint(1, 9), ONE_RUPEE)
    except (BudgetExceeded, Unavailable):
        return
    fate = dice.random()
    if fate < 0.1:
        return
    cost = dice.randint(0, held.paise)
    await asyncio.sleep(0)
    spent.append(cost)
    await enforcer.settle(tenant, held, cost)
    if fate > 0.9:
        await enforcer.settle(tenant, held, cost)


@pytest.mark.timeout(1800)  # a thousand trials in proof
async def test_two_hundred_workers_on_one_rupee_never_spend_a_paisa_more(
    enforcer: Enforcer, database: Database, make_tenant: MakeTenant, clock: FrozenClock
) -> None:
    for trial in range(TRIALS):
        tenant, spent = await make_tenant(), list[int]()
        dice = random.Random(trial)  # noqa: S311
        await asyncio.gather(*(worker(enforcer, tenant.id, dice, spent) for _ in range(WORKERS)))
        assert sum(spent) <= 100, trial
        for reserved, counted in (await counters(database, tenant)).values():
            assert counted == sum(spent), trial
            assert reserved + counted <= 100, trial
        clock.advance(HELD_FOR)
        await enforcer.give_back(tenant.id)
        assert set((await counters(database, tenant)).values()) == {(0, sum(spent))}, trial


async def test_the_whole_rupee_can_be_spent(
    enforcer: Enforcer, database: Database, tenant: Business
) -> None:
    async def one() -> bool:
        try:
            held = await enforcer.reserve(tenant.id, uuid7(), 1, ONE_RUPEE)
        except BudgetExceeded:
            return False
        await enforcer.settle(tenant.id, held, 1)
        return True

    assert sum(await asyncio.gather(*(one() for _ in range(130)))) == 100


@pytest.mark.parametrize(
    ("limits", "code"),
    [
        (Limits(task_paise=9), "budget_task"),
        (Limits(day_paise=9), "budget_day"),
        (Limits(month_paise=9), "budget_month"),
        (Limits(plan_paise=9, month_paise=50), "budget_plan"),
        (Limits(plan_paise=90, month_paise=9), "budget_month"),
        (Limits(month_paise=9, day_paise=9), "budget_month"),
        (Limits(month_paise=0), "budget_month"),
    ],
)
async def test_each_limit_refuses_and_takes_nothing(
    enforcer: Enforcer, database: Database, tenant: Business, limits: Limits, code: str
) -> None:
    with pytest.raises(BudgetExceeded) as refused:
        await enforcer.reserve(tenant.id, uuid7(), 10, limits)
    assert refused.value.code == code
    assert await counters(database, tenant) == {}
    assert await enforcer.room(tenant.id, limits) == min(
        each for each in (limits.in_force, limits.day_paise, limits.task_paise) if each is not None
    )


async def test_a_day_and_a_month_are_those_of_india(
    enforcer: Enforcer, database: Database, tenant: Business, clock: FrozenClock
) -> None:
    # 18:29 UTC is 23:59 in India, on 31 October.
    clock.advance(timedelta(days=5, hours=13, minutes=29))
    limits = Limits(month_paise=25, day_paise=10)
    assert list(periods_of(clock.now(), limits)) == ["2026-10", "2026-10-31"]
    await enforcer.reserve(tenant.id, uuid7(), 10, limits)
    with pytest.raises(BudgetExceeded) as refused:
        await enforcer.reserve(tenant.id, uuid7(), 1, limits)
    assert refused.value.code == "budget_day"
    clock.advance(timedelta(minutes=2))
    await enforcer.reserve(tenant.id, uuid7(), 10, limits)
    assert await counters(database, tenant) == {
        "2026-10": (10, 0), "2026-10-31": (10, 0), "2026-11": (10, 0), "2026-11-01": (10, 0),
    }  # fmt: skip


async def test_who_died_gives_back_at_the_end_or_when_its_turn_runs_again(
    enforcer: Enforcer, database: Database, tenant: Business, clock: FrozenClock
) -> None:
    turn = uuid7()
    await enforcer.reserve(tenant.id, turn, 60, ONE_RUPEE)
    lost = await enforcer.reserve(tenant.id, uuid7(), 40, ONE_RUPEE)
    with pytest.raises(BudgetExceeded):
        await enforcer.reserve(tenant.id, uuid7(), 1, ONE_RUPEE)
    assert await enforcer.give_back(tenant.id, turn)
    assert await enforcer.room(tenant.id, ONE_RUPEE) == 60
    assert lost.covers_calls_at(clock.now())
    clock.advance(HELD_FOR - LONGEST_CALL)
    assert not lost.covers_calls_at(clock.now())
    clock.advance(LONGEST_CALL)
    held = await enforcer.reserve(tenant.id, uuid7(), 100, ONE_RUPEE)
    await enforcer.settle(tenant.id, held, 7)
    # The one that was thought dead had spent after all: counted, and only once.
    await enforcer.settle(tenant.id, lost, 5)
    await enforcer.settle(tenant.id, lost, 5)
    assert (await counters(database, tenant))["2026-10"] == (0, 12)


async def test_what_a_dead_turn_is_known_to_have_spent_stays_spent(
    enforcer: Enforcer, database: Database, tenant: Business, clock: FrozenClock
) -> None:
    turn = uuid7()
    await enforcer.reserve(tenant.id, turn, 60, ONE_RUPEE)
    clock.advance(timedelta(seconds=1))
    row: dict[str, Any] = {"id": uuid7(), "tenant": tenant.id, "turn": turn, "now": clock.now()}
    async with database.transaction(tenant.id) as session:
        await session.execute(
            text(
                "INSERT INTO usage VALUES (:id, :tenant, :turn, :id, NULL, NULL, 'model', 'v', "
                "'m', 'fast', 1, 0, 1, 22, 0, 5, NULL, 'answered', :now)"
            ),
            row,
        )
    await enforcer.give_back(tenant.id, turn)
    assert (await counters(database, tenant))["2026-10"] == (0, 22)


async def test_spending_beyond_what_was_set_aside_is_counted_and_ends_granting(
    enforcer: Enforcer, database: Database, tenant: Business
) -> None:
    held = await enforcer.reserve(tenant.id, uuid7(), 100, ONE_RUPEE)
    await enforcer.settle(tenant.id, held, 130)
    assert (await counters(database, tenant))["2026-10"] == (0, 130)
    with pytest.raises(BudgetExceeded):
        await enforcer.reserve(tenant.id, uuid7(), 1, ONE_RUPEE)


async def test_a_lower_limit_holds_at_once_and_none_is_none(
    enforcer: Enforcer, tenant: Business
) -> None:
    await enforcer.reserve(tenant.id, uuid7(), 10**9, Limits())
    assert await enforcer.room(tenant.id, Limits()) is None
    with pytest.raises(BudgetExceeded):
        await enforcer.reserve(tenant.id, uuid7(), 1, Limits(day_paise=5))


async def test_budgets_of_two_businesses_are_two(
    enforcer: Enforcer, tenant: Business, other_tenant: Business
) -> None:
    await enforcer.reserve(tenant.id, uuid7(), 100, ONE_RUPEE)
    await enforcer.reserve(other_tenant.id, uuid7(), 100, ONE_RUPEE)


async def test_without_the_database_nothing_is_granted(
    enforcer: Enforcer, tenant: Business, postgres_away: PostgresAway
) -> None:
    async with postgres_away():
        with pytest.raises(Unavailable):
            await enforcer.reserve(tenant.id, uuid7(), 1, ONE_RUPEE)
