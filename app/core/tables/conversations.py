"""Conversations and what people thought of single messages."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base


class Conversation(Base):
    """One thread of the chat, or one caller of the API or terminal."""

    __tablename__ = "conversations"
    __table_args__ = (
        Index(
            "ix_conversations_tenant_id_user_id_updated_at", "tenant_id", "user_id", "updated_at"
        ),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    user_id: Mapped[UUID]
    title: Mapped[str | None]
    talk_language: Mapped[str | None]
    source: Mapped[str]
    created_at: Mapped[datetime]
    updated_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class Feedback(Base):
    """A thumb on one message: ``value`` is 1 or 0."""

    __tablename__ = "feedback"
    __table_args__ = (
        Index("ix_feedback_tenant_id_conversation_id", "tenant_id", "conversation_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    conversation_id: Mapped[UUID]
    step_id: Mapped[str]
    user_id: Mapped[UUID]
    value: Mapped[int]
    comment: Mapped[str | None]
    created_at: Mapped[datetime]
