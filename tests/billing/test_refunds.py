"""What was paid is given back: in parts, once, and when the vendor is away."""

import asyncio
from datetime import timedelta
from uuid import UUID, uuid4

import pytest

from app.billing.payments import refresh
from app.billing.refunds import start_refund
from app.billing.schemas import Order, Refund
from app.core.clock import FrozenClock
from app.core.errors import Conflict, InputError, NotFound, Unavailable
from tests.billing.shop import AMOUNT, Grants, Shop


async def paid(shop: Shop) -> Order:
    """An order that was paid."""
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    return await refresh(shop.billing, shop.tenant_id, order.id)


async def give_back(shop: Shop, order_id: UUID, amount: int, key: str = "r1") -> Refund:
    """A refund."""
    return await start_refund(
        shop.billing, shop.tenant_id, shop.actor, order_id,
        amount_paise=amount, reason="cancelled", key=key,
    )  # fmt: skip


async def test_a_refund_in_parts(shop: Shop, grants: Grants, clock: FrozenClock) -> None:
    order = await paid(shop)
    shop.world.simulator.book.settles_after = timedelta(seconds=20)
    first = await give_back(shop, order.id, 100_000)
    assert (first.status, first.amount_paise) == ("pending", 100_000)
    assert await shop.books() == {
        "gateway": AMOUNT, "customer_advances": 100_000 - AMOUNT, "refunds_due": -100_000,
    }  # fmt: skip
    with pytest.raises(Conflict) as refused:
        await give_back(shop, order.id, 100_000, "r2")
    assert refused.value.code == "refund_running"
    clock.advance(timedelta(seconds=31))
    assert await shop.reconcile() == 1
    assert await shop.books() == {
        "gateway": AMOUNT - 100_000,
        "customer_advances": 100_000 - AMOUNT,
    }
    assert grants.refunded == [first.id]
    assert (await give_back(shop, order.id, 100_000)).status == "completed"
    with pytest.raises(InputError) as too_much:
        await give_back(shop, order.id, AMOUNT, "r2")
    assert too_much.value.params["amount"] == "₹2,538.82"
    await give_back(shop, order.id, AMOUNT - 100_000, "r2")
    clock.advance(timedelta(seconds=31))
    await shop.reconcile()
    assert await shop.books() == {}
    assert (await shop.order(order.id)).refunded_paise == AMOUNT
    await shop.assert_rebuilds()


async def test_a_refund_that_fails_gives_the_claim_back(shop: Shop, clock: FrozenClock) -> None:
    order = await paid(shop)
    shop.world.simulator.book.settles_after = timedelta(seconds=20)
    refund = await give_back(shop, order.id, AMOUNT)
    shop.world.simulator.book.refunds[refund.merchant_id]["fails"] = True
    clock.advance(timedelta(seconds=31))
    await shop.reconcile()
    assert await shop.books() == {"gateway": AMOUNT, "customer_advances": -AMOUNT}
    again = await give_back(shop, order.id, AMOUNT, "again")
    assert again.status == "pending"


async def test_a_refund_is_sent_when_the_vendor_is_back(shop: Shop, clock: FrozenClock) -> None:
    order = await paid(shop)
    await shop.world.control(fail={"refund": "before", "refund_status": "before"})
    refund = await give_back(shop, order.id, AMOUNT)
    assert refund.status == "requested"
    await shop.reconcile()
    clock.advance(timedelta(seconds=61))
    await shop.reconcile()
    assert await shop.books() == {}


async def test_a_token_that_is_refused_fails_nothing_for_good(
    shop: Shop, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await paid(shop)
    api = shop.world.simulator.api
    with monkeypatch.context() as patch:
        patch.setattr(api, "client_secret", "rotated")
        api.tokens.clear()
        assert (await give_back(shop, order.id, AMOUNT)).status == "requested"
        with pytest.raises(Unavailable):
            await shop.pay("two")
        await shop.reconcile()
    for _ in range(2):
        clock.advance(timedelta(seconds=91))
        await shop.reconcile()
    assert await shop.books() == {}
    assert (await shop.pay("two")).page_url


async def test_what_was_not_paid_is_not_given_back(shop: Shop) -> None:
    order = await shop.pay()
    with pytest.raises(Conflict):
        await give_back(shop, order.id, 100)
    with pytest.raises(NotFound):
        await give_back(shop, uuid4(), 100)


async def test_of_many_refunds_at_once_one_is_taken(shop: Shop, clock: FrozenClock) -> None:
    order = await paid(shop)
    shop.world.simulator.book.settles_after = timedelta(seconds=20)
    tried = await asyncio.gather(
        *(give_back(shop, order.id, AMOUNT, f"r{n}") for n in range(6)), return_exceptions=True
    )
    taken = [refund for refund in tried if isinstance(refund, Refund)]
    refused = [error.code for error in tried if isinstance(error, Conflict)]
    assert (len(taken), refused) == (1, ["refund_running"] * 5)
    clock.advance(timedelta(seconds=31))
    await shop.reconcile()
    assert await shop.books() == {}
    assert shop.captured(order) == 0
