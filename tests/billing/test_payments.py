"""One payment from the page to the books, and everything that goes wrong on the way."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest
from redis.asyncio import Redis

from app.billing import ledger
from app.billing.checking import NEVER_OPENED_AFTER
from app.billing.payments import OPENING_TAKES, PAGE_LIFE, refresh
from app.billing.schemas import Order
from app.core.clock import FrozenClock
from app.core.errors import InputError, NotFound, Unavailable
from app.core.ids import uuid7
from app.core.platform import Platform
from integrations.payments.schemas import Opened
from tests.billing.shop import AMOUNT, Grants, Shop, make_shop
from tests.fixtures.platform import Business


async def test_a_payment_from_page_to_books(shop: Shop, grants: Grants) -> None:
    order = await shop.pay(details={"plan": "starter"}, subject_id=uuid7())
    assert (order.status, order.amount_paise, order.details) == (
        "pending",
        AMOUNT,
        {"plan": "starter"},
    )
    assert order.page_url
    assert await shop.books() == {}
    await shop.world.press(order.page_url, "success")
    paid = await refresh(shop.billing, shop.tenant_id, order.id)
    assert (paid.status, paid.payment_mode) == ("paid", "UPI_QR")
    assert grants.given == [order.id]
    assert await shop.books(order.id) == {"gateway": AMOUNT, "customer_advances": -AMOUNT}
    for _ in range(2):
        await refresh(shop.billing, shop.tenant_id, order.id)
    assert grants.given == [order.id]
    await shop.assert_rebuilds()


async def test_the_same_key_is_the_same_payment(shop: Shop) -> None:
    first = await shop.pay()
    assert await shop.pay() == first
    assert len(shop.world.simulator.book.orders) == 1
    with pytest.raises(InputError) as refused:
        await shop.pay(amount=AMOUNT + 1)
    assert refused.value.code == "key_reused"
    assert (await shop.pay("two")).id != first.id


async def test_two_at_once_open_one_page(shop: Shop) -> None:
    orders = await asyncio.gather(*(shop.pay() for _ in range(4)))
    assert len({order.page_url for order in orders}) == 1
    assert len(shop.world.simulator.book.orders) == 1


async def test_a_page_lost_on_the_way_is_opened_anew(
    shop: Shop, grants: Grants, clock: FrozenClock
) -> None:
    await shop.world.control(fail={"pay": "after"})
    order = await shop.pay()
    assert order.page_url
    assert len(shop.world.simulator.book.orders) == 2
    assert await shop.pay() == order
    await shop.world.press(order.page_url, "success")
    await refresh(shop.billing, shop.tenant_id, order.id)
    clock.advance(PAGE_LIFE + timedelta(minutes=1))
    await shop.reconcile()
    ends = await shop.rows("SELECT status FROM payment_orders ORDER BY status")
    assert [row["status"] for row in ends] == ["failed", "paid"]
    assert (grants.given, grants.failed) == ([order.id], [])
    assert (await shop.pay()).id == order.id


async def test_an_order_the_vendor_never_got_is_sent_again_or_closed(
    shop: Shop, clock: FrozenClock
) -> None:
    async def away(*_: object, **__: object) -> None:
        raise Unavailable("payments_away")

    pay, shop.world.gateway.pay = shop.world.gateway.pay, away  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        await shop.pay()
    (row,) = await shop.rows("SELECT id, status FROM payment_orders")
    assert row["status"] == "created"
    shop.world.gateway.pay = pay  # type: ignore[method-assign]
    assert (await shop.pay()).id == row["id"]

    shop.world.gateway.pay = away  # type: ignore[method-assign, assignment]
    with pytest.raises(Unavailable):
        await shop.pay("two")
    clock.advance(NEVER_OPENED_AFTER)
    await shop.reconcile()
    rows = await shop.rows("SELECT status, error_code FROM payment_orders WHERE status = 'failed'")
    assert [row["error_code"] for row in rows] == ["never_opened"]


async def test_failures_are_told_and_cost_nothing(shop: Shop, grants: Grants) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "failure")
    failed = await refresh(shop.billing, shop.tenant_id, order.id)
    assert (failed.status, failed.error_code) == ("failed", "ZA")
    assert (grants.given, grants.failed) == ([], [order.id])
    assert await shop.books() == {}


@pytest.mark.parametrize("act", ["pending", "leave"])
async def test_an_order_nobody_pays_expires(shop: Shop, clock: FrozenClock, act: str) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, act)
    clock.advance(timedelta(minutes=5))
    assert (await refresh(shop.billing, shop.tenant_id, order.id)).status == "pending"
    clock.advance(PAGE_LIFE)
    await shop.reconcile()
    assert (await shop.order(order.id)).error_code == "ORDER_EXPIRED"


async def test_paid_for_another_amount_is_held(shop: Shop, grants: Grants) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    shop.world.simulator.book.orders[order.merchant_id]["amount"] = AMOUNT - 1
    held = await refresh(shop.billing, shop.tenant_id, order.id)
    assert (held.status, held.error_code) == ("held", "amount_differs")
    assert grants.given == []
    assert await shop.books() == {}


async def test_a_hook_that_fails_takes_the_settlement_with_it(
    shop: Shop, grants: Grants, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    grant = grants.order

    async def broken(_move: object) -> None:
        message = "no invoice number"
        raise RuntimeError(message)

    from app.billing import hooks
    from tests.billing.shop import PURPOSE

    monkeypatch.setitem(hooks._ORDERS, PURPOSE, [grant, broken])
    with pytest.raises(RuntimeError):
        await refresh(shop.billing, shop.tenant_id, order.id)
    assert (await shop.order(order.id)).status == "pending"
    assert await shop.books() == {}


async def test_amounts_the_vendor_does_not_take(shop: Shop) -> None:
    with pytest.raises(InputError):
        await shop.pay(amount=99)


async def test_another_business_sees_no_order(
    shop: Shop, platform: Platform, other_tenant: Business, redis: Redis
) -> None:
    order = await shop.pay()
    other = make_shop(platform, other_tenant, redis)
    with pytest.raises(NotFound):
        await refresh(other.billing, other_tenant.id, order.id)
    await other.world.client.aclose()


async def test_many_who_ask_at_once_settle_it_once(shop: Shop, grants: Grants) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    asked = (refresh(shop.billing, shop.tenant_id, order.id) for _ in range(8))
    seen = await asyncio.gather(*asked, shop.call_back(), shop.reconcile())
    assert {found.status for found in seen if isinstance(found, Order)} == {"paid"}
    assert grants.given == [order.id]
    assert await shop.books() == {"gateway": AMOUNT, "customer_advances": -AMOUNT}


def test_accounts_have_names() -> None:
    assert len({ledger.GATEWAY, ledger.ADVANCES, ledger.REFUNDS_DUE}) == 3


async def test_a_slow_opener_and_its_successor_end_on_one_page(
    shop: Shop, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The first is so slow that it is taken for dead; its page must not be paid beside another."""
    pay = shop.world.gateway.pay
    entered, release = asyncio.Event(), asyncio.Event()

    async def slow(*sent: Any, **more: Any) -> Opened:
        opened = await pay(*sent, **more)
        if not entered.is_set():
            entered.set()
            await release.wait()
        return opened

    monkeypatch.setattr(shop.world.gateway, "pay", slow)
    first = asyncio.create_task(shop.pay())
    await entered.wait()
    clock.advance(OPENING_TAKES + timedelta(seconds=1))
    second = await shop.pay()
    release.set()
    assert (await first).page_url == second.page_url
    assert second.page_url
