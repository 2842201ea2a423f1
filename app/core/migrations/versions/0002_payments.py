"""Payments: orders, refunds, mandates, the ledger, callbacks received, and the job queue.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

from app.core.migrations.payments import access, queue, tables

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    # Whoever waits for a lock makes everybody behind wait too: give up soon and be run again.
    op.execute("SET LOCAL lock_timeout = '3s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for statement in (*tables.STATEMENTS, *access.STATEMENTS, *queue.STATEMENTS):
        op.execute(statement)


def downgrade() -> None:
    """Go forward instead: a new revision keeps the data."""
    msg = "write a new revision that undoes this one"
    raise NotImplementedError(msg)
