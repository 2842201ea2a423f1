"""What models cost: limits, counters of a month and a day, reservations, the ledger of usage; and
approved drafts kept to be used again.

``usage`` is projected from ``model.called`` and ``cache.hit`` events. Counters change only together
with their reservations, in one statement each (``agents.economics.budget_enforcer``).
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base, one_of


class Budget(Base):
    """The limits a business set itself, below those of its plan. NULL is no limit of its own."""

    __tablename__ = "budgets"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    month_paise: Mapped[int | None]
    day_paise: Mapped[int | None]
    task_paise: Mapped[int | None]
    webhook_url: Mapped[str | None]
    webhook_secret: Mapped[str | None]
    updated_at: Mapped[datetime]
    updated_by: Mapped[UUID | None]


class BudgetPeriod(Base):
    """What is reserved and spent in a month (``2026-11``) or a day (``2026-11-23``) of India.

    ``limit_paise`` is the limit the last reservation was granted under: the table itself refuses a
    reservation beyond it.
    """

    __tablename__ = "budget_periods"
    __table_args__ = (
        CheckConstraint(
            "limit_paise IS NULL OR reserved_paise + spent_paise <= limit_paise", name="within"
        ),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    reserved_paise: Mapped[int]
    spent_paise: Mapped[int]
    limit_paise: Mapped[int | None]


class BudgetReservation(Base):
    """Money set aside for a task before it is spent; returned when it expires unsettled."""

    __tablename__ = "budget_reservations"
    __table_args__ = (
        one_of("status", "held", "settled", "expired"),
        Index("ix_budget_reservations_tenant_id_turn_id", "tenant_id", "turn_id"),
        Index(
            "ix_budget_reservations_held", "expires_at", postgresql_where=text("status = 'held'")
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    turn_id: Mapped[UUID]
    paise: Mapped[int]
    status: Mapped[str]
    settled_paise: Mapped[int | None]
    periods: Mapped[list[str]] = mapped_column(ARRAY(Text()))
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]


class Usage(Base):
    """One call of a model, or one draft used again; what it cost, or spared."""

    __tablename__ = "usage"
    __table_args__ = (
        one_of("kind", "model", "cache"),
        Index("ix_usage_tenant_id_called_at", "tenant_id", "called_at"),
        Index("ix_usage_tenant_id_turn_id", "tenant_id", "turn_id"),
        Index("ix_usage_paid", "called_at", postgresql_where=text("paise > 0")),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    turn_id: Mapped[UUID]
    conversation_id: Mapped[UUID]
    skill: Mapped[str | None]
    skill_hash: Mapped[str | None]
    kind: Mapped[str]
    provider: Mapped[str]
    model: Mapped[str | None]
    tier: Mapped[str | None]
    input_tokens: Mapped[int]
    cached_tokens: Mapped[int]
    output_tokens: Mapped[int]
    paise: Mapped[int]
    saved_paise: Mapped[int]
    latency_ms: Mapped[int]
    first_token_ms: Mapped[int | None]
    outcome: Mapped[str]
    called_at: Mapped[datetime]


class CachedDraft(Base):
    """An approved draft that may be used again, under digests of what it was written for.

    Her words and the draft's text are not here: what is erased elsewhere leaves nothing behind.
    """

    __tablename__ = "cached_drafts"
    __table_args__ = (
        Index("ix_cached_drafts_tenant_id_partition", "tenant_id", "partition", "near"),
        Index("ix_cached_drafts_tenant_id_draft_id", "tenant_id", "draft_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    partition: Mapped[bytes]
    exact: Mapped[bytes]
    near: Mapped[bytes]
    draft_id: Mapped[UUID]
    draft_version: Mapped[int]
    facts: Mapped[list[Any]]
    paise: Mapped[int]
    made_at: Mapped[datetime]
    used: Mapped[int]
    last_used_at: Mapped[datetime | None]
    dropped_at: Mapped[datetime | None]


class BudgetAlert(Base):
    """An alert that was sent: once a percent and period. ``turn_id`` is the turn that crossed it,
    which says it in the chat, again too when it had to be run again."""

    __tablename__ = "budget_alerts"

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    period: Mapped[str] = mapped_column(primary_key=True)
    percent: Mapped[int] = mapped_column(primary_key=True)
    turn_id: Mapped[UUID | None]
    sent_at: Mapped[datetime]
