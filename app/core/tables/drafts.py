"""Drafts, their versions and the decision on them; projected from events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base, one_of


class Draft(Base):
    """One piece of writing. ``version`` is the newest, ``decided_version`` the one decided on.

    ``shown`` means that no approval is ever asked for it.
    """

    __tablename__ = "drafts"
    __table_args__ = (
        one_of("status", "pending", "approved", "rejected", "shown"),
        Index("ix_drafts_tenant_id_updated_at", "tenant_id", "updated_at"),
        Index("ix_drafts_tenant_id_conversation_id", "tenant_id", "conversation_id"),
        Index("ix_drafts_tenant_id_turn_id", "tenant_id", "turn_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    conversation_id: Mapped[UUID]
    turn_id: Mapped[UUID]
    skill: Mapped[str]
    skill_hash: Mapped[str]
    channel: Mapped[str | None]
    language: Mapped[str]
    status: Mapped[str]
    version: Mapped[int]
    decided_version: Mapped[int | None]
    decided_by: Mapped[str | None]
    decided_by_name: Mapped[str | None]
    decided_at: Mapped[datetime | None]
    decision_reason: Mapped[str | None]
    parent_id: Mapped[UUID | None]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    stream_version: Mapped[int]


class DraftVersion(Base):
    """One text of a draft; ``author`` is assistant or owner."""

    __tablename__ = "draft_versions"
    __table_args__ = (
        one_of("author", "assistant", "owner"),
        Index("ix_draft_versions_tenant_id", "tenant_id"),
    )

    draft_id: Mapped[UUID] = mapped_column(primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    text: Mapped[str]
    extras: Mapped[dict[str, Any]]
    language: Mapped[str]
    author: Mapped[str]
    findings: Mapped[list[Any]]
    score: Mapped[int | None]
    sources: Mapped[list[Any]]
    provider: Mapped[str | None]
    attempt: Mapped[int]
    created_at: Mapped[datetime]
