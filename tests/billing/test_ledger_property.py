"""However callbacks come, the books end the same, and the same as the vendor's own."""

import json
from datetime import timedelta
from typing import Any, Final

import pytest

from app.billing.inbox import Inbox
from app.billing.payments import refresh
from app.billing.refunds import start_refund
from app.billing.schemas import Order, merchant_id
from app.core.clock import FrozenClock
from app.core.errors import Conflict
from app.core.ids import uuid7
from integrations.payments.phonepe_simulator_callbacks import payload
from integrations.payments.phonepe_verification import verify
from integrations.payments.schemas import read_callback
from tests.billing.schedules import schedules
from tests.billing.shop import AMOUNT, Grants, Shop
from tests.fixtures.counts import FULL
from tests.payments.world import SECRETS

ALL: Final = schedules()
CHUNKS: Final = 25
SAMPLED: Final = 2
BACK: Final = 120_000

NAMES: Final = {
    "1": "checkout.order.completed", "2": "pg.refund.accepted", "3": "pg.refund.completed",
}  # fmt: skip


class Run:
    """One schedule on one order."""

    def __init__(self, shop: Shop, clock: FrozenClock, number: int) -> None:
        self.shop = shop
        self.clock = clock
        self.key = f"s{number}"
        self.order: Order
        self.refund_asked = False

    async def go(self, word: str, refund_at: int) -> None:
        """Pay, then everything in the order of the schedule, with the clock running on."""
        self.order = await self.shop.pay(self.key)
        await self.shop.world.press(self.order.page_url, "success")
        for place, letter in enumerate(word):
            if place == refund_at:
                await self.ask_refund()
            await self.deliver(letter)
            self.clock.advance(timedelta(seconds=1))
            await self.shop.reconcile()
        await self.ask_refund()
        await self.until_quiet()

    async def ask_refund(self) -> None:
        """The owner wants part of it back; not before it is paid, which she looks at first."""
        if self.refund_asked:
            return
        self.refund_asked = True
        self.clock.advance(self.shop.world.simulator.book.settles_after)
        await refresh(self.shop.billing, self.shop.tenant_id, self.order.id)
        await start_refund(
            self.shop.billing, self.shop.tenant_id, self.shop.actor, self.order.id,
            amount_paise=BACK, reason="test", key="r",
        )  # fmt: skip

    async def deliver(self, letter: str) -> None:
        """One callback as the vendor sent it, or as somebody else made it up."""
        headers = {"authorization": "0" * 64}
        if letter != "u":
            headers = self.shop.world.simulator.callbacks._headers(b"")
        body = json.dumps(self.body(letter)).encode()
        proof = verify(headers, body, SECRETS)
        assert (proof is None) == (letter == "u")
        if proof is not None:
            platform = self.shop.platform
            inbox = Inbox(platform.database, self.clock)
            await inbox.receive(read_callback(body), body, proof)

    def body(self, letter: str) -> dict[str, Any]:
        """What the vendor says when it happened; before that somebody lies that it did."""
        book = self.shop.world.simulator.book
        order = dict(book.orders[self.order.merchant_id])
        mine = [
            refund for refund in book.refunds.values()
            if refund["originalMerchantOrderId"] == self.order.merchant_id
        ]  # fmt: skip
        nowhere = {
            "merchantRefundId": merchant_id("refund", uuid7()), "state": "COMPLETED",
            "originalMerchantOrderId": self.order.merchant_id, "refundId": "OMR1", "amount": BACK,
            "createdAt": 1,
        }  # fmt: skip
        refund = dict(mine[0]) if mine else nowhere
        match letter:
            case "f":
                order |= {"state": "FAILED"}
                return {"event": "checkout.order.failed", "payload": payload(order)}
            case "a":
                order |= {"amount": 1, "state": "COMPLETED"}
                return {"event": "checkout.order.completed", "payload": payload(order)}
            case "x":
                order |= {"merchantOrderId": "RFO-nothing-of-ours"}
                return {"event": "checkout.order.completed", "payload": payload(order)}
            case "2" | "3" | "r":
                refund |= {"state": "CONFIRMED" if letter == "2" else "COMPLETED"}
                return {"event": NAMES.get(letter, NAMES["3"]), "payload": payload(refund)}
            case _:
                return {"event": NAMES["1"], "payload": payload(order)}

    async def until_quiet(self) -> None:
        """Whatever was lost is healed by asking, in minutes."""
        for _ in range(12):
            rows = await self.shop.rows(
                "SELECT status FROM refunds WHERE order_id = :id", id=self.order.id
            )
            if [row["status"] for row in rows] == ["completed"]:
                return
            self.clock.advance(timedelta(seconds=61))
            await self.shop.reconcile()
        message = f"nothing healed {self.order}"
        raise AssertionError(message)


def mine(chunk: int) -> list[tuple[str, int]]:
    """The schedules of a chunk: all in proof, some spread over it otherwise."""
    part = ALL[chunk::CHUNKS]
    return part if FULL else part[:: max(1, len(part) // SAMPLED)][:SAMPLED]


def test_there_are_enough_of_them() -> None:
    assert len(ALL) >= 5_000
    assert len(set(ALL)) == len(ALL)


@pytest.mark.parametrize("chunk", range(CHUNKS))
async def test_every_schedule_ends_in_the_same_books(
    shop: Shop, grants: Grants, clock: FrozenClock, chunk: int
) -> None:
    for number, (word, refund_at) in enumerate(mine(chunk)):
        run = Run(shop, clock, number)
        grants.given.clear()
        grants.refunded.clear()
        # Some settle at once, others while callbacks are on their way.
        shop.world.simulator.book.settles_after = timedelta(seconds=number % 3)
        await run.go(word, refund_at)
        order = await shop.order(run.order.id)
        books = await shop.books(order.id)
        assert books == {"gateway": AMOUNT - BACK, "customer_advances": BACK - AMOUNT}, word
        assert books["gateway"] == shop.captured(order), word
        assert (order.status, order.refunded_paise) == ("paid", BACK), word
        assert grants.given == [order.id], word
        assert len(grants.refunded) == 1, word
    (postings,) = await shop.rows("SELECT count(*) AS n FROM ledger_transfers")
    assert postings["n"] == 3 * len(mine(chunk))
    if chunk == 0:
        await shop.assert_rebuilds()


async def test_a_refund_is_never_asked_before_the_payment(shop: Shop) -> None:
    order = await shop.pay()
    with pytest.raises(Conflict):
        await start_refund(
            shop.billing, shop.tenant_id, shop.actor, order.id, amount_paise=BACK, reason="t",
            key="r",
        )  # fmt: skip
