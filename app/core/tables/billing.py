"""Subscriptions (projected from events), bills, what a business may do, and what it was told.

``due_at`` of a subscription says when to look at it again; it is operational and changes without an
event. Documents are never changed and never deleted: a trigger sees to it, also for the owner.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base, one_of


class Subscription(Base):
    """What a business pays for; ``state`` is the whole of it, the other columns are read off."""

    __tablename__ = "subscriptions"
    __table_args__ = (
        UniqueConstraint("tenant_id"),
        one_of("status", "none", "active", "grace", "ended"),
        Index("ix_subscriptions_due", "due_at", postgresql_where=text("due_at IS NOT NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    plan: Mapped[str]
    status: Mapped[str]
    state: Mapped[dict[str, Any]]
    period_end: Mapped[datetime | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    stream_version: Mapped[int]
    due_at: Mapped[datetime | None]


class BillingProfile(Base):
    """Whom bills are made out to; ``state_code`` is asked for before the first charge."""

    __tablename__ = "billing_profiles"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    name: Mapped[str]
    address: Mapped[str]
    state_code: Mapped[str]
    pin: Mapped[str | None]
    gstin: Mapped[str | None]
    updated_at: Mapped[datetime]


class Entitlement(Base):
    """What a business may do now: billing writes it, the agents read it. NULL is no limit."""

    __tablename__ = "entitlements"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    plan: Mapped[str]
    drafts: Mapped[int | None]
    seats: Mapped[int | None]
    businesses: Mapped[int | None]
    budget_paise: Mapped[int | None]
    channels: Mapped[list[Any]]
    valid_until: Mapped[datetime | None]
    updated_at: Mapped[datetime]


class DocumentSeries(Base):
    """The last serial of one series of one seller and financial year."""

    __tablename__ = "document_series"
    __table_args__ = (one_of("kind", "invoice", "credit_note"),)

    seller: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[str] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    last_serial: Mapped[int]


class Invoice(Base):
    """An invoice or credit note as it was issued. ``cause`` names what it is for, once."""

    __tablename__ = "invoices"
    __table_args__ = (
        one_of("kind", "invoice", "credit_note"),
        UniqueConstraint("seller", "year", "kind", "serial"),
        UniqueConstraint("tenant_id", "kind", "cause"),
        CheckConstraint("total_paise >= 0", name="total"),
        Index("ix_invoices_tenant_id_issued_at", "tenant_id", "issued_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    kind: Mapped[str]
    number: Mapped[str]
    seller: Mapped[str]
    year: Mapped[str]
    serial: Mapped[int]
    cause: Mapped[str]
    original_id: Mapped[UUID | None]
    total_paise: Mapped[int]
    document: Mapped[dict[str, Any]]
    digest: Mapped[bytes]
    issued_at: Mapped[datetime]


class Notice(Base):
    """A message to the business's inbox, once under its key; mailed where mail is set up."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("tenant_id", "once"),
        Index("ix_notices_tenant_id_created_at", "tenant_id", "created_at"),
        Index("ix_notices_unmailed", "created_at", postgresql_where=text("mailed_at IS NULL")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    key: Mapped[str]
    params: Mapped[dict[str, Any]]
    once: Mapped[str]
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    mailed_at: Mapped[datetime | None]
