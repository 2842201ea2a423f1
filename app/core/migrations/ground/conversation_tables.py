"""Tables of revision 0001: what is said in a conversation, and what comes of it."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from app.core.migrations.ground.columns import BIGINT, JSON, TEXT, TIME, UUID


def create_conversations() -> None:
    """Create them and their indexes."""
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
