"""${message}

Revision ID: ${up_revision}
Revises: ${down_revision | comma,n}
"""

from alembic import op
import sqlalchemy as sa
${imports if imports else ""}

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = ${repr(branch_labels)}
depends_on = ${repr(depends_on)}


def upgrade() -> None:
    """${message}"""
    # Whoever waits for a lock makes everybody behind wait too: give up soon and be run again.
    op.execute("SET LOCAL lock_timeout = '3s'")
    op.execute("SET LOCAL statement_timeout = '60s'")
    ${upgrades if upgrades else ""}


def downgrade() -> None:
    """Go forward instead: a new revision keeps the data."""
    raise NotImplementedError("write a new revision that undoes this one")
