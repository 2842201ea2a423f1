"""Houses: a person's further businesses, and the plan that covers them.

Revision ID: 0005
Revises: 0004
"""

from alembic import op

from app.core.migrations.houses import functions

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create everything."""
    # Whoever waits for a lock makes everybody behind wait too: give up soon and be run again.
    op.execute("SET LOCAL lock_timeout = '3s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    for statement in functions.STATEMENTS:
        op.execute(statement)


def downgrade() -> None:
    """Go forward instead: a new revision keeps the data."""
    msg = "write a new revision that undoes this one"
    raise NotImplementedError(msg)
