"""PhonePe's answers and callbacks, read leniently: a field that is missing or odd is None.

PhonePe asks merchants not to parse strictly. Only the root ``state`` decides anything; one we do
not know counts as still pending.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final, Literal

import orjson

Outcome = Literal["pending", "notified", "paid", "failed"]
MandateOutcome = Literal[
    "requested", "active", "paused", "revoked", "cancelled", "expired", "failed"
]

_ORDER_OUTCOMES: Final[Mapping[str, Outcome]] = {
    "COMPLETED": "paid", "FAILED": "failed", "EXPIRED": "failed", "NOTIFIED": "notified",
}  # fmt: skip
# What is under way has not happened: the state before it still holds.
_MANDATE_OUTCOMES: Final[Mapping[str, MandateOutcome]] = {
    "PENDING": "requested", "ACTIVATION_IN_PROGRESS": "requested", "ACTIVE": "active",
    "PAUSE_IN_PROGRESS": "active", "PAUSED": "paused", "UNPAUSE_IN_PROGRESS": "paused",
    "CANCEL_IN_PROGRESS": "active", "CANCELLED": "cancelled", "REVOKE_IN_PROGRESS": "active",
    "REVOKED": "revoked", "EXPIRED": "expired", "FAILED": "failed",
}  # fmt: skip


def text(value: Any) -> str | None:
    """The value when it is a non-empty text; numbers become text."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value) or None


def number(value: Any) -> int | None:
    """The value when it is a whole number, also as text."""
    if isinstance(value, bool):
        return None
    if isinstance(value, int):
        return value
    if isinstance(value, str) and value.strip().lstrip("-").isdecimal():
        return int(value)
    return None


def moment(value: Any) -> datetime | None:
    """Epoch milliseconds (seconds where they are that small), as number or text."""
    epoch = number(value)
    if epoch is None or epoch <= 0:
        return None
    seconds = epoch / 1000 if epoch > 100_000_000_000 else float(epoch)
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return None


def mapping(value: Any) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}


@dataclass(frozen=True)
class Opened:
    """A page on which an order can be paid; ``page_url`` is None when the vendor kept it."""

    gateway_id: str | None
    page_url: str | None
    expires_at: datetime | None

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "Opened":
        """From the answer of ``pay`` or ``notify``."""
        return cls(
            text(body.get("orderId")), text(body.get("redirectUrl")), moment(body.get("expireAt"))
        )


@dataclass(frozen=True)
class OrderStatus:
    """What the vendor says of an order."""

    gateway_id: str | None
    state: str
    amount_paise: int | None
    expires_at: datetime | None
    error_code: str | None
    detailed_error_code: str | None
    transaction_id: str | None
    payment_mode: str | None
    bank_reference: str | None
    notified_at: datetime | None
    mandate_id: str | None

    @property
    def outcome(self) -> Outcome:
        """What its root state means."""
        return _ORDER_OUTCOMES.get(self.state, "pending")

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "OrderStatus":
        """From the answer of an order's status, or the payload of a callback about one."""
        detail = _settling(body.get("paymentDetails"))
        flow = mapping(body.get("paymentFlow"))
        context = mapping(body.get("errorContext"))
        detailed = body.get("detailedErrorCode") or context.get("detailedErrorCode")
        return cls(
            gateway_id=text(body.get("orderId")),
            state=(text(body.get("state")) or "").upper(),
            amount_paise=number(body.get("amount")),
            expires_at=moment(body.get("expireAt")),
            error_code=text(body.get("errorCode") or detail.get("errorCode")),
            detailed_error_code=text(detailed or detail.get("detailedErrorCode")),
            transaction_id=text(detail.get("transactionId")),
            payment_mode=text(detail.get("paymentMode")),
            bank_reference=text(mapping(detail.get("rail")).get("utr")),
            notified_at=moment(flow.get("notifiedAt")),
            mandate_id=text(
                flow.get("merchantSubscriptionId")
                or mapping(flow.get("subscriptionDetails")).get("merchantSubscriptionId")
            ),
        )


@dataclass(frozen=True)
class RefundStatus:
    """What the vendor says of a refund."""

    gateway_id: str | None
    state: str
    amount_paise: int | None
    error_code: str | None

    @property
    def outcome(self) -> Literal["pending", "completed", "failed"]:
        """What its root state means; CONFIRMED is still on its way."""
        if self.state == "COMPLETED":
            return "completed"
        return "failed" if self.state == "FAILED" else "pending"

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "RefundStatus":
        """From the answer of ``refund`` or its status."""
        return cls(
            text(body.get("refundId")),
            (text(body.get("state")) or "").upper(),
            number(body.get("amount")),
            text(body.get("detailedErrorCode") or body.get("errorCode")),
        )


@dataclass(frozen=True)
class MandateStatus:
    """What the vendor says of a mandate."""

    gateway_id: str | None
    state: str
    paused_until: datetime | None
    max_amount_paise: int | None

    @property
    def outcome(self) -> MandateOutcome:
        """What its state means."""
        return _MANDATE_OUTCOMES.get(self.state, "requested")

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> "MandateStatus":
        """From the answer of a mandate's status."""
        return cls(
            text(body.get("subscriptionId")),
            (text(body.get("state")) or "").upper(),
            moment(body.get("pauseEndDate")),
            number(body.get("maxAmount")),
        )


@dataclass(frozen=True)
class Callback:
    """A callback's own account of itself: what it is about, never what is true."""

    event: str
    kind: Literal["order", "refund", "mandate", "unknown"]
    merchant_id: str | None
    state: str
    transaction_id: str | None
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def key_parts(self) -> tuple[str, ...]:
        """What makes two deliveries the same: there is no event id."""
        named = (self.event, self.kind, self.merchant_id, self.state, self.transaction_id)
        return tuple(part or "" for part in named)


def read_callback(body: bytes) -> Callback:
    """Read a callback's raw body. Some refund callbacks come without the outer ``event``.

    Raises:
        ValueError: it is no JSON object.
    """
    try:
        whole = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        msg = "the callback is not JSON"
        raise ValueError(msg) from error
    if not isinstance(whole, Mapping):
        msg = "the callback is no object"
        raise ValueError(msg)
    payload = mapping(whole.get("payload")) or whole
    event = text(whole.get("event")) or _guessed_event(payload)
    kind, merchant_id = _subject(event, payload)
    status = OrderStatus.read(payload)
    kept = ("merchantOrderId", "originalMerchantOrderId", "merchantRefundId", "orderId", "refundId",
            "merchantSubscriptionId", "subscriptionId", "state", "amount", "errorCode",
            "detailedErrorCode")  # fmt: skip
    facts = {name: payload[name] for name in kept if isinstance(payload.get(name), str | int)}
    return Callback(event, kind, merchant_id, status.state, status.transaction_id, facts)


def _subject(
    event: str, payload: Mapping[str, Any]
) -> tuple[Literal["order", "refund", "mandate", "unknown"], str | None]:
    refund = text(payload.get("merchantRefundId"))
    order = text(payload.get("merchantOrderId"))
    mandate = text(payload.get("merchantSubscriptionId"))
    if refund:
        return "refund", refund
    if mandate and (not order or event.count(".") == 1):
        return "mandate", mandate
    if order:
        return "order", order
    return "unknown", None


def _guessed_event(payload: Mapping[str, Any]) -> str:
    """A name for a callback that came without one."""
    state = (text(payload.get("state")) or "unknown").lower()
    return f"pg.refund.{state}" if payload.get("merchantRefundId") else f"unnamed.{state}"


def _settling(details: Any) -> Mapping[str, Any]:
    """The attempt that paid, else the latest one."""
    attempts = [mapping(item) for item in details] if _is_list(details) else []
    paid = (item for item in attempts if item.get("state") == "COMPLETED")
    return next(paid, attempts[-1] if attempts else {})


def _is_list(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str | bytes)
