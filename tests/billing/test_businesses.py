"""Further businesses of one owner: as many as her plan is for, covered by it, and apart."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from agents.allowance import allowance
from agents.economics.limits import read_limits
from agents.standing import in_force
from app.billing.businesses import BusinessOf, list_businesses, open_business
from app.billing.entitlements import grant
from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import InputError, NotAllowed, PlanExceeded
from app.core.ids import uuid7
from app.core.plans import plan_named
from memory.foundation_store import FoundationStore
from tests.fixtures.platform import Business


class Ground:
    """Plans limit here."""

    def __init__(self, settings: Settings, database: Database, clock: FrozenClock) -> None:
        self.settings = settings.model_copy(update={"plan_limits": "on"})
        self.database = database
        self.clock = clock


@pytest.fixture
def ground(settings: Settings, database: Database, clock: FrozenClock) -> Ground:
    return Ground(settings, database, clock)


async def give(ground: Ground, business: Business, plan: Any, until: Any = None) -> None:
    async with ground.database.transaction(business.id) as session:
        await grant(session, ground.clock, business.id, plan, until)


async def open_one(ground: Ground, owner: Business, name: str) -> BusinessOf:
    return await open_business(ground, owner.user_id, owner.id, name)


async def holding(ground: Ground, tenant: Any) -> tuple[str, int | None, bool]:
    async with ground.database.transaction(tenant) as session:
        found = await in_force(session, tenant, ground.clock.now())
        limits = await read_limits(session, tenant, ground.settings, ground.clock)
        assert limits.plan_paise == found.holds.budget_paise
        assert (await allowance(session, tenant, ground.clock.now())).plan == found.plan
    return found.plan, found.holds.budget_paise, found.covered


async def test_a_plan_is_for_so_many_businesses(ground: Ground, tenant: Business) -> None:
    with pytest.raises(PlanExceeded) as refused:
        await open_one(ground, tenant, "Meena Sarees")
    assert refused.value.code == "businesses_used"
    assert refused.value.params == {"plan": "Trial", "n": 1, "more": "Agency", "m": 15}
    await give(ground, tenant, "agency")
    for name, code in (("  \n ", "business_name_missing"), ("क" * 121, "business_name_long")):
        with pytest.raises(InputError) as bad:
            await open_one(ground, tenant, name)
        assert bad.value.code == code
    for number in range(13):
        await open_one(ground, tenant, f"Shop {number}")
    # Five come for the one place that is left, from two of her businesses.
    hers = await list_businesses(ground, tenant.user_id, tenant.id)
    second = replace(tenant, id=hers[3].id)
    came = await asyncio.gather(
        *(open_one(ground, tenant if n % 2 else second, f"Last {n}") for n in range(5)),
        return_exceptions=True,
    )
    opened = [each for each in came if isinstance(each, BusinessOf)]
    assert len(opened) == 1
    codes = {each.code for each in came if isinstance(each, PlanExceeded)}
    assert codes == {"businesses_all_used"}
    assert len(await list_businesses(ground, tenant.user_id, tenant.id)) == 15


async def test_what_a_plan_holds_is_parted_and_never_more(ground: Ground, tenant: Business) -> None:
    whole = plan_named("agency").holds.budget_paise or 0
    until = ground.clock.now() + timedelta(days=30)
    await give(ground, tenant, "agency", until)
    assert await holding(ground, tenant.id) == ("agency", whole, False)
    opened = [await open_one(ground, tenant, f"Shop {number}") for number in range(3)]
    parts = [await holding(ground, each.id) for each in opened]
    assert parts == [("agency", whole // 15, True)] * 3
    assert await holding(ground, tenant.id) == ("agency", whole - 3 * (whole // 15), False)
    # What one of them pays for itself holds there.
    shop = replace(tenant, id=opened[0].id)
    await give(ground, shop, "starter")
    assert await holding(ground, shop.id) == ("starter", 50000, False)
    # The month is over and not paid for: each is on the free plan, nothing is gone.
    ground.clock.advance(timedelta(days=31))
    free = plan_named("trial").holds.budget_paise
    assert await holding(ground, opened[1].id) == ("trial", free, False)
    assert await holding(ground, tenant.id) == ("trial", free, False)
    assert len(await list_businesses(ground, tenant.user_id, tenant.id)) == 4
    # Another of hers pays from now on, and covers the first one.
    await give(ground, replace(tenant, id=opened[2].id), "agency")
    assert await holding(ground, tenant.id) == ("agency", whole // 15, True)


async def test_beyond_the_number_the_oldest_are_covered(ground: Ground, tenant: Business) -> None:
    await give(ground, tenant, "agency")
    opened = [await open_one(ground, tenant, f"Shop {number}") for number in range(3)]
    async with ground.database.transaction(tenant.id) as session:
        await session.execute(text("UPDATE entitlements SET businesses = 3"))
    plans = [(await holding(ground, each.id))[0] for each in opened]
    assert plans == ["agency", "agency", "trial"]


async def test_two_businesses_of_one_owner_do_not_meet(
    ground: Ground, tenant: Business, other_tenant: Business
) -> None:
    await give(ground, tenant, "agency")
    opened = await open_one(ground, tenant, "Meena Sarees")
    async with ground.database.transaction(tenant.id, tenant.user_id) as session:
        facts = FoundationStore(session, tenant.id, ground.clock)
        await facts.put("city", "Lucknow", "Lucknow", "said", "x")
        assert "business_name" not in await facts.load()
    async with ground.database.transaction(opened.id, tenant.user_id) as session:
        there = await FoundationStore(session, opened.id, ground.clock).load()
        assert (there.value("business_name"), there.value("city")) == ("Meena Sarees", None)
        for table in ("foundation_facts", "entitlements"):
            seen = await session.execute(text(f"SELECT DISTINCT tenant_id FROM {table}"))  # noqa: S608
            assert {row[0] for row in seen} <= {opened.id}
    # Nor does a stranger's plan cover hers, or hers a stranger's.
    assert (await holding(ground, other_tenant.id))[0] == "trial"
    with pytest.raises(NotAllowed):
        await open_business(ground, other_tenant.user_id, opened.id, "Theirs")
    hers = [each.id for each in await list_businesses(ground, tenant.user_id, opened.id)]
    assert hers == [tenant.id, opened.id]


async def test_asked_again_with_the_same_id_it_is_the_same_business(
    ground: Ground, tenant: Business
) -> None:
    await give(ground, tenant, "agency")
    made = uuid7()
    for _ in range(2):
        await open_business(ground, tenant.user_id, tenant.id, "Meena Sarees", made)
    assert len(await list_businesses(ground, tenant.user_id, tenant.id)) == 2


async def test_nobody_opens_a_business_for_nobody(ground: Ground, tenant: Business) -> None:
    values = {"id": uuid7(), "now": ground.clock.now()}
    opening = text("SELECT open_business(:id, 'x', 9, :now)")
    with pytest.raises(DBAPIError, match="nobody would own it"):
        async with ground.database.transaction(tenant.id) as session:
            await session.execute(opening, values)
