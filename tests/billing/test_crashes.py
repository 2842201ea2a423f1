"""Killed at any await: nothing charged twice, nothing granted unpaid, nothing paid ungranted."""

from datetime import timedelta
from typing import Final

import pytest

from app.billing.payments import refresh
from app.billing.refunds import start_refund
from app.billing.schemas import Order
from app.core.clock import FrozenClock
from tests.billing.crashing import Killed, KilledAt
from tests.billing.shop import AMOUNT, Grants, Process, Shop
from tests.fixtures.counts import FULL

BACK: Final = 120_000
PARTS: Final = 6


async def life(shop: Shop, key: str) -> None:
    """What one process does: opens, sees it paid, gives part of it back, asks about the rest."""
    order = await shop.pay(key)
    if order.page_url:
        await shop.world.press(order.page_url, "success")
    await shop.call_back()
    await shop.reconcile()
    order = await refresh(shop.billing, shop.tenant_id, order.id)
    await start_refund(
        shop.billing, shop.tenant_id, shop.actor, order.id, amount_paise=BACK, reason="t", key="r"
    )
    await shop.reconcile()


async def recovered(shop: Shop, clock: FrozenClock, key: str) -> Order:
    """Another process, later: the same requests again, and what is due."""
    clock.advance(timedelta(seconds=91))
    await shop.reconcile()
    await life(shop, key)
    clock.advance(timedelta(seconds=91))
    await shop.reconcile()
    return await shop.pay(key)


async def assert_right(shop: Shop, grants: Grants, order: Order) -> None:
    """Our books, the vendor's and what was granted agree, and it happened once."""
    assert (order.status, order.refunded_paise) == ("paid", BACK)
    about = "SELECT id FROM payment_orders WHERE status = 'paid'"
    assert [row["id"] for row in await shop.rows(about)] == [order.id]
    assert await shop.books() == {"gateway": AMOUNT - BACK, "customer_advances": BACK - AMOUNT}
    book = shop.world.simulator.book
    assert sum(book.captured(order) for order in book.orders.values()) == AMOUNT - BACK
    assert grants.given == [order.id]
    assert len(grants.refunded) == 1
    await shop.assert_rebuilds()


async def suspensions(shop: Shop) -> int:
    """How often one whole life waits."""
    counted = KilledAt(life(shop, "count"), None)
    await counted
    return counted.suspensions


async def clean(shop: Shop) -> None:
    """Forget the business's payments between two runs."""
    shop.world.simulator.book.orders.clear()
    shop.world.simulator.book.refunds.clear()
    async with shop.platform.database.transaction(shop.tenant_id) as session:
        from sqlalchemy import text

        for table in ("ledger_transfers", "refunds", "payment_orders"):
            await session.execute(text(f"DELETE FROM {table}"))  # noqa: S608


@pytest.mark.parametrize("part", range(PARTS))
async def test_killed_at_any_await(
    shop: Shop, grants: Grants, clock: FrozenClock, part: int
) -> None:
    counted = Process(shop)
    count = await suspensions(counted.shop)
    counted.kill()
    assert count > 60
    points = range(1 + part, count + 1, PARTS)
    for nth in points if FULL else list(points)[part::9]:
        await clean(shop)
        grants.given.clear()
        grants.refunded.clear()
        key = f"killed-{nth}"
        process = Process(shop)
        with pytest.raises(Killed):
            await KilledAt(life(process.shop, key), nth)
        process.kill()
        # A transaction that was killed in its commit may have granted; what is stored counts.
        stored = await shop.rows("SELECT id FROM payment_orders WHERE status = 'paid'")
        grants.given[:] = [row["id"] for row in stored]
        done = await shop.rows("SELECT id FROM refunds WHERE status = 'completed'")
        grants.refunded[:] = [row["id"] for row in done]
        order = await recovered(shop, clock, key)
        await assert_right_without_rebuild(shop, grants, order)


async def assert_right_without_rebuild(shop: Shop, grants: Grants, order: Order) -> None:
    """Rows of earlier runs were forgotten, so only this one's are compared."""
    assert (order.status, order.refunded_paise) == ("paid", BACK), order
    assert await shop.books() == {"gateway": AMOUNT - BACK, "customer_advances": BACK - AMOUNT}
    book = shop.world.simulator.book
    assert sum(book.captured(order) for order in book.orders.values()) == AMOUNT - BACK
    assert grants.given == [order.id]
    assert len(grants.refunded) == 1


async def test_a_whole_life(shop: Shop, grants: Grants, clock: FrozenClock) -> None:
    await life(shop, "whole")
    await assert_right(shop, grants, await recovered(shop, clock, "whole"))
