"""Tables of revision 0001: all of them; those of memory and of the record stand here."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from app.core.migrations.ground.account_tables import create_accounts
from app.core.migrations.ground.columns import BIGINT, BYTES, JSON, TEXT, TIME, UUID
from app.core.migrations.ground.conversation_tables import create_conversations


def create() -> None:
    """Create every table and its indexes."""
    create_accounts()
    create_conversations()
    _memory()
    _record()


def _memory() -> None:
    op.create_table(
        "foundation_facts",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("field", TEXT, nullable=False),
        Column("value", JSON, nullable=False),
        Column("said", TEXT, nullable=True),
        Column("source_kind", TEXT, nullable=False),
        Column("source_id", TEXT, nullable=True),
        Column("observed_at", TIME, nullable=False),
        Column("superseded_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_foundation_facts"),
    )
    op.create_index(
        "ix_foundation_facts_tenant_id_field",
        "foundation_facts",
        ["tenant_id", "field", "observed_at"],
        unique=False,
    )
    op.create_index(
        "uq_foundation_facts_current",
        "foundation_facts",
        ["tenant_id", "field"],
        unique=True,
        postgresql_where=sa.text("superseded_at IS NULL"),
    )
    op.create_table(
        "constitution_rules",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("kind", TEXT, nullable=False),
        Column("value", JSON, nullable=False),
        Column("sentence", TEXT, nullable=True),
        Column("source_id", TEXT, nullable=True),
        Column("created_at", TIME, nullable=False),
        Column("superseded_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_constitution_rules"),
    )
    op.create_index(
        "ix_constitution_rules_tenant_id_kind",
        "constitution_rules",
        ["tenant_id", "kind"],
        unique=False,
    )


def _record() -> None:
    op.create_table(
        "events",
        Column("position", BIGINT, sa.Identity(always=True), nullable=False),
        Column("stream_id", UUID, nullable=False),
        Column("stream_kind", TEXT, nullable=False),
        Column("version", BIGINT, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("turn_id", UUID, nullable=True),
        Column("conversation_id", UUID, nullable=True),
        Column("name", TEXT, nullable=False),
        Column("schema", BIGINT, nullable=False),
        Column("payload", JSON, nullable=True),
        Column("salt", BYTES, nullable=True),
        Column("digest", BYTES, nullable=False),
        Column("previous_hash", BYTES, nullable=False),
        Column("hash", BYTES, nullable=False),
        Column("recorded_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("position", name="pk_events"),
        sa.UniqueConstraint("stream_id", "version", name="uq_events_stream_id_version"),
    )
    op.create_index(
        "ix_events_tenant_id_conversation_id_position",
        "events",
        ["tenant_id", "conversation_id", "position"],
        unique=False,
    )
    op.create_index(
        "ix_events_tenant_id_stream_id_version",
        "events",
        ["tenant_id", "stream_id", "version"],
        unique=False,
    )
    op.create_index(
        "ix_events_tenant_id_turn_id_position",
        "events",
        ["tenant_id", "turn_id", "position"],
        unique=False,
    )
    op.create_table(
        "idempotency_keys",
        Column("tenant_id", UUID, nullable=False),
        Column("route", TEXT, nullable=False),
        Column("key", TEXT, nullable=False),
        Column("body_hash", BYTES, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("response", JSON, nullable=True),
        Column("status_code", BIGINT, nullable=True),
        Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("status IN ('running', 'done')", name="ck_idempotency_keys_status"),
        sa.PrimaryKeyConstraint("tenant_id", "route", "key", name="pk_idempotency_keys"),
    )
    op.create_index(
        "ix_idempotency_keys_tenant_id_created_at",
        "idempotency_keys",
        ["tenant_id", "created_at"],
        unique=False,
    )
