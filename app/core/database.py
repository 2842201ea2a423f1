"""The database at the edge: one transaction a unit of work, scoped to one tenant.

This is the only file that commits. Every transaction begins by telling PostgreSQL who is asking
(``app.tenant``, ``app.user``); row-level security does the rest under a role that cannot bypass it.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Final
from uuid import UUID

import orjson
from asyncpg import exceptions as driver
from sqlalchemy import URL, event, make_url, text
from sqlalchemy.dialects.postgresql import asyncpg
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.ext.asyncio import AsyncEngine, AsyncSession, create_async_engine

from app.core.errors import ConfigurationError, Deadlock, Unavailable
from app.core.ids import uuid_as_text

CONNECT_TIMEOUT_SECONDS: Final = 5
POOL_TIMEOUT_SECONDS: Final = 5
# Bounds for serving: a turn's statements take milliseconds; whoever waits longer is stuck.
SERVER_SETTINGS: Final = {
    "application_name": "raptorflow",
    "timezone": "UTC",
    "statement_timeout": "15s",
    "lock_timeout": "5s",
    "idle_in_transaction_session_timeout": "60s",
    "jit": "off",
}
_DIED: Final = (driver.PostgresError, driver.InterfaceError, driver.InternalClientError)
_AWAY_STATES: Final = ("08", "57P01", "57P02", "57P03", "53300")
_REFUSED_STATES: Final = ("28", "3D000")
_RACE_STATES: Final = ("40001", "40P01")
_BUSY_STATES: Final = ("55P03", "57014")

# One message to the server for both; ids only ever come in as UUIDs, so nothing needs quoting.
_BEGIN: Final = """
    BEGIN; SELECT set_config('app.tenant', '{tenant}', true), set_config('app.user', '{user}', true)
"""
_WHO = text(
    """
    SELECT r.rolname, r.rolsuper, r.rolbypassrls,
           EXISTS (
               SELECT 1 FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
               WHERE n.nspname = current_schema() AND c.relkind IN ('r', 'p')
                 AND pg_has_role(current_user, c.relowner, 'MEMBER')
           ) OR EXISTS (
               SELECT 1 FROM pg_database d
               WHERE d.datname = current_database()
                 AND pg_has_role(current_user, d.datdba, 'MEMBER')
           ) AS owns
    FROM pg_roles r WHERE r.rolname = current_user
    """
)


def asyncpg_url(url: str) -> URL:
    """The address for SQLAlchemy: ``postgres://`` and ``postgresql://`` mean asyncpg here.

    libpq's ``sslmode``, which hosted databases put into their addresses, is asyncpg's ``ssl``.

    Raises:
        ConfigurationError: it is no PostgreSQL address.
    """
    scheme = url.partition("://")[0].partition("+")[0]
    if scheme not in ("postgresql", "postgres") or "://" not in url:
        raise ConfigurationError(
            "bad_settings",
            params={"settings": "DATABASE_URL"},
            detail="DATABASE_URL must begin with postgresql://",
        )
    parsed = make_url(url).set(drivername="postgresql+asyncpg")
    mode = parsed.query.get("sslmode")
    if mode is not None:
        parsed = parsed.difference_update_query(["sslmode"]).update_query_dict({"ssl": mode})
    return parsed


def asyncpg_arguments(url: str) -> dict[str, Any]:
    """The address as keyword arguments of ``asyncpg.connect``, for the few raw connections."""
    dialect: Any = asyncpg.dialect
    _, arguments = dialect().create_connect_args(asyncpg_url(url))
    return dict(arguments)


def create_engine(url: str, pool_size: int, **server_settings: str) -> AsyncEngine:
    """An engine whose JSON is orjson and whose sessions have the serving timeouts.

    It begins no transactions by itself: :meth:`Database.transaction` does, in one message.
    """
    engine = create_async_engine(
        asyncpg_url(url),
        isolation_level="AUTOCOMMIT",
        pool_size=pool_size,
        max_overflow=0,
        pool_timeout=POOL_TIMEOUT_SECONDS,
        pool_use_lifo=True,  # keeps few connections warm instead of all lukewarm
        json_serializer=_dump_json,
        json_deserializer=orjson.loads,
        connect_args={
            "timeout": CONNECT_TIMEOUT_SECONDS,
            "server_settings": {**SERVER_SETTINGS, **server_settings},
        },
    )
    event.listen(engine.sync_engine, "checkin", _keep_out_open_transactions)
    return engine


def _keep_out_open_transactions(connection: Any, record: Any) -> None:
    """No connection goes back to the pool inside a transaction: it would carry a tenant along."""
    if connection is not None and connection.driver_connection.is_in_transaction():
        record.invalidate()


class Database:
    """A pool of connections as the restricted role."""

    def __init__(self, engine: AsyncEngine) -> None:
        self.engine = engine

    @classmethod
    def connect(cls, url: str, pool_size: int = 10) -> "Database":
        """A pool for that address; connections are opened when first used."""
        return cls(create_engine(url, pool_size))

    @asynccontextmanager
    async def transaction(
        self, tenant_id: UUID | None, user_id: UUID | None = None
    ) -> AsyncIterator[AsyncSession]:
        """One transaction as that tenant and user: commits at the end, rolls back on any error.

        With no tenant only the look-up functions and the user's own rows can be reached.

        Raises:
            Unavailable: ``database_away`` when PostgreSQL cannot be reached; in mid-way nothing of
                this transaction is stored, and only when it vanishes in the very commit is that
                unknown, which is why every effect carries an idempotent id. ``database_busy`` when
                a lock or a statement took too long. Both may be tried again.
            ConfigurationError: ``database_refuses`` the role, password or database of the address.
        """
        # As a context manager it closes shielded: a task cancelled just then keeps no connection.
        async with AsyncSession(self.engine, expire_on_commit=False) as session:
            try:
                connection = await self._begin(session, tenant_id, user_id)
                try:
                    yield session
                    if session.new or session.dirty or session.deleted:
                        await session.flush()
                    await connection.execute("COMMIT")
                except BaseException:
                    await _roll_back(session, connection)
                    raise
            except (DBAPIError, PoolTimeout, *_DIED) as error:
                away = unavailable(error) or _refusal(error)
                if away is None:
                    raise
                raise away from error

    async def _begin(
        self, session: AsyncSession, tenant_id: UUID | None, user_id: UUID | None
    ) -> Any:
        begin = _BEGIN.format(tenant=_id(tenant_id), user=_id(user_id))
        try:
            connection = await driver_connection(session)
            try:
                await connection.execute(begin)
            except _DIED as error:
                # The pooled connection died while idle (PostgreSQL was restarted) and nothing has
                # been done yet: once more on a fresh one. A ping before each use would cost a
                # round trip every time to learn the same.
                if not _is_away(error):
                    raise
                await _drop(session)
                connection = await driver_connection(session)
                await connection.execute(begin)
        except OSError as error:  # connecting failed: the driver passes the socket's error on
            detail = f"PostgreSQL cannot be reached: {error}"
            raise Unavailable("database_away", detail=detail) from error
        return connection

    async def ping(self) -> None:
        """Ask PostgreSQL for a sign of life.

        Raises:
            Unavailable: ``database_away``.
        """
        async with self.transaction(None):
            return

    async def assert_restricted(self) -> None:
        """Refuse a role that row-level security would not hold.

        Raises:
            ConfigurationError: the role of ``DATABASE_URL`` is a superuser, has BYPASSRLS, or owns
                the schema.
        """
        async with self.transaction(None) as session:
            who = (await session.execute(_WHO)).one()
        refuse_unrestricted(
            who.rolname, rolsuper=who.rolsuper, rolbypassrls=who.rolbypassrls, owns=who.owns
        )

    async def close(self) -> None:
        """Close every connection."""
        await self.engine.dispose()


def refuse_unrestricted(role: str, *, rolsuper: bool, rolbypassrls: bool, owns: bool) -> None:
    """The rule of :meth:`Database.assert_restricted`, on what PostgreSQL says of the role."""
    faults = {"is a superuser": rolsuper, "has BYPASSRLS": rolbypassrls, "owns the schema": owns}
    wrong = [fault for fault, present in faults.items() if present]
    if wrong:
        raise ConfigurationError(
            "role_not_restricted",
            params={"settings": "DATABASE_URL", "role": role},
            detail=f"DATABASE_URL: role {role} {' and '.join(wrong)}; connect as raptorflow_app, "
            "which `raptorflow migrate` creates",
        )


async def driver_connection(session: AsyncSession) -> Any:
    """The asyncpg connection under a session of :meth:`Database.transaction`, in its transaction.

    For the few statements on the hot path of a turn; jsonb goes in as text and comes out decoded.
    """
    known = session.info.get("driver")
    if known is None:
        pooled = await (await session.connection()).get_raw_connection()
        known = session.info["driver"] = pooled.driver_connection
    return known


async def _roll_back(session: AsyncSession, connection: Any) -> None:
    """End the transaction without a trace; a connection that cannot do so is thrown away."""
    try:
        await connection.execute("ROLLBACK")
    except (OSError, asyncio.CancelledError, *_DIED):
        await _drop(session)


async def _drop(session: AsyncSession) -> None:
    """Close the session's connection for good; the next statement opens another."""
    session.info.pop("driver", None)
    await session.invalidate()


def _id(known: UUID | None) -> str:
    return str(UUID(int=known.int)) if known is not None else ""


def unavailable(error: Exception) -> Unavailable | None:
    """The error for people when PostgreSQL is away or busy; None when it is about something else.

    Takes SQLAlchemy's wrappers and the driver's own exceptions alike.
    """
    if isinstance(error, PoolTimeout):
        return Unavailable("database_busy", detail="raise DATABASE_POOL_SIZE or add replicas")
    if _is_away(error):
        return Unavailable("database_away", detail=f"PostgreSQL cannot be reached: {error}")
    if _sqlstate(error) in _RACE_STATES:
        return Deadlock("database_busy", detail=f"PostgreSQL undid one of two writers: {error}")
    if _sqlstate(error) in _BUSY_STATES:
        return Unavailable("database_busy", detail=f"PostgreSQL gave up waiting: {error}")
    return None


def _refusal(error: Exception) -> ConfigurationError | None:
    if not _sqlstate(error).startswith(_REFUSED_STATES):
        return None
    return ConfigurationError(
        "database_refuses",
        params={"settings": "DATABASE_URL"},
        detail=f"PostgreSQL refuses DATABASE_URL: {getattr(error, 'orig', error)}; mend its role, "
        "password or database, or run `raptorflow migrate`",
    )


def _is_away(error: Exception) -> bool:
    if isinstance(error, DBAPIError) and error.connection_invalidated:
        return True
    if isinstance(error, driver.InternalClientError):  # PostgreSQL is saying good-bye just now
        return "cannot switch to state" in str(error)
    if isinstance(error, driver.InterfaceError):  # also the driver's word for misuse: our bug
        return "connection is closed" in str(error)
    return _sqlstate(error).startswith(_AWAY_STATES)


def _sqlstate(error: Exception) -> str:
    origin = error.orig if isinstance(error, DBAPIError) else error
    return getattr(origin, "sqlstate", None) or ""


def _dump_json(value: Any) -> str:
    return orjson.dumps(value, uuid_as_text).decode()
