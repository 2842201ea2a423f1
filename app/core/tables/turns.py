"""Turns and the questions they ask; projected from events."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base, one_of


class Turn(Base):
    """One message and everything done for it.

    ``lease_until`` and ``runner_id`` say which process is running it: they are operational, change
    without an event, and are left out of rebuilding.
    """

    __tablename__ = "turns"
    __table_args__ = (
        one_of("status", "running", "waiting", "done", "cancelled", "failed"),
        Index("ix_turns_tenant_id_conversation_id_created_at",
              "tenant_id", "conversation_id", "created_at"),
        Index("ix_turns_running", "lease_until", postgresql_where=text("status = 'running'")),
    )  # fmt: skip

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    conversation_id: Mapped[UUID]
    user_id: Mapped[UUID | None]
    client_message_id: Mapped[str]
    source: Mapped[str]
    text: Mapped[str]
    language: Mapped[str | None]
    skill: Mapped[str | None]
    skill_hash: Mapped[str | None]
    slots: Mapped[dict[str, Any]]
    status: Mapped[str]
    result: Mapped[dict[str, Any] | None]
    request: Mapped[dict[str, Any]]
    lease_until: Mapped[datetime | None]
    runner_id: Mapped[str | None]
    created_at: Mapped[datetime]
    finished_at: Mapped[datetime | None]
    stream_version: Mapped[int]


class Question(Base):
    """One short question; ``answer`` is ``{"value": …, "said": …}``, ``chips`` its offered answers.

    ``chips`` is ``[[value, label], …]`` as asked.
    """

    __tablename__ = "questions"
    __table_args__ = (
        one_of("status", "open", "answered", "skipped", "withdrawn"),
        Index("ix_questions_tenant_id_conversation_id", "tenant_id", "conversation_id"),
        Index("ix_questions_tenant_id_turn_id", "tenant_id", "turn_id"),
    )

    id: Mapped[UUID] = mapped_column(primary_key=True)
    tenant_id: Mapped[UUID]
    turn_id: Mapped[UUID]
    conversation_id: Mapped[UUID]
    field: Mapped[str]
    position: Mapped[int]
    total: Mapped[int]
    chips: Mapped[list[Any]]
    status: Mapped[str]
    answer: Mapped[dict[str, Any] | None]
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    stream_version: Mapped[int]
