"""Orders paid with another amount: nothing is granted before a person decides, and she is told."""

from __future__ import annotations

from datetime import timedelta

import pytest

from app.billing.held import accept, held_orders, return_money
from app.billing.notices import inbox
from app.billing.payments import refresh
from app.billing.plan_desk import choose, current, order_in_progress
from app.billing.schemas import Order
from app.core.clock import FrozenClock
from app.core.errors import Conflict
from app.core.variants import VARIANTS
from tests.billing.shop import Shop
from tests.billing.test_subscriptions import buyer, work

__all__ = ["buyer"]


async def held(shop: Shop, more: int) -> Order:
    """Starter, paid with so much more than asked."""
    chosen = await choose(shop.billing, shop.actor, "starter")
    assert chosen.order is not None
    await shop.world.press(chosen.order.page_url, "success")
    book = shop.world.simulator.book
    book.orders[chosen.order.merchant_id]["amount"] = chosen.order.amount_paise + more
    return await refresh(shop.billing, shop.tenant_id, chosen.order.id)


async def told(shop: Shop) -> list[str]:
    """The messages she has, newest first; every one can be said in every way of writing."""
    async with shop.platform.database.transaction(shop.tenant_id) as session:
        for variant in VARIANTS:
            await inbox(session, variant)
        return [each.key for each in await inbox(session, "en")]


@pytest.mark.parametrize("more", [-100, 250])
async def test_accepted_it_is_paid_and_billed_as_asked(buyer: Shop, more: int) -> None:
    order = await held(buyer, more)
    assert order.status == "held"
    assert (await current(buyer.billing, buyer.tenant_id)).status == "none"
    assert await told(buyer) == ["held"]
    [waits] = await held_orders(buyer.billing, buyer.tenant_id)
    assert (waits.order.id, waits.taken_paise) == (order.id, order.amount_paise + more)
    paid = await accept(buyer.billing, buyer.tenant_id, order.id)
    sub = await current(buyer.billing, buyer.tenant_id)
    assert (paid.status, sub.plan, sub.mandate) == ("paid", "starter", "active")
    [bill] = await buyer.rows("SELECT total_paise FROM invoices")
    assert bill["total_paise"] == order.amount_paise
    books = await buyer.books(order.id)
    assert (books["gateway"], books["differences"]) == (order.amount_paise + more, -more)
    assert await told(buyer) == ["paid", "held"]
    with pytest.raises(Conflict):
        await accept(buyer.billing, buyer.tenant_id, order.id)
    await buyer.assert_rebuilds()


@pytest.mark.parametrize("more", [-100, 250])
async def test_given_back_it_leaves_nothing_and_can_be_bought_again(
    buyer: Shop, clock: FrozenClock, more: int
) -> None:
    order = await held(buyer, more)
    refund = await return_money(buyer.billing, buyer.tenant_id, order.id)
    assert refund.amount_paise == order.amount_paise + more
    assert await work(buyer) == ["stop_mandate"]
    clock.advance(timedelta(minutes=5))
    await buyer.reconcile()
    assert await buyer.books() == {}
    assert await buyer.rows("SELECT 1 FROM invoices") == []
    assert await told(buyer) == ["held_back", "held"]
    with pytest.raises(Conflict):
        await return_money(buyer.billing, buyer.tenant_id, order.id)
    assert await order_in_progress(buyer.billing, buyer.tenant_id) is None
    assert (await choose(buyer.billing, buyer.actor, "starter")).order is not None
    await buyer.assert_rebuilds()
