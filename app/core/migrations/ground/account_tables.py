"""Tables of revision 0001: who uses it, and for which business."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy import Column

from app.core.migrations.ground.columns import BYTES, TEXT, TIME, UUID


def create_accounts() -> None:
    """Create them and their indexes."""
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
