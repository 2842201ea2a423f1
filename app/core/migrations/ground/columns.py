"""The kinds of columns of revision 0001."""

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql

UUID = sa.UUID()
TEXT = sa.Text()
BIGINT = sa.BigInteger()
JSON = postgresql.JSONB()
BYTES = postgresql.BYTEA()
TIME = postgresql.TIMESTAMP(timezone=True)
