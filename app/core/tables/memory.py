"""What is remembered of a business: facts with their source, and rules."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base


class FoundationFact(Base):
    """One fact, as said and as understood; superseded facts stay as history."""

    __tablename__ = "foundation_facts"
    __table_args__ = (
        Index(
            "uq_foundation_facts_current",
            "tenant_id",
            "field",
            unique=True,
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_foundation_facts_tenant_id_field", "tenant_id", "field", "observed_at"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    field: Mapped[str]
    value: Mapped[Any] = mapped_column(JSONB)
    said: Mapped[str | None]
    source_kind: Mapped[str]
    source_id: Mapped[str | None]
    observed_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]


class ConstitutionRule(Base):
    """One rule the business set, with the sentence it was said in."""

    __tablename__ = "constitution_rules"
    __table_args__ = (Index("ix_constitution_rules_tenant_id_kind", "tenant_id", "kind"),)

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    kind: Mapped[str]
    value: Mapped[Any] = mapped_column(JSONB)
    sentence: Mapped[str | None]
    source_id: Mapped[str | None]
    created_at: Mapped[datetime]
    superseded_at: Mapped[datetime | None]
