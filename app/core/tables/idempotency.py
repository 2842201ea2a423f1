"""Answers already given, so that sending a request again has no second effect."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base, one_of


class IdempotencyKey(Base):
    """One request: running until its answer is stored."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (
        one_of("status", "running", "done"),
        Index("ix_idempotency_keys_tenant_id_created_at", "tenant_id", "created_at"),
    )

    tenant_id: Mapped[UUID] = mapped_column(primary_key=True)
    route: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    body_hash: Mapped[bytes]
    status: Mapped[str]
    response: Mapped[Any] = mapped_column(JSONB, nullable=True)
    status_code: Mapped[int | None]
    created_at: Mapped[datetime]
