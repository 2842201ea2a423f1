"""Bringing a database to the newest schema, and knowing whether it is there."""

import asyncio
from pathlib import Path
from typing import Any, Final

import asyncpg
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, ProgrammingError
from sqlalchemy.ext.asyncio import AsyncConnection, create_async_engine
from sqlalchemy.pool import NullPool

from app.core.database import Database, asyncpg_arguments, asyncpg_url
from app.core.embedded_postgres import APP_ROLE
from app.core.errors import ConfigurationError

MIGRATIONS: Final = Path(__file__).parent / "migrations"
INSUFFICIENT_PRIVILEGE: Final = "42501"
# Alembic keeps its context in module globals: one run at a time in a process. Between processes
# the advisory lock of migrations/env.py does the same.
_ALEMBIC: Final = asyncio.Lock()


def head_revision() -> str:
    """The newest revision, read from the file names: ``0001_ground.py`` is revision ``0001``."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))


async def current_revision(database: Database) -> str | None:
    """The revision a database stands at, as the restricted role sees it; None when it is empty.

    Raises:
        Unavailable: PostgreSQL cannot be reached.
    """
    try:
        async with database.transaction(None) as session:
            found = await session.execute(text("SELECT version_num FROM alembic_version"))
            return found.scalar_one_or_none()
    except ProgrammingError:  # no such table, or not for us: nothing was ever migrated here
        return None


async def assert_migrated(database: Database) -> None:
    """Refuse a database that does not stand at the newest revision.

    Raises:
        ConfigurationError: ``not_migrated``.
    """
    current = await current_revision(database)
    if current != head_revision():
        raise ConfigurationError(
            "not_migrated",
            params={"revision": current or "-", "head": head_revision()},
            detail=f"the database is at revision {current or 'none'} and this program needs "
            f"{head_revision()}: run `raptorflow migrate`",
        )


async def migrate(owner_url: str, app_password: str | None = None) -> str:
    """Bring the schema to head, which also creates the restricted role.

    Args:
        owner_url: the address as the owner, who must be allowed to create roles.
        app_password: what ``raptorflow_app`` signs in with; None leaves it as it is.

    Returns:
        The revision reached.

    Raises:
        ConfigurationError: ``owner_not_allowed`` when the owner may not do what it takes.
    """
    engine = create_async_engine(asyncpg_url(owner_url), poolclass=NullPool)
    try:
        async with _ALEMBIC, engine.connect() as connection:
            await connection.run_sync(_upgrade)
            if app_password is not None:
                await _set_password(connection, app_password)
    except DBAPIError as error:
        if getattr(error.orig, "sqlstate", None) != INSUFFICIENT_PRIVILEGE:
            raise
        raise ConfigurationError(
            "owner_not_allowed",
            params={"settings": "DATABASE_OWNER_URL"},
            detail=f"the role of DATABASE_OWNER_URL must own the database and have CREATEROLE, and "
            f"ADMIN on {APP_ROLE} if somebody else made that role: {error.orig}",
        ) from None  # the statement, with the password in it, would be printed along
    return head_revision()


async def can_sign_in(url: str) -> bool:
    """Whether PostgreSQL takes that address's role and password."""
    try:
        connection = await asyncpg.connect(**asyncpg_arguments(url), timeout=10)
    except asyncpg.InvalidAuthorizationSpecificationError:
        return False
    await connection.close(timeout=5)
    return True


def _upgrade(connection: Any) -> None:
    # Alembic costs a tenth of a second to import, which a start at head never pays.
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


async def _set_password(connection: AsyncConnection, password: str) -> None:
    quoted = await connection.scalar(
        text("SELECT format('ALTER ROLE %I LOGIN PASSWORD %L', :role ::text, :password ::text)"),
        {"role": APP_ROLE, "password": password},
    )
    await connection.exec_driver_sql(str(quoted))
    await connection.commit()
