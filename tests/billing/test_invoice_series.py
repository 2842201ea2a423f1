"""Numbers without a gap: a hundred at once, some of which die on the way."""

import asyncio
import random
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.billing.invoices import Issuer, by_number, issue, list_issued
from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import NotFound
from app.core.events_admin import open_as_owner
from app.core.platform import Platform
from tests.billing.papers import BUYERS, DAY, SELLER, paper
from tests.fixtures.counts import FULL
from tests.fixtures.platform import Business

AT_ONCE = 100
NOON = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SETTINGS = Settings(environment="test")


class Died(Exception):
    """What a crash looks like from inside a transaction."""


def sold() -> dict[str, Any]:
    """What issuing needs, of a sale in English."""
    from decimal import Decimal

    from app.billing.invoice_document import Party, Sale
    from integrations.india.gst_service import charge
    from integrations.india.place_of_supply import place_of_supply
    from integrations.india.state_codes import state_named

    state = state_named(BUYERS["en"][1])
    supply = place_of_supply(SELLER.state, state)
    made = charge(299_900, Decimal(18), supply)
    return {
        "buyer": Party("Gupta Sweets", "", state),
        "sale": Sale("RaptorFlow", "", "998314", made, supply),
        "language": "en",
    }


async def one(
    database: Database, tenant: Business, seller: Any, clock: FrozenClock, *, dies: bool = False
) -> str:
    async with database.transaction(tenant.id) as session:
        issuer = Issuer(session, clock, SETTINGS, seller, tenant.id)
        issued = await issue(issuer, "invoice", cause=str(uuid4()), **sold())
        if dies:
            raise Died
        return issued.number


@pytest.mark.parametrize("round_", range(5 if FULL else 1))
async def test_a_hundred_at_once_leave_no_gap(
    database: Database, tenant: Business, other_tenant: Business, round_: int
) -> None:
    seller = replace(SELLER, gstin=f"T{uuid4().hex[:12]}")
    clock = FrozenClock(NOON)
    pick = random.Random(round_)  # noqa: S311 (a reproducible walk, no secret)
    plans = [(pick.choice((tenant, other_tenant)), pick.random() < 0.3) for _ in range(AT_ONCE)]
    tasks = [
        asyncio.create_task(one(database, who, seller, clock, dies=dies)) for who, dies in plans
    ]
    for task in pick.sample(tasks, 10):
        asyncio.get_running_loop().call_later(pick.random() * 0.3, task.cancel)
    async with asyncio.timeout(60):
        results = await asyncio.gather(*tasks, return_exceptions=True)
    kept: list[str] = []
    for business in (tenant, other_tenant):
        async with database.transaction(business.id) as session:
            kept += [each.number for each in await list_issued(session)]
    ours = {result for result in results if isinstance(result, str)}
    assert ours <= set(kept)
    assert sorted(kept) == [f"RF2627/{n:06d}" for n in range(1, len(kept) + 1)]
    assert AT_ONCE // 4 < len(kept) < AT_ONCE


async def test_the_series_begins_anew_with_the_financial_year(
    database: Database, tenant: Business
) -> None:
    seller = replace(SELLER, gstin=f"T{uuid4().hex[:12]}")
    # 31 March 2027 in India, half an hour before and after midnight there.
    last = FrozenClock(datetime(2027, 3, 31, 18, 0, tzinfo=UTC))
    first = FrozenClock(datetime(2027, 3, 31, 19, 0, tzinfo=UTC))
    assert await one(database, tenant, seller, last) == "RF2627/000001"
    assert await one(database, tenant, seller, last) == "RF2627/000002"
    assert await one(database, tenant, seller, first) == "RF2728/000001"


async def test_one_cause_one_number(database: Database, tenant: Business) -> None:
    seller = replace(SELLER, gstin=f"T{uuid4().hex[:12]}")

    async def same() -> str:
        async with database.transaction(tenant.id) as session:
            issuer = Issuer(session, FrozenClock(NOON), SETTINGS, seller, tenant.id)
            return (await issue(issuer, "invoice", cause="one", **sold())).number

    assert await same() == await same()


async def test_others_cannot_read_a_bill(
    database: Database, tenant: Business, other_tenant: Business
) -> None:
    seller = replace(SELLER, gstin=f"T{uuid4().hex[:12]}")
    number = await one(database, tenant, seller, FrozenClock(NOON))
    async with database.transaction(tenant.id) as session:
        assert (await by_number(session, number.replace("/", "-"))).number == number
    with pytest.raises(NotFound):
        async with database.transaction(other_tenant.id) as session:
            await by_number(session, number)


@pytest.mark.parametrize(
    "statement",
    ["UPDATE invoices SET document = '{}'", "DELETE FROM invoices", "TRUNCATE invoices"],
)
async def test_not_even_the_owner_changes_a_bill(
    platform: Platform, database: Database, tenant: Business, statement: str
) -> None:
    seller = replace(SELLER, gstin=f"T{uuid4().hex[:12]}")
    await one(database, tenant, seller, FrozenClock(NOON))
    assert platform.database_owner_url
    with pytest.raises(DBAPIError) as refused:
        async with (
            open_as_owner(platform.database_owner_url) as owner,
            owner.transaction(tenant.id) as session,
        ):
            await session.execute(text(statement))
    assert "never changed or deleted" in str(refused.value)


def test_the_papers_of_these_tests_are_of_this_year() -> None:
    assert paper()["date"] == DAY.isoformat()
