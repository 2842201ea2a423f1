"""Tables of revision 0001."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column
from sqlalchemy.dialects import postgresql

UUID = sa.UUID()
TEXT = sa.Text()
BIGINT = sa.BigInteger()
JSON = postgresql.JSONB()
BYTES = postgresql.BYTEA()
TIME = postgresql.TIMESTAMP(timezone=True)


def create() -> None:
    """Create every table and its indexes."""
    _accounts()
    _conversations()
    _memory()
    _record()


def _accounts() -> None:
    op.create_table(
        "tenants",
        Column("id", UUID, nullable=False),
        Column("name", TEXT, nullable=False),
        Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_tenants"),
    )
    op.create_table(
        "users",
        Column("id", UUID, nullable=False),
        Column("email", TEXT, nullable=True),
        Column("phone", TEXT, nullable=True),
        Column("password_hash", TEXT, nullable=True),
        Column("shell_language", TEXT, nullable=True),
        Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("email = lower(email)", name="ck_users_email_lower"),
        sa.CheckConstraint("email IS NOT NULL OR phone IS NOT NULL", name="ck_users_reachable"),
        sa.PrimaryKeyConstraint("id", name="pk_users"),
        sa.UniqueConstraint("email", name="uq_users_email"),
        sa.UniqueConstraint("phone", name="uq_users_phone"),
    )
    op.create_table(
        "memberships",
        Column("user_id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("role", TEXT, nullable=False),
        Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("role IN ('owner', 'staff', 'approver')", name="ck_memberships_role"),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_memberships_tenant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_memberships_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("user_id", "tenant_id", name="pk_memberships"),
    )
    op.create_index("ix_memberships_tenant_id", "memberships", ["tenant_id"], unique=False)
    op.create_table(
        "refresh_tokens",
        Column("id", UUID, nullable=False),
        Column("user_id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("family_id", UUID, nullable=False),
        Column("token_hash", BYTES, nullable=False),
        Column("expires_at", TIME, nullable=False),
        Column("used_at", TIME, nullable=True),
        Column("revoked_at", TIME, nullable=True),
        Column("created_at", TIME, nullable=False),
        sa.ForeignKeyConstraint(
            ["tenant_id"], ["tenants.id"], name="fk_refresh_tokens_tenant_id", ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["user_id"], ["users.id"], name="fk_refresh_tokens_user_id", ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_refresh_tokens"),
        sa.UniqueConstraint("token_hash", name="uq_refresh_tokens_token_hash"),
    )
    op.create_index("ix_refresh_tokens_family_id", "refresh_tokens", ["family_id"], unique=False)
    op.create_index("ix_refresh_tokens_user_id", "refresh_tokens", ["user_id"], unique=False)


def _conversations() -> None:
    op.create_table(
        "conversations",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("user_id", UUID, nullable=False),
        Column("title", TEXT, nullable=True),
        Column("talk_language", TEXT, nullable=True),
        Column("source", TEXT, nullable=False),
        Column("created_at", TIME, nullable=False),
        Column("updated_at", TIME, nullable=False),
        Column("deleted_at", TIME, nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_conversations"),
    )
    op.create_index(
        "ix_conversations_tenant_id_user_id_updated_at",
        "conversations",
        ["tenant_id", "user_id", "updated_at"],
        unique=False,
    )
    op.create_table(
        "turns",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("conversation_id", UUID, nullable=False),
        Column("user_id", UUID, nullable=True),
        Column("client_message_id", TEXT, nullable=False),
        Column("source", TEXT, nullable=False),
        Column("text", TEXT, nullable=False),
        Column("language", TEXT, nullable=True),
        Column("skill", TEXT, nullable=True),
        Column("skill_hash", TEXT, nullable=True),
        Column("slots", JSON, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("result", JSON, nullable=True),
        Column("request", JSON, nullable=False),
        Column("lease_until", TIME, nullable=True),
        Column("runner_id", TEXT, nullable=True),
        Column("created_at", TIME, nullable=False),
        Column("finished_at", TIME, nullable=True),
        Column("stream_version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "status IN ('running', 'waiting', 'done', 'cancelled', 'failed')",
            name="ck_turns_status",
        ),
        sa.PrimaryKeyConstraint("id", name="pk_turns"),
    )
    op.create_index(
        "ix_turns_running",
        "turns",
        ["lease_until"],
        unique=False,
        postgresql_where=sa.text("status = 'running'"),
    )
    op.create_index(
        "ix_turns_tenant_id_conversation_id_created_at",
        "turns",
        ["tenant_id", "conversation_id", "created_at"],
        unique=False,
    )
    op.create_table(
        "questions",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("turn_id", UUID, nullable=False),
        Column("conversation_id", UUID, nullable=False),
        Column("field", TEXT, nullable=False),
        Column("position", BIGINT, nullable=False),
        Column("total", BIGINT, nullable=False),
        Column("chips", JSON, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("answer", JSON, nullable=True),
        Column("asked_at", TIME, nullable=False),
        Column("answered_at", TIME, nullable=True),
        Column("stream_version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "status IN ('open', 'answered', 'skipped', 'withdrawn')", name="ck_questions_status"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_questions"),
    )
    op.create_index(
        "ix_questions_tenant_id_conversation_id",
        "questions",
        ["tenant_id", "conversation_id"],
        unique=False,
    )
    op.create_index(
        "ix_questions_tenant_id_turn_id", "questions", ["tenant_id", "turn_id"], unique=False
    )
    op.create_table(
        "drafts",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("conversation_id", UUID, nullable=False),
        Column("turn_id", UUID, nullable=False),
        Column("skill", TEXT, nullable=False),
        Column("skill_hash", TEXT, nullable=False),
        Column("channel", TEXT, nullable=True),
        Column("language", TEXT, nullable=False),
        Column("status", TEXT, nullable=False),
        Column("version", BIGINT, nullable=False),
        Column("decided_version", BIGINT, nullable=True),
        Column("decided_by", TEXT, nullable=True),
        Column("decided_by_name", TEXT, nullable=True),
        Column("decided_at", TIME, nullable=True),
        Column("decision_reason", TEXT, nullable=True),
        Column("parent_id", UUID, nullable=True),
        Column("created_at", TIME, nullable=False),
        Column("updated_at", TIME, nullable=False),
        Column("stream_version", BIGINT, nullable=False),
        sa.CheckConstraint(
            "status IN ('pending', 'approved', 'rejected', 'shown')", name="ck_drafts_status"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_drafts"),
    )
    op.create_index(
        "ix_drafts_tenant_id_conversation_id",
        "drafts",
        ["tenant_id", "conversation_id"],
        unique=False,
    )
    op.create_index("ix_drafts_tenant_id_turn_id", "drafts", ["tenant_id", "turn_id"], unique=False)
    op.create_index(
        "ix_drafts_tenant_id_updated_at", "drafts", ["tenant_id", "updated_at"], unique=False
    )
    op.create_table(
        "draft_versions",
        Column("draft_id", UUID, nullable=False),
        Column("version", BIGINT, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("text", TEXT, nullable=False),
        Column("extras", JSON, nullable=False),
        Column("language", TEXT, nullable=False),
        Column("author", TEXT, nullable=False),
        Column("findings", JSON, nullable=False),
        Column("score", BIGINT, nullable=True),
        Column("sources", JSON, nullable=False),
        Column("provider", TEXT, nullable=True),
        Column("attempt", BIGINT, nullable=False),
        Column("created_at", TIME, nullable=False),
        sa.CheckConstraint("author IN ('assistant', 'owner')", name="ck_draft_versions_author"),
        sa.PrimaryKeyConstraint("draft_id", "version", name="pk_draft_versions"),
    )
    op.create_index("ix_draft_versions_tenant_id", "draft_versions", ["tenant_id"], unique=False)
    op.create_table(
        "feedback",
        Column("id", UUID, nullable=False),
        Column("tenant_id", UUID, nullable=False),
        Column("conversation_id", UUID, nullable=False),
        Column("step_id", TEXT, nullable=False),
        Column("user_id", UUID, nullable=False),
        Column("value", BIGINT, nullable=False),
        Column("comment", TEXT, nullable=True),
        Column("created_at", TIME, nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_feedback"),
    )
    op.create_index(
        "ix_feedback_tenant_id_conversation_id",
        "feedback",
        ["tenant_id", "conversation_id"],
        unique=False,
    )


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
