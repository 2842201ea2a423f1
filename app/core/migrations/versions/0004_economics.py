"""Economics: budgets and their counters, reservations, the ledger of usage, drafts used again.

Revision ID: 0004
Revises: 0003
"""

from alembic import op

from app.core.migrations.economics import access, tables

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    # Whoever waits for a lock makes everybody behind wait too: give up soon and be run again.
    op.execute("SET LOCAL lock_timeout = '3s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for statement in (*tables.STATEMENTS, *access.STATEMENTS):
        op.execute(statement)


def downgrade() -> None:
    """Go forward instead: a new revision keeps the data."""
    msg = "write a new revision that undoes this one"
    raise NotImplementedError(msg)
