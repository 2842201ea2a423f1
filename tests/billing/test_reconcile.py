"""Asking on the vendor's schedule, healing what was lost, and one asker at a time."""

import asyncio
import json
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any

import pytest

from app.billing.checking import check_order
from app.billing.inbox import Inbox
from app.billing.reconcile import LEASE, Due, ask_about, claim
from app.billing.schedule import next_check
from app.core.clock import FrozenClock
from app.core.errors import Unavailable
from integrations.payments.schemas import read_callback
from tests.billing.shop import Grants, Shop

START = datetime(2026, 10, 26, 5, 0, tzinfo=UTC)


def asked_at(seconds: int) -> list[int]:
    """When a pending order is asked about, in seconds after it was opened."""
    moments: list[int] = []
    at = START
    while True:
        at = next_check("checkout", START, at)
        elapsed = int((at - START).total_seconds())
        if elapsed > seconds:
            return moments
        moments.append(elapsed)


def test_the_vendors_schedule_is_kept() -> None:
    moments = asked_at(400)
    gaps = [later - earlier for earlier, later in pairwise(moments)]
    assert 20 <= moments[0] <= 25
    assert gaps[:10] == [3] * 10
    assert gaps[10:20] == [6] * 10
    assert gaps[20:26] == [10] * 6
    assert gaps[26:28] == [30] * 2
    assert set(gaps[28:]) == {60}


@pytest.mark.parametrize("what", ["debit", "refund", "mandate"])
def test_slow_things_are_asked_seldom_and_for_ever(what: str) -> None:
    at = next_check(what, START, START + timedelta(days=30))  # type: ignore[arg-type]
    assert timedelta(minutes=10) < at - (START + timedelta(days=30)) <= timedelta(hours=6)


async def test_a_lost_callback_is_healed(shop: Shop, grants: Grants, clock: FrozenClock) -> None:
    await shop.world.control(callbacks="lost")
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    clock.advance(timedelta(seconds=21))
    assert await shop.reconcile() == 0
    clock.advance(timedelta(seconds=2))
    assert await shop.reconcile() == 1
    assert grants.given == [order.id]
    clock.advance(timedelta(days=1))
    assert await shop.reconcile() == 0


async def test_a_callback_makes_it_due_at_once(shop: Shop, grants: Grants) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    await shop.call_back()
    assert await shop.reconcile() == 1
    assert grants.given == [order.id]
    inbox = await shop.rows("SELECT * FROM webhook_inbox")
    assert [(row["event"], row["deliveries"], row["proof"]) for row in inbox] == [
        ("checkout.order.completed", 1, "basic")
    ]
    assert inbox[0]["processed_at"] is not None
    assert inbox[0]["facts"]["state"] == "COMPLETED"


async def test_a_replayed_callback_is_counted_and_asks_nothing(shop: Shop) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    await shop.call_back()
    await shop.reconcile()
    for _ in range(5):
        await shop.call_back(shop.world.sent[:1])
        assert await shop.reconcile() == 0
    (row,) = await shop.rows("SELECT * FROM webhook_inbox")
    assert row["deliveries"] == 6
    assert row["processed_at"] is not None


async def test_a_callback_about_nothing_is_kept_for_nobody(shop: Shop) -> None:
    body = b'{"event":"checkout.order.completed","payload":{"merchantOrderId":"RFO-zz"}}'
    platform = shop.platform
    for fresh in (True, False):
        inbox = Inbox(platform.database, shop.billing.clock)
        assert await inbox.receive(read_callback(body), body, "basic") in (fresh, False)
    assert await shop.rows("SELECT * FROM webhook_inbox") == []


async def test_a_callback_while_we_ask_makes_us_ask_again(
    shop: Shop, grants: Grants, clock: FrozenClock
) -> None:
    """She pays between the vendor's answer and our next check: the hint must not be overwritten."""
    order = await shop.pay()
    clock.advance(timedelta(seconds=23))
    (due,) = [item for item in await claim(shop.billing, 1000) if item.id == order.id]
    await check_order(shop.billing, shop.tenant_id, order.id)
    await shop.world.press(order.page_url, "success")
    await shop.call_back()
    await ask_about(shop.billing, [Due("order", shop.tenant_id, order.id, due.claimed_until)])
    assert grants.given == [order.id]


async def test_two_askers_share_the_work(shop: Shop, clock: FrozenClock) -> None:
    for key in range(6):
        await shop.pay(str(key))
    clock.advance(timedelta(seconds=23))
    claims = await asyncio.gather(*(claim(shop.billing, 1000) for _ in range(4)))
    mine = [item.id for due in claims for item in due if item.tenant_id == shop.tenant_id]
    assert len(mine) == len(set(mine)) == 6


async def test_what_a_dead_process_claimed_becomes_due_again(
    shop: Shop, grants: Grants, clock: FrozenClock
) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    clock.advance(timedelta(seconds=23))
    await claim(shop.billing, 1000)
    assert await shop.reconcile() == 0
    clock.advance(LEASE)
    assert await shop.reconcile() == 1
    assert grants.given == [order.id]


async def test_a_vendor_that_is_away_is_asked_again(
    shop: Shop, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    order = await shop.pay()
    await shop.world.press(order.page_url, "success")
    clock.advance(timedelta(seconds=23))

    async def away(_id: str) -> None:
        raise Unavailable("payments_away")

    with monkeypatch.context() as patch:
        patch.setattr(shop.world.gateway, "order_status", away)
        assert await shop.reconcile() == 1
    assert (await shop.order(order.id)).status == "pending"
    clock.advance(LEASE)
    await shop.reconcile()
    assert (await shop.order(order.id)).status == "paid"


async def test_callbacks_that_come_together_are_stored_together(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    orders = [await shop.pay(str(number)) for number in range(5)]
    bodies = [
        json.dumps({
            "event": "checkout.order.completed",
            "payload": {"merchantOrderId": order.merchant_id, "state": "COMPLETED"},
        }).encode()
        for order in orders
    ] * 2  # fmt: skip
    inbox = Inbox(shop.platform.database, shop.billing.clock)
    batches: list[int] = []
    stored = inbox._stored

    async def counting(rows: list[Any]) -> list[bool]:
        batches.append(len(rows))
        return await stored(rows)

    monkeypatch.setattr(inbox, "_stored", counting)
    fresh = await asyncio.gather(
        *(inbox.receive(read_callback(body), body, "hmac") for body in bodies)
    )
    assert batches == [10]
    assert sorted(fresh) == [False] * 5 + [True] * 5
    rows = await shop.rows("SELECT deliveries, proof FROM webhook_inbox")
    assert [(row["deliveries"], row["proof"]) for row in rows] == [(2, "hmac")] * 5
    assert await shop.reconcile() == 5


async def test_a_database_that_is_away_is_told_to_everybody_who_waits(
    shop: Shop, monkeypatch: pytest.MonkeyPatch
) -> None:
    inbox = Inbox(shop.platform.database, shop.billing.clock)

    async def away(_rows: list[Any]) -> list[bool]:
        raise Unavailable("database_away")

    body = b'{"event": "x", "payload": {}}'
    with monkeypatch.context() as patch:
        patch.setattr(inbox, "_stored", away)
        told = await asyncio.gather(
            *(inbox.receive(read_callback(body), body, "basic") for _ in range(3)),
            return_exceptions=True,
        )
    assert [type(error) for error in told] == [Unavailable] * 3
    assert await inbox.receive(read_callback(body), body, "basic") in (True, False)
