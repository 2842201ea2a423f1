"""The one record of what happened: append-only, chained per stream."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.tables.base import Base


class Event(Base):
    """One event; erased, ``payload`` and ``salt`` are NULL and ``digest`` keeps the chain whole.

    A trigger refuses every other change and every deletion.
    """

    __tablename__ = "events"
    __table_args__ = (
        UniqueConstraint("stream_id", "version"),
        Index("ix_events_tenant_id_turn_id_position", "tenant_id", "turn_id", "position"),
        Index("ix_events_tenant_id_conversation_id_position",
              "tenant_id", "conversation_id", "position"),
        Index("ix_events_tenant_id_stream_id_version", "tenant_id", "stream_id", "version"),
    )  # fmt: skip

    position: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    stream_id: Mapped[UUID]
    stream_kind: Mapped[str]
    version: Mapped[int]
    tenant_id: Mapped[UUID]
    turn_id: Mapped[UUID | None]
    conversation_id: Mapped[UUID | None]
    name: Mapped[str]
    schema: Mapped[int]
    payload: Mapped[dict[str, Any] | None]
    salt: Mapped[bytes | None]
    digest: Mapped[bytes]
    previous_hash: Mapped[bytes]
    hash: Mapped[bytes]
    recorded_at: Mapped[datetime]
