"""A vendor, a bank and our own scan on one clock: what a subscription lives in for two years."""

import heapq
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import UUID

from app.billing.debit_windows import MOST_TRIES, is_open
from app.billing.offers import offer
from app.billing.subscription_machine import decide
from app.billing.subscription_state import (
    Bill,
    Debit,
    Failed,
    Grant,
    Happening,
    MandateIs,
    Notified,
    Notify,
    OpenPayment,
    Paid,
    Refund,
    StopMandate,
    Subscription,
    Tell,
    Terms,
    Tick,
    from_plain,
    to_plain,
)
from app.billing.subscription_time import next_due
from app.core.errors import Conflict
from app.core.plans import PlanId, plan_named

START = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
SCAN = timedelta(minutes=10)
NONE = UUID(int=0)


@dataclass
class Order:
    """What the bank and the vendor know of one order."""

    amount: int
    mandate_id: UUID | None
    state: str = "open"
    notified_at: datetime | None = None
    tries: list[datetime] = field(default_factory=list)
    paid: bool = False
    billed: int = 0
    refunded: int = 0


class World:
    """A vendor, a bank and our own scan, on one clock."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311 (a reproducible walk, no secret)
        self.now = START
        self.sub = Subscription(UUID(int=1))
        self.orders: dict[UUID, Order] = {}
        self.mandates: dict[UUID, str] = {}
        self.bills: list[tuple[Bill, datetime]] = []
        self.grant = Grant("trial", None)
        self.told: list[Tell] = []
        self.coming: list[tuple[datetime, int, Callable[[], None]]] = []
        self.count = 1
        self.debits_fail = False
        self.no_debit_since: datetime | None = None

    def fresh(self) -> UUID:
        self.count += 1
        return UUID(int=self.count)

    def terms(self, plan: PlanId, unused: int = 0) -> Terms:
        made = offer(plan_named(plan), self.now.date(), "998314")
        discount = min(unused, made.price_paise - 100)
        left = made.price_paise - discount
        return Terms(plan, left, discount, left + 2 * round(left * 9 / 100))

    def happens(self, what: Happening) -> bool:
        """Decide and do; False when it was refused."""
        try:
            self.sub, actions = decide(self.sub, what, self.now)
        except Conflict:
            return False
        assert from_plain(to_plain(self.sub)) == self.sub
        for action in actions:
            getattr(self, f"_{type(action).__name__.lower()}")(action)
        return True

    def later(self, hours: float, what: Callable[[], None]) -> None:
        self.count += 1
        heapq.heappush(self.coming, (self.now + timedelta(hours=hours), self.count, what))

    def hears(self, what: Happening) -> None:
        """A callback: late, and sometimes twice."""
        for _ in range(self.random.choice((1, 1, 2))):
            self.later(self.random.choice((0.01, 0.1, 2.5, 11)), lambda: self.hear(what))

    def hear(self, what: Happening) -> None:
        """A callback arrives; one that is no longer wanted is refused."""
        self.happens(what)

    # -- what our side asks for ------------------------------------------------------------

    def _openpayment(self, action: OpenPayment) -> None:
        payment = action.payment
        assert payment.order_id not in self.orders
        self.orders[payment.order_id] = Order(payment.terms.total_paise, action.mandate_id)
        if action.mandate_id:
            assert plan_named(payment.terms.plan).renews == "mandate"
            assert payment.terms.total_paise <= 15_000_00
            self.mandates[action.mandate_id] = "asked"
        self.later(1, lambda: self.expire(payment.order_id))

    def expire(self, order_id: UUID) -> None:
        if self.orders[order_id].state == "open":
            self.orders[order_id].state = "failed"
            self.hears(Failed(order_id))

    def _notify(self, action: Notify) -> None:
        payment, sub = action.payment, self.sub
        assert sub.period is not None
        assert self.now >= sub.period.end - timedelta(hours=48)
        assert not sub.cancel_at_end
        assert payment.order_id not in self.orders
        self.orders[payment.order_id] = Order(payment.terms.total_paise, sub.mandate_id)
        if self.mandates.get(sub.mandate_id or NONE) != "active" or self.random.random() < 0.1:
            self.orders[payment.order_id].state = "failed"
            self.hears(Failed(payment.order_id))
            return
        self.later(self.random.choice((0.02, 0.5, 5)), lambda: self.notified(payment.order_id))

    def notified(self, order_id: UUID) -> None:
        order = self.orders[order_id]
        order.notified_at, order.state = self.now, "notified"
        self.hears(Notified(order_id, self.now))

    def _debit(self, action: Debit) -> None:
        order = self.orders[action.order_id]
        assert order.state == "notified"
        assert order.notified_at is not None
        assert self.now - order.notified_at >= timedelta(hours=24)
        assert is_open(self.now)
        assert not order.paid
        assert len(order.tries) < MOST_TRIES
        assert all(self.now - tried >= timedelta(minutes=90) for tried in order.tries)
        assert all(self.now - tried <= timedelta(hours=48) for tried in order.tries)
        assert self.no_debit_since is None, "a debit after she stopped the plan"
        assert self.sub.period is not None
        assert self.now >= self.sub.period.end, "charged for a month that has not begun"
        order.tries.append(self.now)
        order.state = "debiting"
        self.later(self.random.choice((0.01, 0.3, 3)), lambda: self.answers(action.order_id))

    def answers(self, order_id: UUID) -> None:
        order = self.orders[order_id]
        works = self.mandates.get(order.mandate_id or NONE) == "active"
        if works and not self.debits_fail:
            self.pays(order_id)
        elif works and len(order.tries) < MOST_TRIES:
            order.state = "notified"
            self.hears_once(Failed(order_id, final=False, error="Z9"))
        else:
            order.state = "failed"
            self.hears(Failed(order_id, error="Z9"))

    def hears_once(self, what: Happening) -> None:
        self.later(0.05, lambda: self.hear(what))

    def pays(self, order_id: UUID) -> None:
        order = self.orders[order_id]
        order.paid, order.state = True, "paid"
        if order.mandate_id and self.mandates[order.mandate_id] == "asked":
            self.mandates[order.mandate_id] = "active"
        self.hears(Paid(order_id, order.mandate_id))

    def _stopmandate(self, action: StopMandate) -> None:
        if self.mandates[action.mandate_id] in ("asked", "active", "paused"):
            self.mandates[action.mandate_id] = "gone"
            self.hears(MandateIs(action.mandate_id, "gone"))

    def _bill(self, action: Bill) -> None:
        order = self.orders[action.order_id]
        assert order.paid
        assert order.billed == 0
        assert action.terms.total_paise == order.amount
        order.billed = order.amount
        self.bills.append((action, self.now))

    def _refund(self, action: Refund) -> None:
        order = self.orders[action.order_id]
        assert order.paid
        assert order.refunded == 0
        assert action.billed == bool(order.billed)
        order.refunded = order.amount

    def _grant(self, action: Grant) -> None:
        self.grant = action

    def _tell(self, action: Tell) -> None:
        self.told.append(action)

    # -- time -------------------------------------------------------------------------------

    def tick(self) -> None:
        plan = self.sub.next_plan or self.sub.plan
        if plan != "trial":
            self.happens(Tick(self.fresh(), self.terms(plan)))

    def live_until(self, moment: datetime) -> None:
        """Go on from one thing that is due to the next; our scan finds it within ten minutes."""
        while self.now < moment:
            due = next_due(self.sub, self.now)
            scan = due + timedelta(seconds=self.random.random() * SCAN.seconds) if due else moment
            callback = self.coming[0][0] if self.coming else moment
            self.now = max(self.now, min(moment, scan, callback))
            while self.coming and self.coming[0][0] <= self.now:
                heapq.heappop(self.coming)[2]()
                self.tick()
            self.tick()
