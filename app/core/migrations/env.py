"""What Alembic runs: one migration at a time, on an owner's connection.

``app.core.migrate`` hands its connection over; ``alembic`` on the command line opens one from
``DATABASE_OWNER_URL``.
"""

import asyncio

from alembic import context
from sqlalchemy import Connection, text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from app.core.config import load_settings
from app.core.database import asyncpg_url
from app.core.errors import ConfigurationError
from app.core.tables import Base

# Any fixed number of ours: copies of the app that start at once migrate one after the other.
ADVISORY_LOCK = 7_263_451_902


def run(connection: Connection) -> None:
    """Migrate on this connection; others wait until it is closed."""
    connection.execute(text("SET statement_timeout = '120s'"))
    connection.execute(text("SELECT pg_advisory_lock(:key)"), {"key": ADVISORY_LOCK})
    connection.execute(text("SET lock_timeout = '3s'"))
    connection.execute(text("SET statement_timeout = '60s'"))
    connection.commit()
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        compare_type=True,
        compare_server_default=True,
        transaction_per_migration=True,
    )
    try:
        with context.begin_transaction():
            context.run_migrations()
    finally:
        connection.rollback()
        connection.execute(text("SELECT pg_advisory_unlock(:key)"), {"key": ADVISORY_LOCK})
        connection.commit()


async def run_from_settings() -> None:
    """Migrate what ``DATABASE_OWNER_URL`` points at.

    Raises:
        ConfigurationError: it is unset.
    """
    url = load_settings().database_owner_url
    if url is None:
        raise ConfigurationError(
            "bad_settings",
            params={"settings": "DATABASE_OWNER_URL"},
            detail="set DATABASE_OWNER_URL, or use `raptorflow migrate`",
        )
    engine = create_async_engine(asyncpg_url(url.get_secret_value()), poolclass=NullPool)
    async with engine.connect() as connection:
        await connection.run_sync(run)


given: Connection | None = context.config.attributes.get("connection")
if given is None:
    asyncio.run(run_from_settings())
else:
    run(given)
