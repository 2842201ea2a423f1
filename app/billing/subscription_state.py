"""What is known of a business's subscription, what can happen to it, and what it asks for.

Plain values: :mod:`app.billing.subscription_machine` turns (state, what happened, time) into the
next state and actions, without a database or a network.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from app.billing.periods import Period
from app.core.plans import PlanId

Status = Literal["none", "active", "grace", "ended"]
MandateState = Literal["none", "asked", "active", "paused", "gone"]
PaymentKind = Literal["first", "renewal", "change", "link"]
Phase = Literal["asked", "notifying", "notified", "debiting", "failed"]


@dataclass(frozen=True, slots=True)
class Terms:
    """The price of one period as it was shown: what is billed is exactly this.

    ``price_paise`` without tax, of which ``discount_paise`` (the unused rest of another plan) was
    taken off; ``total_paise`` is what is paid. ``sale`` holds what the bill needs.
    """

    plan: PlanId
    price_paise: int
    discount_paise: int
    total_paise: int
    sale: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Payment:
    """Money that is under way: a first payment, a renewal by mandate, a change, or a link."""

    order_id: UUID
    kind: PaymentKind
    terms: Terms
    phase: Phase
    asked_at: datetime
    mandate_id: UUID | None = None
    notified_at: datetime | None = None
    debit_at: datetime | None = None
    first_try: datetime | None = None
    last_try: datetime | None = None
    tries: int = 0
    reminders: int = 0


@dataclass(frozen=True, slots=True)
class Subscription:
    """The whole of it.

    ``period`` is the paid month and ``period_order`` the order that paid it; ``payment`` what is
    being paid now; ``paid_orders`` every order that was ever heard to be paid, so that none counts
    twice. ``cycles``: renewals that failed in a row.
    """

    id: UUID
    plan: PlanId = "trial"
    status: Status = "none"
    period: Period | None = None
    payment: Payment | None = None
    mandate_id: UUID | None = None
    mandate: MandateState = "none"
    cancel_at_end: bool = False
    next_plan: PlanId | None = None
    cycles: int = 0
    grace_until: datetime | None = None
    period_order: UUID | None = None
    paid_orders: tuple[UUID, ...] = ()
    told: tuple[str, ...] = ()

    def change(self, **changes: Any) -> "Subscription":
        """The same with some fields changed."""
        return replace(self, **changes)

    @property
    def is_live(self) -> bool:
        """Whether a paid plan is in force."""
        return self.status in ("active", "grace")


# What can happen. Each carries what it needs; the time comes beside it.
@dataclass(frozen=True, slots=True)
class Choose:
    """She takes a plan, or changes to it; the ids are for the order and mandate this may need."""

    terms: Terms
    order_id: UUID
    mandate_id: UUID
    renewal_terms: Terms


@dataclass(frozen=True, slots=True)
class Paid:
    """An order is paid; ``mandate_id`` when it set one up."""

    order_id: UUID
    mandate_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Failed:
    """An order, or one try of a debit, failed. ``told``: she was told of it in other words."""

    order_id: UUID
    final: bool = True
    error: str | None = None
    told: bool = False


@dataclass(frozen=True, slots=True)
class Notified:
    """The bank told her of the coming debit."""

    order_id: UUID
    at: datetime


@dataclass(frozen=True, slots=True)
class MandateIs:
    """What her UPI app and the vendor say of the mandate now."""

    mandate_id: UUID
    state: MandateState


@dataclass(frozen=True, slots=True)
class Cancel:
    """She stops the plan."""


@dataclass(frozen=True, slots=True)
class Keep:
    """She goes on after all."""


@dataclass(frozen=True, slots=True)
class GiveBack:
    """The payment of the present period is given back whole, and the plan ends."""

    order_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class Tick:
    """Time has passed. ``order_id`` is for the order this may need, ``terms`` for the renewal."""

    order_id: UUID
    terms: Terms


Happening = (
    Choose | Paid | Failed | Notified | MandateIs | Cancel | Keep | GiveBack | Tick
)  # fmt: skip


# What it asks for, in the order given; each is done at most once.
@dataclass(frozen=True, slots=True)
class OpenPayment:
    """Open a page to pay on; with a mandate when ``mandate_id`` is there."""

    payment: Payment
    mandate_id: UUID | None


@dataclass(frozen=True, slots=True)
class Notify:
    """Have the bank tell her of the debit."""

    payment: Payment


@dataclass(frozen=True, slots=True)
class Debit:
    """Take the money now."""

    order_id: UUID


@dataclass(frozen=True, slots=True)
class StopMandate:
    """End the standing permission."""

    mandate_id: UUID


@dataclass(frozen=True, slots=True)
class Bill:
    """Issue the invoice of a payment."""

    order_id: UUID
    terms: Terms
    period: Period


@dataclass(frozen=True, slots=True)
class Refund:
    """Give the whole order back; with a credit note when it was billed."""

    order_id: UUID
    reason: str
    billed: bool


@dataclass(frozen=True, slots=True)
class Grant:
    """What the business may do from now on, until then at the latest (None: for good)."""

    plan: PlanId
    until: datetime | None


@dataclass(frozen=True, slots=True)
class Tell:
    """A message to her inbox, once under its key."""

    key: str
    params: Mapping[str, Any]


Action = OpenPayment | Notify | Debit | StopMandate | Bill | Refund | Grant | Tell


def to_plain(subscription: Subscription) -> dict[str, Any]:
    """As JSON values."""
    return {name: _plain(value) for name, value in asdict(subscription).items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(inner) for inner in value]
    return value


def from_plain(stored: Mapping[str, Any]) -> Subscription:
    """Back from :func:`to_plain`."""
    period, payment = stored["period"], stored["payment"]
    return Subscription(
        id=UUID(stored["id"]),
        plan=stored["plan"],
        status=stored["status"],
        period=Period(_at(period["start"]), _at(period["end"]), period["anchor"])
        if period
        else None,
        payment=_payment(payment) if payment else None,
        mandate_id=_id(stored["mandate_id"]),
        mandate=stored["mandate"],
        cancel_at_end=stored["cancel_at_end"],
        next_plan=stored["next_plan"],
        cycles=stored["cycles"],
        grace_until=_maybe(stored["grace_until"]),
        period_order=_id(stored["period_order"]),
        paid_orders=tuple(UUID(order) for order in stored["paid_orders"]),
        told=tuple(stored["told"]),
    )


def _payment(stored: Mapping[str, Any]) -> Payment:
    times = ("notified_at", "debit_at", "first_try", "last_try")
    return Payment(
        **{
            **stored,
            "order_id": UUID(stored["order_id"]),
            "mandate_id": _id(stored["mandate_id"]),
            "terms": Terms(**stored["terms"]),
            "asked_at": _at(stored["asked_at"]),
            **{name: _maybe(stored[name]) for name in times},
        }
    )


def _at(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _maybe(text: str | None) -> datetime | None:
    return _at(text) if text else None


def _id(text: str | None) -> UUID | None:
    return UUID(text) if text else None
