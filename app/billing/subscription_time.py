"""What time alone does to a subscription: notices, debits, reminders, grace, the end."""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any, Final

from app.billing.debit_windows import NOTIFY_FROM, next_open
from app.billing.subscription_state import (
    Action,
    Debit,
    Grant,
    Notify,
    Payment,
    StopMandate,
    Subscription,
    Tell,
    Tick,
)
from app.core.plans import TRIAL, plan_named

GRACE: Final = timedelta(days=7)
"""How long everything goes on working after a month that was not paid."""
LINK_FROM: Final = timedelta(days=5)
"""How early a month that no mandate renews can be paid."""
MOST_CYCLES: Final = 3
"""How often a failed month is notified and debited anew within the grace."""
_REMINDERS: Final = (LINK_FROM, timedelta(days=1), timedelta(0), timedelta(days=-3), timedelta(-6))
# A debit due at the end of the month runs in the first open hours; only then it is late.
_ANSWER_WITHIN: Final = timedelta(days=3)

Decision = tuple[Subscription, list[Action]]


def tick(sub: Subscription, what: Tick, now: datetime) -> Decision:
    """Everything that is due at this moment."""
    done: list[Action] = []
    for rule in (_debit_when_due, _renew_when_due, _remind, _lapse):
        sub, more = rule(sub, what, now)
        done += more
    return sub, done


def next_due(sub: Subscription, now: datetime) -> datetime | None:
    """When to look at it again, so that a scan finds what is due; None when time does nothing."""
    if not sub.is_live or sub.period is None:
        return None
    moments = [
        sub.period.end,
        sub.period.end - NOTIFY_FROM,
        sub.grace_until,
        sub.period.end + GRACE,
    ]
    moments += [sub.period.end - before for before in _REMINDERS]
    moments += [sub.period.end + _ANSWER_WITHIN]
    if sub.payment is not None:
        moments.append(sub.payment.debit_at)
    coming = [moment for moment in moments if moment is not None and moment > now]
    return min(coming, default=None)


def end(sub: Subscription, now: datetime, why: str) -> Decision:
    """The paid plan is over; what the free plan holds stays."""
    done: list[Action] = []
    if sub.mandate_id and sub.mandate in ("active", "paused", "asked"):
        done.append(StopMandate(sub.mandate_id))
    ended = sub.change(
        plan=TRIAL,
        status="ended",
        payment=sub.payment if sub.payment and sub.payment.phase == "debiting" else None,
        period_order=None,
        mandate_id=None,
        mandate="none",
        cancel_at_end=False,
        next_plan=None,
        cycles=0,
        grace_until=None,
    )
    done.append(Grant(TRIAL, None))
    done.append(Tell(why, {"plan": sub.plan, "day": now.isoformat()}))
    return ended, done


def _debit_when_due(sub: Subscription, _what: Tick, now: datetime) -> Decision:
    payment = sub.payment
    if payment is None or payment.phase != "notified" or payment.debit_at is None:
        return sub, []
    if sub.mandate != "active" or sub.cancel_at_end or not sub.is_live:
        return sub.change(payment=None), []
    if payment.debit_at > now:
        return sub, []
    opens = next_open(now)
    if opens > now:
        return sub.change(payment=replace(payment, debit_at=opens)), []
    trying = replace(
        payment,
        phase="debiting",
        tries=payment.tries + 1,
        first_try=payment.first_try or now,
        last_try=now,
    )
    return sub.change(payment=trying), [Debit(payment.order_id)]


def _renews_by_mandate(sub: Subscription) -> bool:
    plan = plan_named(sub.next_plan or sub.plan)
    return sub.mandate == "active" and plan.renews == "mandate" and sub.cycles < MOST_CYCLES


def _renew_when_due(sub: Subscription, what: Tick, now: datetime) -> Decision:
    """Ask the bank to tell her of the coming debit."""
    if not sub.is_live or sub.period is None or sub.cancel_at_end or not _renews_by_mandate(sub):
        return sub, []
    if now < sub.period.end - NOTIFY_FROM or now >= sub.period.end + GRACE - timedelta(days=2):
        return sub, []
    waiting = sub.payment
    if waiting is not None and waiting.kind == "renewal":
        return sub, []
    if waiting is not None and now - waiting.asked_at < timedelta(hours=2):
        return sub, []  # she is paying by herself at this moment
    payment = Payment(
        order_id=what.order_id,
        kind="renewal",
        terms=what.terms,
        phase="notifying",
        asked_at=now,
        mandate_id=sub.mandate_id,
    )
    return sub.change(payment=payment), [Notify(payment)]


def _remind(sub: Subscription, _what: Tick, now: datetime) -> Decision:
    """A link to pay by, where no mandate renews; each reminder once."""
    if not sub.is_live or sub.period is None or sub.cancel_at_end:
        return sub, []
    if _renews_by_mandate(sub):
        return sub, []
    passed = [f"pay:{n}" for n, before in enumerate(_REMINDERS) if now >= sub.period.end - before]
    if not passed or passed[-1] in sub.told:
        return sub, []
    told = sub.change(told=(*sub.told, *(key for key in passed if key not in sub.told)))
    return told, [Tell("pay_link", _about(sub, now, reminder=passed[-1]))]


def _lapse(sub: Subscription, _what: Tick, now: datetime) -> Decision:
    if not sub.is_live or sub.period is None or now < sub.period.end:
        return sub, []
    if sub.cancel_at_end:
        return end(sub, now, "ended")
    payment = sub.payment
    if sub.status == "active":
        waits = payment is not None and payment.kind == "renewal" and not sub.cycles
        if waits and now < sub.period.end + _ANSWER_WITHIN:
            return sub, []
        grace = sub.change(status="grace", grace_until=sub.period.end + GRACE)
        return grace, [Tell("grace", _about(grace, now))]
    if sub.grace_until is None or now < sub.grace_until:
        return sub, []
    if payment is not None and payment.phase == "debiting":
        return sub, []  # its answer decides; nobody is cut off over money on its way
    return end(sub, now, "ended")


def _about(sub: Subscription, now: datetime, **params: Any) -> dict[str, Any]:
    return {
        "plan": sub.next_plan or sub.plan,
        "until": sub.period.end.isoformat() if sub.period else None,
        "grace_until": sub.grace_until.isoformat() if sub.grace_until else None,
        "day": now.isoformat(),
        **params,
    }
