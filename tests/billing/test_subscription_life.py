"""Two years of a customer who does as she likes, with a bank that does as banks do."""

from datetime import datetime, timedelta
from itertools import pairwise
from uuid import UUID

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from app.billing.periods import Period
from app.billing.subscription_state import Cancel, Choose, GiveBack, Keep, MandateIs, Notify
from app.billing.subscription_time import GRACE, LINK_FROM
from app.core.plans import PlanId
from tests.billing.worlds import START, World
from tests.fixtures.counts import examples

YEARS = timedelta(days=731)
PLANS: tuple[PlanId, ...] = ("starter", "growth", "agency")


class Life(RuleBasedStateMachine):
    """Whatever she does in whatever order, nothing is taken that may not be."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(20261123)

    @rule(seed=st.integers(0, 2**16))
    def another_world(self, seed: int) -> None:
        self.world.random.seed(seed)

    @rule(hours=st.one_of(st.integers(1, 72), st.integers(100, 1200)))
    def time_passes(self, hours: int) -> None:
        self.world.live_until(min(self.world.now + timedelta(hours=hours), START + YEARS))

    @rule(plan=st.sampled_from(PLANS), pays=st.booleans())
    def she_chooses(self, plan: PlanId, pays: bool) -> None:
        world = self.world
        sub, unused = world.sub, 0
        if sub.period and sub.is_live:
            left, whole = sub.period.unused(world.now)
            unused = world.terms(sub.plan).price_paise * left // whole
        order_id = world.fresh()
        terms = world.terms(plan, unused)
        asked = world.happens(Choose(terms, order_id, world.fresh(), world.terms(plan)))
        if asked:
            world.no_debit_since = None
        if asked and pays and order_id in world.orders:
            world.later(0.1, lambda: self.she_pays(order_id))

    def she_pays(self, order_id: UUID) -> None:
        if self.world.orders[order_id].state == "open":
            self.world.pays(order_id)

    @rule()
    def she_pays_an_old_page(self) -> None:
        for order_id, order in self.world.orders.items():
            if order.state == "open":
                self.world.pays(order_id)
                return

    @rule()
    def she_stops_the_plan(self) -> None:
        if self.world.happens(Cancel()):
            self.world.no_debit_since = self.world.now

    @rule()
    def she_goes_on_after_all(self) -> None:
        if self.world.sub.cancel_at_end and self.world.happens(Keep()):
            self.world.no_debit_since = None

    @rule(state=st.sampled_from(["paused", "active", "gone"]))
    def she_uses_her_upi_app(self, state: str) -> None:
        world = self.world
        mandate_id = world.sub.mandate_id
        if mandate_id is None or world.mandates[mandate_id] not in ("active", "paused"):
            return
        world.mandates[mandate_id] = state
        world.hears(MandateIs(mandate_id, state))  # type: ignore[arg-type]

    @rule()
    def she_stops_while_the_bank_works(self) -> None:
        """The moment between a debit and its answer."""
        payment = self.world.sub.payment
        if payment is not None and payment.phase == "debiting":
            self.she_stops_the_plan()

    @rule(fail=st.booleans())
    def her_account_is_empty_or_full(self, fail: bool) -> None:
        self.world.debits_fail = fail

    @rule()
    def she_wants_her_money_back(self) -> None:
        order_id = self.world.sub.period_order
        if order_id:
            self.world.happens(GiveBack(order_id, "asked"))

    @invariant()
    def no_period_is_billed_twice(self) -> None:
        orders = self.world.orders  # a month that was given back may be bought again
        kept = [bill for bill, _ in self.world.bills if not orders[bill.order_id].refunded]
        starts = [bill.period.start for bill in kept]
        assert len(starts) == len(set(starts))

    @invariant()
    def what_is_in_force_was_paid(self) -> None:
        world = self.world
        if not world.sub.is_live:
            assert world.grant.plan == "trial"
            return
        # A month to come that was given back leaves the one before it in force.
        bill = next(b for b, _ in reversed(world.bills) if not world.orders[b.order_id].refunded)
        assert world.orders[bill.order_id].paid
        assert world.sub.period is not None
        assert world.sub.period.end == bill.period.end
        assert (world.grant.plan, world.grant.until) == (world.sub.plan, bill.period.end + GRACE)
        if world.sub.period_order is not None:
            assert (world.sub.plan, world.sub.period) == (bill.terms.plan, bill.period)
        assert world.now < bill.period.end + GRACE + timedelta(days=4)

    @invariant()
    def one_payment_at_a_time(self) -> None:
        trying = [o for o in self.world.orders.values() if o.state == "debiting"]
        assert len(trying) <= 1

    def teardown(self) -> None:
        """Live the two years to their end, stop, and count the money."""
        world = self.world
        world.live_until(START + YEARS)
        world.happens(Cancel())
        world.live_until(START + YEARS + timedelta(days=60))
        assert not world.sub.is_live
        assert world.coming == []
        assert not {"active", "paused"} & set(world.mandates.values()), "a mandate was forgotten"
        for order in world.orders.values():
            kept = order.amount if order.paid else 0
            assert order.billed + (order.refunded if not order.billed else 0) == kept, order
        # A month that was given back may have been one to come: the next begins when it is bought.
        renewals = [b for b, _ in world.bills if not world.orders[b.order_id].refunded]
        for earlier, later in pairwise(renewals):
            assert later.period.start >= earlier.period.start
        self.nobody_is_cut_off_while_paid()

    def nobody_is_cut_off_while_paid(self) -> None:
        """A renewal begins where the month before it ended: no paid day is lost."""
        for bill, at in self.world.bills:
            period: Period = bill.period
            assert period.end - period.start >= timedelta(days=28)
            assert period.start <= at + LINK_FROM


HABITS: dict[str, tuple[float, float, float]] = {
    # chance a step that she: pays what she chose, stops the plan, plays with her UPI app
    "steady": (1.0, 0.0, 0.0),
    "usual": (0.8, 0.03, 0.05),
    "restless": (0.6, 0.15, 0.2),
}
LIVES = examples(15)


def live(life: Life, habit: str) -> None:
    """Two years in steps of some days, by habit."""
    world, (pays, stops, plays) = life.world, HABITS[habit]
    pick = world.random
    while world.now < START + YEARS:
        if not world.sub.is_live or world.sub.status == "grace" or pick.random() < 0.03:
            plan = world.sub.plan if world.sub.is_live else pick.choice(PLANS)
            wanted = plan if pick.random() < 0.7 else pick.choice(PLANS)
            life.she_chooses(wanted, pick.random() < pays)
        if pick.random() < stops:
            pick.choice((life.she_stops_the_plan, life.she_wants_her_money_back))()
        if pick.random() < plays:
            life.she_uses_her_upi_app(pick.choice(("paused", "active", "active", "gone")))
        if pick.random() < plays:
            life.she_goes_on_after_all()
        if habit != "steady":
            life.her_account_is_empty_or_full(pick.random() < 0.3)
        life.time_passes(pick.choice((1, 5, 20, 30, 50, 120, 200)))
        if pick.random() < 2 * stops:
            life.she_stops_while_the_bank_works()
        life.no_period_is_billed_twice()
        life.what_is_in_force_was_paid()
        life.one_payment_at_a_time()
    life.teardown()


@pytest.mark.parametrize("habit", HABITS)
def test_two_years(habit: str) -> None:
    renewed = 0
    for seed in range(LIVES):
        life = Life()
        life.world.random.seed(f"{habit} {seed}")
        live(life, habit)
        tried = [order for order in life.world.orders.values() if order.tries]
        renewed += len([order for order in tried if order.billed])
    enough = {"steady": 12, "usual": 4, "restless": 1}[habit]
    assert renewed > LIVES * enough, "too few renewals to have proven anything"


def test_a_steady_customer_of_starter_pays_each_month_once() -> None:
    life = Life()
    life.she_chooses("starter", True)
    life.world.live_until(START + timedelta(days=365 + 5))
    bills = [bill for bill, _ in life.world.bills]
    assert len(bills) == 13
    assert all(a.period.end == b.period.start for a, b in pairwise(bills))
    assert [tell.key for tell in life.world.told].count("will_debit") >= 12
    assert not {"grace", "pay_link", "given_back"} & {tell.key for tell in life.world.told}


def test_her_notice_comes_48_to_30_hours_ahead() -> None:
    life = Life()
    life.she_chooses("growth", True)
    ahead: dict[datetime, timedelta] = {}
    notify = life.world._notify

    def watch(action: Notify) -> None:
        assert life.world.sub.period is not None
        ahead.setdefault(life.world.sub.period.end, life.world.sub.period.end - life.world.now)
        notify(action)

    life.world._notify = watch  # type: ignore[method-assign]
    life.world.live_until(START + timedelta(days=200))
    assert len(ahead) >= 6
    assert all(timedelta(hours=30) <= gap <= timedelta(hours=48) for gap in ahead.values())


TestLife = Life.TestCase
TestLife.settings = settings(
    deadline=None,
    max_examples=examples(15),
    stateful_step_count=40,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
