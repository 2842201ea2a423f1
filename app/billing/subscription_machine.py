"""The one state machine of subscriptions, behind chat, API and command line.

``decide`` is a pure function of the state, what happened, and the time. Whatever comes late, twice
or in another order is answered by what it means now: money for something that is no longer wanted
goes back, and nothing is granted that is not paid.
"""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

from app.billing.debit_windows import first_debit, next_try
from app.billing.periods import Period, first_period, following, preceding
from app.billing.subscription_state import (
    Action,
    Bill,
    Cancel,
    Choose,
    Failed,
    GiveBack,
    Grant,
    Happening,
    Keep,
    MandateIs,
    Notified,
    OpenPayment,
    Paid,
    Payment,
    PaymentKind,
    Refund,
    StopMandate,
    Subscription,
    Tell,
    Tick,
)
from app.billing.subscription_time import GRACE, LINK_FROM, end, tick
from app.core.errors import Conflict
from app.core.plans import all_plans, plan_named

Decision = tuple[Subscription, list[Action]]
_KEPT_ORDERS: Final = 200


def decide(now_is: Subscription, what: Happening, now: datetime) -> Decision:
    """The next state and what is to be done, in order.

    Raises:
        Conflict: ``plan_already`` when she has that plan, ``payment_running`` while a debit is on
            its way, ``no_plan`` when there is none to stop or keep, ``refund_other`` for an order
            that is not the one of the present period.
    """
    return _RULES[type(what)](now_is, what, now)


def _choose(sub: Subscription, what: Choose, now: datetime) -> Decision:
    _refuse_while_debiting(sub)
    wanted = what.terms.plan
    if not sub.is_live:
        return _open(sub, "first", what, now)
    if _rank(wanted) > _rank(sub.plan):
        return _open(sub, "change", what, now)
    later = wanted if wanted != sub.plan else None
    goes_on = sub.change(next_plan=later, cancel_at_end=False, payment=_without_renewal(sub))
    if sub.status == "grace" or (_is_due(sub, now) and sub.mandate != "active"):
        return _open(goes_on, "link", what, now)
    if later is not None:
        return goes_on, [_tell(sub, "changes_later", now, plan=wanted)]
    if sub.cancel_at_end or sub.next_plan is not None:
        return goes_on, [_tell(sub, "goes_on", now)]
    raise Conflict("plan_already", params={"plan": wanted})


def _open(sub: Subscription, kind: PaymentKind, what: Choose, now: datetime) -> Decision:
    by_mandate = plan_named(what.terms.plan).renews == "mandate"
    # A link pays one month; a mandate that works goes on beside it.
    wants = by_mandate and not (kind == "link" and sub.mandate in ("active", "paused"))
    payment = Payment(
        order_id=what.order_id,
        kind=kind,
        terms=what.terms,
        phase="asked",
        asked_at=now,
        mandate_id=what.mandate_id if wants else None,
    )
    return sub.change(payment=payment), [OpenPayment(payment, payment.mandate_id)]


def _paid(sub: Subscription, what: Paid, now: datetime) -> Decision:
    if what.order_id in sub.paid_orders:
        return sub, []
    sub = sub.change(paid_orders=(*sub.paid_orders, what.order_id)[-_KEPT_ORDERS:])
    payment = sub.payment
    if payment is None or payment.order_id != what.order_id:
        told = _tell(sub, "given_back", now, order=str(what.order_id))
        unwanted: list[Action] = [Refund(what.order_id, "not_needed", billed=False), told]
        if what.mandate_id is not None and what.mandate_id != sub.mandate_id:
            unwanted.append(StopMandate(what.mandate_id))
        return sub, unwanted
    if payment.kind == "renewal" and (sub.cancel_at_end or not sub.is_live):
        told = _tell(sub, "given_back", now, order=str(what.order_id))
        back: list[Action] = [Refund(what.order_id, "cancelled", billed=False), told]
        return sub.change(payment=None), back
    return _begin(sub, payment, now)


def _begin(sub: Subscription, payment: Payment, now: datetime) -> Decision:
    """The period that was paid for begins."""
    goes_on = sub.is_live and sub.period is not None and payment.kind in ("renewal", "link")
    period = following(sub.period) if goes_on and sub.period else first_period(now)
    done: list[Action] = [Bill(payment.order_id, payment.terms, period)]
    mandate_id, mandate = sub.mandate_id, sub.mandate
    if payment.mandate_id not in (None, mandate_id):
        if mandate_id and mandate in ("active", "paused", "asked"):
            done.append(StopMandate(mandate_id))
        mandate_id, mandate = payment.mandate_id, "active"
    elif plan_named(payment.terms.plan).renews != "mandate" and mandate in ("active", "paused"):
        if mandate_id:
            done.append(StopMandate(mandate_id))
        mandate_id, mandate = None, "none"
    begun = sub.change(
        plan=payment.terms.plan,
        status="active",
        period=period,
        period_order=payment.order_id,
        payment=None,
        mandate_id=mandate_id,
        mandate=mandate,
        cancel_at_end=False,
        next_plan=None,
        cycles=0,
        grace_until=None,
        told=(),
    )
    done.append(Grant(begun.plan, period.end + GRACE))
    done.append(_tell(begun, "paid", now, plan=begun.plan, amount_paise=payment.terms.total_paise))
    return begun, done


def _failed(sub: Subscription, what: Failed, now: datetime) -> Decision:
    payment = sub.payment
    if payment is None or payment.order_id != what.order_id:
        return sub, []
    if payment.kind != "renewal":
        dropped = sub.change(payment=None) if what.final else sub
        if what.told:
            return dropped, []
        return dropped, [_tell(sub, "not_paid", now, order=str(what.order_id), error=what.error)]
    if not what.final and payment.first_try and payment.last_try:
        again = next_try(payment.first_try, payment.last_try, payment.tries)
        if again is not None:
            waiting = Payment(**{**_fields(payment), "phase": "notified", "debit_at": again})
            return sub.change(payment=waiting), []
    failed = sub.change(payment=None, cycles=sub.cycles + 1)
    if failed.cancel_at_end:
        return failed, []
    return failed, [_tell(failed, "debit_failed", now, error=what.error)]


def _notified(sub: Subscription, what: Notified, now: datetime) -> Decision:
    payment = sub.payment
    if payment is None or payment.order_id != what.order_id or payment.phase != "notifying":
        return sub, []
    due = sub.period.end if sub.period else now
    # What the vendor says of the time counts, but not before we heard of it.
    heard = max(what.at, payment.asked_at)
    told = Payment(**{
        **_fields(payment),
        "phase": "notified", "notified_at": heard, "debit_at": first_debit(heard, due),
    })  # fmt: skip
    return sub.change(payment=told), [
        _tell(sub, "will_debit", now, order=str(payment.order_id), at=told.debit_at.isoformat()
              if told.debit_at else "", amount_paise=payment.terms.total_paise)
    ]  # fmt: skip


def _mandate_is(sub: Subscription, what: MandateIs, now: datetime) -> Decision:
    if what.mandate_id != sub.mandate_id or sub.mandate == "gone" or what.state == sub.mandate:
        return sub, []
    changed = sub.change(mandate=what.state)
    if what.state in ("active", "asked"):
        return changed, []
    changed = changed.change(payment=_without_renewal(changed))
    if not sub.is_live or sub.cancel_at_end:
        return changed, []
    if what.state == "paused":
        return changed, [_tell(changed, "paused", now)]
    if sub.status == "grace":
        return end(changed, now, "ended")
    return changed.change(cancel_at_end=True, next_plan=None), [
        _tell(changed, "stopped_in_app", now)
    ]


def _cancel(sub: Subscription, _what: Cancel, now: datetime) -> Decision:
    if not sub.is_live:
        if sub.payment is None:
            raise Conflict("no_plan")
        return sub.change(payment=None), []
    if sub.cancel_at_end:
        return sub, []
    done: list[Action] = []
    mandate = sub.mandate
    if sub.mandate_id and mandate in ("active", "paused", "asked"):
        done.append(StopMandate(sub.mandate_id))
        mandate = "gone"
    stopped = sub.change(
        cancel_at_end=True, next_plan=None, mandate=mandate, payment=_without_renewal(sub)
    )
    if sub.status == "grace":
        ended, more = end(stopped, now, "cancelled")
        return ended, [*done, *more]
    return stopped, [*done, _tell(stopped, "cancelled", now)]


def _keep(sub: Subscription, _what: Keep, now: datetime) -> Decision:
    if not sub.is_live:
        raise Conflict("no_plan")
    if not sub.cancel_at_end:
        return sub, []
    kept = sub.change(cancel_at_end=False)
    return kept, [_tell(kept, "goes_on", now)]


def _give_back(sub: Subscription, what: GiveBack, now: datetime) -> Decision:
    _refuse_while_debiting(sub)
    if not sub.is_live or sub.period_order != what.order_id:
        raise Conflict("refund_other", params={"order": str(what.order_id)})
    if sub.period is not None and now < sub.period.start:
        return _give_ahead(sub, sub.period, what, now)
    ended, done = end(sub, now, "refunded")
    return ended, [Refund(what.order_id, what.reason, billed=True), *done]


def _give_ahead(sub: Subscription, coming: Period, what: GiveBack, now: datetime) -> Decision:
    """The month to come goes back; the one she is in was paid for, and runs to its end."""
    done: list[Action] = [Refund(what.order_id, what.reason, billed=True)]
    mandate = sub.mandate
    if sub.mandate_id and mandate in ("active", "paused", "asked"):
        done.append(StopMandate(sub.mandate_id))
        mandate = "gone"
    present = preceding(coming)
    stopped = sub.change(
        period=present,
        period_order=None,
        payment=_without_renewal(sub),
        cancel_at_end=True,
        next_plan=None,
        mandate=mandate,
    )
    done.append(Grant(stopped.plan, present.end + GRACE))
    done.append(_tell(stopped, "given_back", now, order=str(what.order_id)))
    return stopped, [*done, _tell(stopped, "cancelled", now)]


def _refuse_while_debiting(sub: Subscription) -> None:
    if sub.payment is not None and sub.payment.phase == "debiting":
        raise Conflict("payment_running", detail="a debit is on its way: wait for its answer")


def _without_renewal(sub: Subscription) -> Payment | None:
    """What is left of the payment when no renewal may be asked: one on its way stays, to be heard.

    A page she may still pay on is dropped too: what is paid on it comes back to her.
    """
    return sub.payment if sub.payment is not None and sub.payment.phase == "debiting" else None


def _is_due(sub: Subscription, now: datetime) -> bool:
    return sub.status == "grace" or (sub.period is not None and now >= sub.period.end - LINK_FROM)


def _rank(plan: str) -> int:
    return [each.id for each in all_plans()].index(plan_named(plan).id)


def _tell(sub: Subscription, key: str, now: datetime, **params: Any) -> Tell:
    period: Period | None = sub.period
    until = period.end.isoformat() if period else None
    known = {"plan": sub.plan, "until": until, "day": now.isoformat()}
    return Tell(key, known | params)


def _fields(payment: Payment) -> dict[str, Any]:
    return {name: getattr(payment, name) for name in payment.__dataclass_fields__}


_RULES: Final[dict[type, Callable[[Subscription, Any, datetime], Decision]]] = {
    Choose: _choose,
    Paid: _paid,
    Failed: _failed,
    Notified: _notified,
    MandateIs: _mandate_is,
    Cancel: _cancel,
    Keep: _keep,
    GiveBack: _give_back,
    Tick: tick,
}
