"""What every entry point stands on: settings, database, Redis and clock, opened and closed once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass

from redis.asyncio import Redis
from sqlalchemy import make_url

from app.core.clock import Clock, SystemClock
from app.core.config import Settings, require_servable, with_generated_secrets
from app.core.database import Database
from app.core.embedded import EmbeddedServices
from app.core.embedded_postgres import APP_ROLE
from app.core.errors import ConfigurationError
from app.core.migrate import assert_migrated, can_sign_in, current_revision, head_revision
from app.core.migrate import migrate as migrate_to_head
from app.core.redis_client import connect_redis


@dataclass(frozen=True)
class Platform:
    """The ground of one process.

    ``settings`` has the generated secrets filled in; ``database_owner_url`` is there when we may
    migrate: embedded, or ``DATABASE_OWNER_URL``.
    """

    settings: Settings
    database: Database
    redis: Redis
    clock: Clock
    embedded: EmbeddedServices
    database_owner_url: str | None


@asynccontextmanager
async def open_platform(
    settings: Settings, *, migrate: bool = True, clock: Clock | None = None
) -> AsyncIterator[Platform]:
    """Open everything, in the order things depend on one another; close in the other order.

    Starts the embedded services for whichever of ``DATABASE_URL`` and ``REDIS_URL`` is unset. The
    embedded database is brought to head; an outside one must be there (``raptorflow migrate``).

    Args:
        settings: as read; generated secrets are filled in.
        migrate: False leaves the schema alone and unchecked (for ``migrate`` and ``doctor``).
        clock: the time; the machine's by default.

    Raises:
        ConfigurationError: unsafe settings, a database that is not migrated, a role that row-level
            security would not hold, or embedded services that do not start.
        Unavailable: ``database_away`` when PostgreSQL cannot be reached.
    """
    require_servable(settings)
    settings = await asyncio.to_thread(with_generated_secrets, settings)
    async with AsyncExitStack() as stack:
        embedded = EmbeddedServices()
        stack.push_async_callback(embedded.stop)
        await embedded.start(
            settings.data_dir,
            postgres=settings.database_url is None,
            redis=settings.redis_url is None,
        )
        database = Database.connect(_database_url(settings, embedded), settings.database_pool_size)
        stack.push_async_callback(database.close)
        redis = _redis(settings, embedded)
        stack.push_async_callback(redis.aclose)
        if migrate:
            if embedded.database_owner_url and await current_revision(database) != head_revision():
                await migrate_to_head(embedded.database_owner_url)
            await database.assert_restricted()
            await assert_migrated(database)
        owner_url = embedded.database_owner_url
        if owner_url is None and settings.database_owner_url is not None:
            owner_url = settings.database_owner_url.get_secret_value()
        yield Platform(settings, database, redis, clock or SystemClock(), embedded, owner_url)


async def migrate_installation(settings: Settings) -> str:
    """What ``raptorflow migrate`` does, wherever the database is; the revision reached.

    An outside database needs ``DATABASE_OWNER_URL``; ``raptorflow_app`` gets the password that
    ``DATABASE_URL`` carries, unless it can sign in already.

    Raises:
        ConfigurationError: ``DATABASE_OWNER_URL`` is unset, or its role may not do what it takes.
    """
    if settings.database_url is None:
        embedded = EmbeddedServices()
        await embedded.start(settings.data_dir, redis=False)
        try:
            return await migrate_to_head(_known(embedded.database_owner_url))
        finally:
            await embedded.stop()
    if settings.database_owner_url is None:
        raise ConfigurationError(
            "bad_settings",
            params={"settings": "DATABASE_OWNER_URL"},
            detail="set DATABASE_OWNER_URL to a role that owns the database and may create roles",
        )
    owner_url = settings.database_owner_url.get_secret_value()
    revision = await migrate_to_head(owner_url)
    serving = settings.database_url.get_secret_value()
    address = make_url(serving)
    if address.username == APP_ROLE and not await can_sign_in(serving):
        await migrate_to_head(owner_url, address.password)
    return revision


def _database_url(settings: Settings, embedded: EmbeddedServices) -> str:
    if settings.database_url is not None:
        return settings.database_url.get_secret_value()
    return _known(embedded.database_url)


def _redis(settings: Settings, embedded: EmbeddedServices) -> Redis:
    if settings.redis_url is not None:
        return connect_redis(settings.redis_url.get_secret_value())
    if embedded.redis_client_factory is not None:
        client: Redis = embedded.redis_client_factory()
        return client
    return connect_redis(_known(embedded.redis_url))


def _known(url: str | None) -> str:
    assert url is not None, "embedded services are started"  # noqa: S101 (narrows an optional)
    return url
