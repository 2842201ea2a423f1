"""Single moments of a subscription that a random walk meets too seldom."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from app.billing.subscription_machine import Decision, decide
from app.billing.subscription_state import (
    Action,
    Cancel,
    Choose,
    Debit,
    Failed,
    GiveBack,
    Grant,
    Happening,
    Keep,
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
)
from app.billing.subscription_time import GRACE
from app.core.errors import Conflict
from app.core.plans import PlanId

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)
STARTER = Terms("starter", 299_900, 0, 353_882)
GROWTH = Terms("growth", 999_900, 0, 1_179_882)
AGENCY = Terms("agency", 2_499_900, 0, 2_949_882)
TERMS = {terms.plan: terms for terms in (STARTER, GROWTH, AGENCY)}


class Story:
    """A subscription told in steps."""

    def __init__(self) -> None:
        self.sub = Subscription(UUID(int=1))
        self.now = NOW
        self.ids = 10
        self.done: list[Action] = []

    def fresh(self) -> UUID:
        self.ids += 1
        return UUID(int=self.ids)

    def then(self, what: Happening, at: datetime | None = None) -> list[Action]:
        self.now = at or self.now
        decision: Decision = decide(self.sub, what, self.now)
        self.sub, self.done = decision
        return self.done

    def choose(self, plan: PlanId) -> UUID:
        order_id = self.fresh()
        self.then(Choose(TERMS[plan], order_id, self.fresh(), TERMS[plan]))
        return order_id

    def buy(self, plan: PlanId) -> UUID:
        order_id = self.choose(plan)
        self.then(Paid(order_id))
        return order_id

    def tick(self, at: datetime) -> list[Action]:
        plan = self.sub.next_plan or self.sub.plan
        return self.then(Tick(self.fresh(), TERMS.get(plan, STARTER)), at)

    def until_debit(self) -> UUID:
        """To the moment a renewal is being debited."""
        assert self.sub.period is not None
        [notify] = self.tick(self.sub.period.end - timedelta(hours=35))
        assert isinstance(notify, Notify)
        self.then(Notified(notify.payment.order_id, self.now))
        assert self.sub.payment is not None
        assert self.sub.payment.debit_at is not None
        [debit] = self.tick(self.sub.payment.debit_at)
        assert isinstance(debit, Debit)
        return debit.order_id

    @property
    def kinds(self) -> list[str]:
        return [type(action).__name__ for action in self.done]

    @property
    def told(self) -> list[str]:
        return [action.key for action in self.done if isinstance(action, Tell)]


@pytest.fixture
def story() -> Story:
    return Story()


def test_buying_asks_once_and_grants_when_paid(story: Story) -> None:
    order_id = story.choose("starter")
    [opened] = story.done
    assert isinstance(opened, OpenPayment)
    assert opened.mandate_id is not None
    assert not story.sub.is_live
    story.then(Paid(order_id))
    assert story.kinds == ["Bill", "Grant", "Tell"]
    assert story.then(Paid(order_id)) == []


def test_agency_is_never_a_mandate(story: Story) -> None:
    story.choose("agency")
    [opened] = story.done
    assert isinstance(opened, OpenPayment)
    assert opened.mandate_id is None
    story.then(Paid(opened.payment.order_id))
    assert story.sub.period is not None
    assert story.tick(story.sub.period.end - timedelta(days=6)) == []
    assert [type(a) for a in story.tick(story.sub.period.end - timedelta(days=5))] == [Tell]
    assert story.tick(story.sub.period.end - timedelta(days=4)) == []
    story.choose("agency")
    [link] = story.done
    assert isinstance(link, OpenPayment)
    assert link.payment.kind == "link"
    before = story.sub.period
    story.then(Paid(link.payment.order_id))
    assert story.sub.period is not None
    assert story.sub.period.start == before.end


def test_stopping_takes_one_step_and_costs_nothing_more(story: Story) -> None:
    story.buy("starter")
    story.then(Cancel())
    assert story.kinds == ["StopMandate", "Tell"]
    assert story.sub.is_live
    assert story.sub.period is not None
    end = story.sub.period.end
    assert story.tick(end - timedelta(hours=40)) == []
    story.tick(end)
    assert story.sub.status == "ended"
    assert Grant("trial", None) in story.done


def test_what_is_debited_while_she_stops_comes_back(story: Story) -> None:
    story.buy("starter")
    order_id = story.until_debit()
    story.then(Cancel())
    story.then(Paid(order_id))
    assert Refund(order_id, "cancelled", billed=False) in story.done
    assert "Bill" not in story.kinds


def test_a_plan_is_not_changed_under_a_debit(story: Story) -> None:
    story.buy("starter")
    story.until_debit()
    with pytest.raises(Conflict) as refused:
        story.choose("growth")
    assert refused.value.code == "payment_running"


def test_an_upgrade_stops_the_old_mandate_only_once_paid(story: Story) -> None:
    story.buy("starter")
    old = story.sub.mandate_id
    order_id = story.choose("growth")
    assert "StopMandate" not in story.kinds
    assert story.sub.plan == "starter"
    story.then(Paid(order_id), NOW + timedelta(minutes=5))
    assert StopMandate(old) in story.done  # type: ignore[arg-type]
    assert (story.sub.plan, story.sub.mandate_id != old) == ("growth", True)


def test_a_downgrade_waits_for_the_end_of_the_month(story: Story) -> None:
    story.buy("growth")
    story.choose("starter")
    assert (story.sub.plan, story.sub.next_plan, story.told) == (
        "growth",
        "starter",
        ["changes_later"],
    )
    order_id = story.until_debit()
    story.then(Paid(order_id))
    assert (story.sub.plan, story.sub.next_plan) == ("starter", None)


def test_two_pages_one_payment(story: Story) -> None:
    first = story.choose("starter")
    second = story.choose("growth")
    story.then(Paid(second))
    late = story.fresh()
    story.then(Paid(first, mandate_id=late))
    assert Refund(first, "not_needed", billed=False) in story.done
    assert StopMandate(late) in story.done
    assert story.sub.plan == "growth"


def test_a_paused_mandate_is_not_debited_and_is_notified_anew(story: Story) -> None:
    story.buy("starter")
    assert story.sub.period is not None
    end, mandate = story.sub.period.end, story.sub.mandate_id
    assert mandate is not None
    [notify] = story.tick(end - timedelta(hours=35))
    assert isinstance(notify, Notify)
    story.then(Notified(notify.payment.order_id, story.now))
    story.then(MandateIs(mandate, "paused"))
    assert story.told == ["paused"]
    assert "Debit" not in [type(a).__name__ for a in story.tick(end + timedelta(hours=8))]
    story.then(MandateIs(mandate, "active"))
    again = [a for a in story.tick(end + timedelta(hours=9)) if isinstance(a, Notify)]
    assert len(again) == 1
    assert again[0].payment.order_id != notify.payment.order_id


def test_revoked_in_her_app_means_stopped(story: Story) -> None:
    story.buy("starter")
    mandate = story.sub.mandate_id
    assert mandate is not None
    story.then(MandateIs(mandate, "gone"))
    assert (story.sub.cancel_at_end, story.told) == (True, ["stopped_in_app"])
    story.then(Keep())
    assert not story.sub.cancel_at_end
    assert story.sub.period is not None
    assert [type(a) for a in story.tick(story.sub.period.end - timedelta(days=4))] == [Tell]


def test_a_failed_month_goes_through_grace_to_the_free_plan(story: Story) -> None:
    story.buy("starter")
    assert story.sub.period is not None
    end = story.sub.period.end
    order_id = story.until_debit()
    story.then(Failed(order_id, final=True, error="Z9"))
    assert story.told == ["debit_failed"]
    at = max(story.now, end)
    while story.sub.is_live:
        at += timedelta(hours=6)
        for action in story.tick(at):
            if isinstance(action, Notify):
                story.then(Failed(action.payment.order_id))
    assert end + GRACE <= at <= end + GRACE + timedelta(hours=6)
    assert Grant("trial", None) in story.done


def test_paying_in_grace_goes_on_from_where_it_ended(story: Story) -> None:
    story.buy("agency")
    assert story.sub.period is not None
    end = story.sub.period.end
    story.tick(end + timedelta(days=2))
    assert story.sub.status == "grace"
    story.choose("agency")
    [opened] = story.done
    assert isinstance(opened, OpenPayment)
    story.then(Paid(opened.payment.order_id))
    assert (story.sub.status, story.sub.period.start) == ("active", end)


def test_a_refund_ends_the_plan_and_the_mandate(story: Story) -> None:
    order_id = story.buy("starter")
    with pytest.raises(Conflict):
        story.then(GiveBack(UUID(int=5), "asked"))
    story.then(GiveBack(order_id, "asked"))
    assert story.kinds == ["Refund", "StopMandate", "Grant", "Tell"]
    with pytest.raises(Conflict):
        story.then(GiveBack(order_id, "asked"))


def test_a_month_to_come_goes_back_and_the_present_one_runs_on(story: Story) -> None:
    first = story.choose("agency")
    story.then(Paid(first))
    assert story.sub.period is not None
    end = story.sub.period.end
    ahead = story.fresh()
    story.then(Choose(AGENCY, ahead, story.fresh(), AGENCY), end - timedelta(days=2))
    story.then(Paid(ahead))
    done = story.then(GiveBack(ahead, "asked"))
    assert [type(each) for each in done] == [Refund, Grant, Tell, Tell]
    assert story.sub.is_live
    assert (story.sub.plan, story.sub.cancel_at_end) == ("agency", True)
    assert story.sub.period is not None
    assert story.sub.period.end == end
    story.then(Tick(story.fresh(), AGENCY), end + timedelta(minutes=5))
    assert story.sub.plan == "trial"


def test_nothing_to_stop_is_said(story: Story) -> None:
    for what in (Cancel(), Keep()):
        with pytest.raises(Conflict) as refused:
            story.then(what)
        assert refused.value.code == "no_plan"
    story.buy("starter")
    with pytest.raises(Conflict) as already:
        story.choose("starter")
    assert already.value.code == "plan_already"
