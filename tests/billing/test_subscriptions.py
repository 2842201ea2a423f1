"""Subscriptions through the real database and the vendor's simulator: bought, renewed, stopped."""

import asyncio
from datetime import timedelta
from typing import Any
from uuid import UUID

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from agents.products.muse.schemas import Actor
from app.billing import subscription_hooks  # noqa: F401 (registers the hooks)
from app.billing.invoices import digest
from app.billing.mandate_checking import check_mandate
from app.billing.notices import inbox
from app.billing.payments import refresh
from app.billing.plan_desk import (
    cancel,
    choose,
    current,
    give_back,
    order_in_progress,
    set_profile,
)
from app.billing.profiles import read_profile
from app.billing.schemas import Order
from app.billing.subscription_acts import act, look_after
from app.core.clock import FrozenClock
from app.core.errors import Conflict, InputError, NotFound
from app.core.variants import VARIANTS
from tests.billing.shop import Shop
from tests.fixtures.platform import Business


@pytest.fixture
async def buyer(shop: Shop) -> Shop:
    """A shop whose State is known."""
    await set_profile(shop.billing, shop.tenant_id, read_profile(name="Gupta Sweets", state="UP"))
    return shop


async def work(shop: Shop) -> list[str]:
    """Run the business's queued effects, as the worker does; what they were."""
    query = "SELECT id, payload FROM pgqueuer.pgqueuer WHERE entrypoint = 'billing.act' ORDER BY id"
    done: list[str] = []
    for row in await shop.rows(query):
        payload: dict[str, Any] = orjson.loads(row["payload"])
        if payload["tenant_id"] == str(shop.tenant_id):
            await act(shop.billing, payload)
            await act(shop.billing, payload)  # a worker may die after the effect
            done.append(payload["act"])
            async with shop.platform.database.transaction(shop.tenant_id) as session:
                gone = text("DELETE FROM pgqueuer.pgqueuer WHERE id = :id")
                await session.execute(gone, {"id": row["id"]})
    return done


async def pay(shop: Shop, order: Order | None, how: str = "success") -> Order:
    """Press a button on the payment page and come back."""
    assert order is not None
    await shop.world.press(order.page_url, how)
    return await refresh(shop.billing, shop.tenant_id, order.id)


async def buy(shop: Shop, plan: str) -> Order:
    chosen = await choose(shop.billing, shop.actor, plan)
    return await pay(shop, chosen.order)


async def later(shop: Shop, clock: FrozenClock, hours: float) -> None:
    """Time passes: the vendor goes on, is asked, and our scan looks."""
    end = clock.now() + timedelta(hours=hours)
    while clock.now() < end:
        clock.advance(min(timedelta(hours=1), end - clock.now()))
        await shop.world.callbacks()
        await shop.reconcile()
        await look_after(shop.billing, shop.tenant_id)
        await work(shop)


async def test_no_state_no_charge(shop: Shop) -> None:
    with pytest.raises(InputError) as refused:
        await choose(shop.billing, shop.actor, "starter")
    assert refused.value.code == "buyer_state_needed"
    assert shop.world.simulator.book.orders == {}


async def test_starter_from_choice_to_bill(buyer: Shop) -> None:
    chosen = await choose(buyer.billing, buyer.actor, "starter")
    assert chosen.order is not None
    assert (chosen.order.amount_paise, chosen.limit_paise) == (353_882, 390_000)
    assert (await current(buyer.billing, buyer.tenant_id)).status == "none"
    assert await order_in_progress(buyer.billing, buyer.tenant_id) == chosen.order
    paid = await pay(buyer, chosen.order)
    sub = await current(buyer.billing, buyer.tenant_id)
    assert (sub.plan, sub.status, sub.mandate) == ("starter", "active", "active")
    assert sub.mandate_id == paid.mandate_id
    [bill] = await buyer.rows("SELECT * FROM invoices")
    assert bill["total_paise"] == paid.amount_paise
    assert bill["document"]["place_of_supply"]["code"] == "09"
    assert bill["document"]["lines"][0]["igst_paise"] == 53_982
    assert bill["document"]["practice"] is True
    assert digest(bill["document"]) == bill["digest"]
    [granted] = await buyer.rows("SELECT * FROM entitlements")
    assert (granted["plan"], granted["drafts"]) == ("starter", 300)
    assert await buyer.books(paid.id) == {
        "gateway": 353_882, "sales": -299_900, "gst_output": -53_982,
    }  # fmt: skip
    await buyer.assert_rebuilds()


async def test_a_month_renews_by_itself_with_notice(buyer: Shop, clock: FrozenClock) -> None:
    await buy(buyer, "starter")
    sub = await current(buyer.billing, buyer.tenant_id)
    assert sub.period is not None
    first_end = sub.period.end
    clock.advance(first_end - clock.now() - timedelta(hours=38))
    await later(buyer, clock, 9)
    debits = await buyer.rows("SELECT * FROM payment_orders WHERE kind = 'debit'")
    assert [row["status"] for row in debits] == ["notified"]
    assert timedelta(hours=30) <= first_end - debits[0]["notified_at"] <= timedelta(hours=48)
    clock.advance(timedelta(hours=27))
    await later(buyer, clock, 9)
    [debit] = await buyer.rows("SELECT * FROM payment_orders WHERE kind = 'debit'")
    assert debit["status"] == "paid"
    assert debit["paid_at"] >= first_end
    assert debit["paid_at"] - debit["notified_at"] >= timedelta(hours=24)
    sub = await current(buyer.billing, buyer.tenant_id)
    assert sub.period is not None
    assert (sub.status, sub.period.start) == ("active", first_end)
    numbers = [row["number"] for row in await buyer.rows("SELECT * FROM invoices ORDER BY serial")]
    assert len(numbers) == 2
    await buyer.assert_rebuilds()


async def test_stopping_ends_the_mandate_and_nothing_more_is_taken(
    buyer: Shop, clock: FrozenClock
) -> None:
    paid = await buy(buyer, "starter")
    await cancel(buyer.billing, buyer.actor)
    assert await work(buyer) == ["stop_mandate"]
    assert paid.mandate_id is not None
    mandate = await check_mandate(buyer.billing, buyer.tenant_id, paid.mandate_id)
    assert mandate.status == "cancelled"
    await later(buyer, clock, 24)
    assert (await current(buyer.billing, buyer.tenant_id)).is_live
    sub = await current(buyer.billing, buyer.tenant_id)
    assert sub.period is not None
    clock.advance(sub.period.end - clock.now())
    await look_after(buyer.billing, buyer.tenant_id)
    assert (await current(buyer.billing, buyer.tenant_id)).status == "ended"
    assert await buyer.rows("SELECT * FROM payment_orders WHERE kind = 'debit'") == []
    [granted] = await buyer.rows("SELECT * FROM entitlements")
    assert granted["plan"] == "trial"


async def test_a_refund_comes_with_a_credit_note(buyer: Shop, clock: FrozenClock) -> None:
    paid = await buy(buyer, "growth")
    await give_back(buyer.billing, buyer.actor, paid.id, "asked")
    assert set(await work(buyer)) == {"refund", "stop_mandate"}
    clock.advance(timedelta(minutes=5))
    await buyer.reconcile()
    bill, note = await buyer.rows("SELECT * FROM invoices ORDER BY kind DESC")
    assert (bill["kind"], note["kind"]) == ("invoice", "credit_note")
    assert bill["total_paise"] == note["total_paise"] == paid.amount_paise
    assert note["document"]["original"]["number"] == bill["number"]
    assert note["original_id"] == bill["id"]
    assert await buyer.books(paid.id) == {}
    with pytest.raises(Conflict):
        await give_back(buyer.billing, buyer.actor, paid.id, "asked again")
    assert len(await buyer.rows("SELECT * FROM refunds")) == 1


async def test_money_goes_back_within_a_week_only(
    buyer: Shop, other_tenant: Business, clock: FrozenClock
) -> None:
    paid = await buy(buyer, "starter")
    stranger = Actor(tenant_id=other_tenant.id, user_id=other_tenant.user_id, name="Somebody")
    with pytest.raises(NotFound):
        await give_back(buyer.billing, stranger, paid.id, "asked")
    clock.advance(timedelta(days=7, minutes=1))
    with pytest.raises(Conflict) as late:
        await give_back(buyer.billing, buyer.actor, paid.id, "asked")
    assert late.value.code == "refund_too_late"


async def test_an_upgrade_takes_the_unused_rest_off(buyer: Shop, clock: FrozenClock) -> None:
    await buy(buyer, "starter")
    clock.advance(timedelta(days=15))
    chosen = await choose(buyer.billing, buyer.actor, "growth")
    assert chosen.order is not None
    assert chosen.order.amount_paise < 1_179_882
    paid = await pay(buyer, chosen.order)
    rows = await buyer.rows("SELECT * FROM invoices ORDER BY serial")
    line = rows[1]["document"]["lines"][0]
    assert line["value_paise"] == 999_900
    assert 0 < line["discount_paise"] < 299_900
    assert rows[1]["total_paise"] == paid.amount_paise
    assert "stop_mandate" in await work(buyer)
    assert chosen.limit_paise is not None
    assert chosen.limit_paise >= 1_179_882


async def test_agency_pays_by_page_without_a_mandate(buyer: Shop) -> None:
    chosen = await choose(buyer.billing, buyer.actor, "agency")
    assert chosen.order is not None
    assert (chosen.order.kind, chosen.limit_paise) == ("checkout", None)
    await pay(buyer, chosen.order)
    assert (await current(buyer.billing, buyer.tenant_id)).plan == "agency"


async def test_a_payment_that_fails_leaves_nothing_and_can_be_tried_again(buyer: Shop) -> None:
    chosen = await choose(buyer.billing, buyer.actor, "starter")
    await pay(buyer, chosen.order, "failure")
    sub = await current(buyer.billing, buyer.tenant_id)
    assert (sub.status, sub.payment) == ("none", None)
    assert await buyer.rows("SELECT * FROM invoices") == []
    await buy(buyer, "starter")
    assert len(await buyer.rows("SELECT * FROM invoices")) == 1


async def test_a_page_left_open_is_given_back_when_another_was_paid(buyer: Shop) -> None:
    first = await choose(buyer.billing, buyer.actor, "starter")
    await buy(buyer, "growth")
    await pay(buyer, first.order)
    assert "refund" in await work(buyer)
    [refund] = await buyer.rows("SELECT * FROM refunds")
    assert refund["amount_paise"] == 353_882
    assert len(await buyer.rows("SELECT * FROM invoices")) == 1
    assert (await current(buyer.billing, buyer.tenant_id)).plan == "growth"


async def test_revoked_in_her_app_is_heard(buyer: Shop) -> None:
    paid = await buy(buyer, "starter")
    [mandate] = buyer.world.simulator.book.mandates.values()
    assert buyer.world.simulator.book.customer(mandate, "revoke")
    assert paid.mandate_id is not None
    await check_mandate(buyer.billing, buyer.tenant_id, paid.mandate_id)
    sub = await current(buyer.billing, buyer.tenant_id)
    assert (sub.cancel_at_end, sub.mandate) == (True, "gone")


async def test_every_message_reads_in_every_variant(buyer: Shop, clock: FrozenClock) -> None:
    await buy(buyer, "agency")
    await cancel(buyer.billing, buyer.actor)
    async with buyer.platform.database.transaction(buyer.tenant_id) as session:
        for variant in VARIANTS:
            told = await inbox(session, variant)
            assert {view.key for view in told} == {"paid", "cancelled"}
            assert all("{" not in view.text for view in told)


@pytest.mark.parametrize("statement", [
    "UPDATE invoices SET total_paise = 1", "DELETE FROM invoices",
])  # fmt: skip
async def test_a_bill_is_never_changed(buyer: Shop, statement: str) -> None:
    await buy(buyer, "starter")
    with pytest.raises(DBAPIError):
        async with buyer.platform.database.transaction(buyer.tenant_id) as session:
            await session.execute(text(statement))


async def test_two_choices_at_once_make_one_payment_to_pay(buyer: Shop) -> None:
    both = await asyncio.gather(
        *(choose(buyer.billing, buyer.actor, "starter") for _ in range(3)), return_exceptions=True
    )
    orders = [chosen.order for chosen in both if not isinstance(chosen, BaseException)]
    waiting = await order_in_progress(buyer.billing, buyer.tenant_id)
    assert waiting in orders
    for order in orders:
        await pay(buyer, order)
    await work(buyer)
    assert len(await buyer.rows("SELECT * FROM invoices")) == 1
    refunds = await buyer.rows("SELECT * FROM refunds")
    assert len(refunds) == len(orders) - 1


def test_the_subscription_of_a_business_has_one_id() -> None:
    from app.billing.subscriptions import subscription_id

    assert subscription_id(UUID(int=1)) == subscription_id(UUID(int=1))
