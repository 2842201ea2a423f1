"""The events about money, one class a name. ``app.core.projections.payments`` says what they do."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from app.core.event_names import STREAMS, EventName
from app.core.event_store import NewEvent

OrderKind = Literal["checkout", "mandate_setup", "debit"]
MandateStatus = Literal[
    "requested", "active", "paused", "revoked", "cancelled", "expired", "failed"
]


class MoneyEvent(BaseModel):
    """Common ground: a payload that belongs to the stream of its order, refund, mandate…"""

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: ClassVar[EventName]

    def on(self, stream_id: UUID) -> NewEvent:
        """The event as the store takes it."""
        payload = self.model_dump(mode="json")
        return NewEvent(self.name, payload, stream_id, STREAMS[self.name])


class OrderCreated(MoneyEvent):
    """We mean to take this amount."""

    name = EventName.ORDER_CREATED

    user_id: UUID | None
    kind: OrderKind
    purpose: str
    subject_id: UUID | None = None
    mandate_id: UUID | None = None
    conversation_id: UUID | None = None
    amount_paise: int = Field(gt=0)
    details: dict[str, Any] = {}


class OrderOpened(MoneyEvent):
    """The vendor has it."""

    name = EventName.ORDER_OPENED

    gateway_id: str | None
    page_url: str | None
    expires_at: datetime | None


class OrderNotified(MoneyEvent):
    """The customer was told of the coming debit."""

    name = EventName.ORDER_NOTIFIED

    notified_at: datetime


class OrderPaid(MoneyEvent):
    """The vendor's status says COMPLETED for our amount."""

    name = EventName.ORDER_PAID

    gateway_id: str | None
    transaction_id: str | None
    payment_mode: str | None
    bank_reference: str | None


class OrderFailed(MoneyEvent):
    """It will never be paid."""

    name = EventName.ORDER_FAILED

    error_code: str | None


class OrderHeld(MoneyEvent):
    """Something about it contradicts us."""

    name = EventName.ORDER_HELD

    error_code: str


class OrderRefunded(MoneyEvent):
    """Part or all of it went back."""

    name = EventName.ORDER_REFUNDED

    refund_id: UUID
    amount_paise: int = Field(gt=0)


class RefundRequested(MoneyEvent):
    """We mean to give this back."""

    name = EventName.REFUND_REQUESTED

    order_id: UUID
    user_id: UUID | None
    amount_paise: int = Field(gt=0)
    reason: str
    details: dict[str, Any] = {}


class RefundAccepted(MoneyEvent):
    """The vendor has it."""

    name = EventName.REFUND_ACCEPTED

    gateway_id: str | None


class RefundCompleted(MoneyEvent):
    """The money is with the customer."""

    name = EventName.REFUND_COMPLETED


class RefundFailed(MoneyEvent):
    """It did not get there."""

    name = EventName.REFUND_FAILED

    error_code: str | None


class MandateRequested(MoneyEvent):
    """A standing permission was asked for; ``order_id`` sets it up."""

    name = EventName.MANDATE_REQUESTED

    order_id: UUID
    user_id: UUID | None
    purpose: str
    subject_id: UUID | None
    max_amount_paise: int = Field(gt=0)
    frequency: str
    expires_at: datetime


class MandateChanged(MoneyEvent):
    """What the vendor says of it now."""

    name = EventName.MANDATE_CHANGED

    status: MandateStatus
    gateway_id: str | None
    gateway_state: str | None
    paused_until: datetime | None = None


class TransferPosted(MoneyEvent):
    """The amount leaves ``credit_account`` and enters ``debit_account``."""

    name = EventName.TRANSFER_POSTED

    code: str
    debit_account: str
    credit_account: str
    amount_paise: int = Field(gt=0)
    order_id: UUID | None = None
    refund_id: UUID | None = None


class SubscriptionStarted(MoneyEvent):
    """A business took its first plan; ``state`` is the whole subscription."""

    name = EventName.SUBSCRIPTION_STARTED

    cause: str
    state: dict[str, Any]


class SubscriptionChanged(MoneyEvent):
    """Something happened to it; ``state`` is the whole subscription as it is now."""

    name = EventName.SUBSCRIPTION_CHANGED

    cause: str
    state: dict[str, Any]


def _all(kind: type[MoneyEvent]) -> Iterator[type[MoneyEvent]]:
    for below in kind.__subclasses__():
        yield below
        yield from _all(below)


EVENT_TYPES: Final[Mapping[EventName, type[MoneyEvent]]] = {
    kind.name: kind for kind in _all(MoneyEvent)
}
