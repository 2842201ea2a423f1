"""Orders, refunds and mandates as the rest of the program sees them."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final, Literal, TypeVar
from uuid import UUID

from app.core.projections.payments import MANDATE_ENDS, ORDER_ENDS, REFUND_ENDS

Kind = Literal["order", "refund", "mandate"]

# Our ids at the vendor: <= 63 of [A-Za-z0-9_-], unique for ever, and telling what they name.
PREFIXES: Final[Mapping[Kind, str]] = {"order": "RFO-", "refund": "RFR-", "mandate": "RFM-"}

T = TypeVar("T")


def merchant_id(kind: Kind, identifier: UUID) -> str:
    """What the vendor knows it by."""
    return PREFIXES[kind] + identifier.hex


def read_merchant_id(said: str | None) -> tuple[Kind, UUID] | None:
    """What an id from the vendor names; None when we never made such an id."""
    for kind, prefix in PREFIXES.items():
        if said and said.startswith(prefix) and len(said) == len(prefix) + 32:
            try:
                return kind, UUID(hex=said[len(prefix) :])
            except ValueError:
                return None
    return None


@dataclass(frozen=True)
class Order:
    """One attempt to take one amount."""

    id: UUID
    tenant_id: UUID
    user_id: UUID | None
    kind: Literal["checkout", "mandate_setup", "debit"]
    purpose: str
    subject_id: UUID | None
    mandate_id: UUID | None
    conversation_id: UUID | None
    amount_paise: int
    details: dict[str, Any]
    status: Literal["created", "pending", "notified", "paid", "failed", "held"]
    page_url: str | None
    expires_at: datetime | None
    transaction_id: str | None
    payment_mode: str | None
    bank_reference: str | None
    error_code: str | None
    refunded_paise: int
    created_at: datetime
    opened_at: datetime | None
    notified_at: datetime | None
    paid_at: datetime | None
    closed_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing moves it any more."""
        return self.status in ORDER_ENDS

    @property
    def merchant_id(self) -> str:
        """What the vendor knows it by."""
        return merchant_id("order", self.id)


@dataclass(frozen=True)
class Refund:
    """Money on its way back."""

    id: UUID
    tenant_id: UUID
    order_id: UUID
    user_id: UUID | None
    amount_paise: int
    reason: str
    details: dict[str, Any]
    status: Literal["requested", "pending", "completed", "failed"]
    error_code: str | None
    created_at: datetime
    closed_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing moves it any more."""
        return self.status in REFUND_ENDS

    @property
    def merchant_id(self) -> str:
        """What the vendor knows it by."""
        return merchant_id("refund", self.id)


@dataclass(frozen=True)
class Mandate:
    """A standing permission to debit."""

    id: UUID
    tenant_id: UUID
    user_id: UUID | None
    order_id: UUID
    purpose: str
    subject_id: UUID | None
    max_amount_paise: int
    frequency: str
    expires_at: datetime
    status: Literal["requested", "active", "paused", "revoked", "cancelled", "expired", "failed"]
    gateway_state: str | None
    paused_until: datetime | None
    created_at: datetime
    activated_at: datetime | None
    closed_at: datetime | None

    @property
    def ended(self) -> bool:
        """Whether nothing moves it any more."""
        return self.status in MANDATE_ENDS

    @property
    def merchant_id(self) -> str:
        """What the vendor knows it by."""
        return merchant_id("mandate", self.id)


def read(kind: type[T], row: Mapping[str, Any]) -> T:
    """An object of that kind from a row, whose further columns are nobody's business."""
    return kind(**{field.name: row[field.name] for field in fields(kind)})  # type: ignore[arg-type]
