"""Money: orders, refunds, mandates and the ledger (projected from events), and callbacks received.

``next_check_at`` and ``checks`` say when the vendor is asked next and how often it was: they are
operational, change without an event, and are left out of rebuilding.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base, one_of


class PaymentOrder(Base):
    """One attempt to take one amount: a checkout, the first debit of a mandate, or a later debit.

    ``held`` is an order the vendor calls paid for another amount: a person must look. The payment
    that settled it is in ``transaction_id``, ``payment_mode`` and ``bank_reference``.
    """

    __tablename__ = "payment_orders"
    __table_args__ = (
        one_of("kind", "checkout", "mandate_setup", "debit"),
        one_of("status", "created", "pending", "notified", "paid", "failed", "held"),
        CheckConstraint("amount_paise > 0", name="amount"),
        CheckConstraint("refunded_paise BETWEEN 0 AND amount_paise", name="refunded"),
        Index("ix_payment_orders_tenant_id_created_at", "tenant_id", "created_at"),
        Index("ix_payment_orders_tenant_id_subject_id", "tenant_id", "subject_id"),
        Index("ix_payment_orders_due", "next_check_at",
              postgresql_where=text("next_check_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    kind: Mapped[str]
    purpose: Mapped[str]
    subject_id: Mapped[UUID | None]
    mandate_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    amount_paise: Mapped[int]
    details: Mapped[dict[str, Any]]
    status: Mapped[str]
    gateway_id: Mapped[str | None]
    page_url: Mapped[str | None]
    expires_at: Mapped[datetime | None]
    transaction_id: Mapped[str | None]
    payment_mode: Mapped[str | None]
    bank_reference: Mapped[str | None]
    error_code: Mapped[str | None]
    refunded_paise: Mapped[int]
    created_at: Mapped[datetime]
    opened_at: Mapped[datetime | None]
    notified_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    stream_version: Mapped[int]
    next_check_at: Mapped[datetime | None]
    checks: Mapped[int | None]


class Refund(Base):
    """Money on its way back; one refund of an order runs at a time."""

    __tablename__ = "refunds"
    __table_args__ = (
        one_of("status", "requested", "pending", "completed", "failed"),
        CheckConstraint("amount_paise > 0", name="amount"),
        Index("ix_refunds_tenant_id_order_id", "tenant_id", "order_id"),
        Index("uq_refunds_running", "order_id", unique=True,
              postgresql_where=text("status IN ('requested', 'pending')")),
        Index("ix_refunds_due", "next_check_at",
              postgresql_where=text("next_check_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    order_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    amount_paise: Mapped[int]
    reason: Mapped[str]
    details: Mapped[dict[str, Any]]
    status: Mapped[str]
    gateway_id: Mapped[str | None]
    error_code: Mapped[str | None]
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    stream_version: Mapped[int]
    next_check_at: Mapped[datetime | None]
    checks: Mapped[int | None]


class Mandate(Base):
    """A standing permission to debit; ``gateway_state`` is the vendor's own word for its state."""

    __tablename__ = "mandates"
    __table_args__ = (
        one_of("status", "requested", "active", "paused", "revoked", "cancelled", "expired",
               "failed"),
        CheckConstraint("max_amount_paise > 0", name="max_amount"),
        Index("ix_mandates_tenant_id_subject_id", "tenant_id", "subject_id"),
        Index("ix_mandates_due", "next_check_at",
              postgresql_where=text("next_check_at IS NOT NULL")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    order_id: Mapped[UUID]
    purpose: Mapped[str]
    subject_id: Mapped[UUID | None]
    max_amount_paise: Mapped[int]
    frequency: Mapped[str]
    expires_at: Mapped[datetime]
    status: Mapped[str]
    gateway_id: Mapped[str | None]
    gateway_state: Mapped[str | None]
    paused_until: Mapped[datetime | None]
    created_at: Mapped[datetime]
    activated_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    updated_at: Mapped[datetime]
    stream_version: Mapped[int]
    next_check_at: Mapped[datetime | None]
    checks: Mapped[int | None]


class LedgerTransfer(Base):
    """One posting: the amount leaves ``credit_account`` and enters ``debit_account``.

    A row is both legs at once, so the books balance by construction. Never changed, never deleted.
    """

    __tablename__ = "ledger_transfers"
    __table_args__ = (
        CheckConstraint("amount_paise > 0", name="amount"),
        CheckConstraint("debit_account <> credit_account", name="accounts"),
        Index("ix_ledger_transfers_tenant_id_order_id", "tenant_id", "order_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    code: Mapped[str]
    debit_account: Mapped[str]
    credit_account: Mapped[str]
    amount_paise: Mapped[int]
    order_id: Mapped[UUID | None]
    refund_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    stream_version: Mapped[int]


class WebhookDelivery(Base):
    """A callback as it came in: a hint to ask the vendor, never a reason to move money.

    ``tenant_id`` is that of the order, refund or mandate it names; NULL when we know none such.
    ``facts`` holds states and ids only, nothing about the payer.
    """

    __tablename__ = "webhook_inbox"
    __table_args__ = (
        UniqueConstraint("provider", "key"),
        Index("ix_webhook_inbox_subject_id", "subject_id",
              postgresql_where=text("processed_at IS NULL")),
        Index("ix_webhook_inbox_received_at", "received_at"),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID | None]
    provider: Mapped[str]
    key: Mapped[bytes]
    event: Mapped[str]
    subject_kind: Mapped[str]
    subject_id: Mapped[UUID | None]
    proof: Mapped[str]
    facts: Mapped[dict[str, Any]]
    body_hash: Mapped[bytes]
    deliveries: Mapped[int]
    received_at: Mapped[datetime]
    last_received_at: Mapped[datetime]
    processed_at: Mapped[datetime | None]
