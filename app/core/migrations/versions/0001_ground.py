"""The ground: accounts, conversations, turns, drafts, memory, events, and who may see them.

Revision ID: 0001
Revises:
"""

from alembic import op

from app.core.migrations.ground import functions, policies, roles, tables

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    # Whoever waits for a lock makes everybody behind wait too: give up soon and be run again.
    op.execute("SET LOCAL lock_timeout = '3s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    tables.create()
    for statement in (*roles.STATEMENTS, *policies.STATEMENTS, *functions.STATEMENTS):
        op.execute(statement)


def downgrade() -> None:
    """Go forward instead: a new revision keeps the data."""
    msg = "write a new revision that undoes this one"
    raise NotImplementedError(msg)
