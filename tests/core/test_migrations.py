"""The migrations build what the models say, from nothing, and say when a database is behind."""

import asyncio
import sys
from pathlib import Path
from typing import Any

import asyncpg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pydantic import SecretStr
from sqlalchemy import Connection
from sqlalchemy.ext.asyncio import create_async_engine

from app.core.config import Settings
from app.core.database import Database, asyncpg_arguments, asyncpg_url
from app.core.embedded import EmbeddedServices
from app.core.errors import ConfigurationError
from app.core.migrate import (
    MIGRATIONS,
    assert_migrated,
    current_revision,
    head_revision,
    migrate,
)
from app.core.platform import Platform, migrate_installation, open_platform
from app.core.tables import Base


def differences(connection: Connection) -> list[Any]:
    """What ``alembic check`` would complain about."""
    options = {"compare_type": True, "compare_server_default": True}
    context = MigrationContext.configure(connection, opts=options)
    return list(compare_metadata(context, Base.metadata))


async def test_the_migrated_schema_equals_the_models(platform: Platform) -> None:
    assert platform.database_owner_url
    engine = create_async_engine(asyncpg_url(platform.database_owner_url))
    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []
    await engine.dispose()


def test_the_head_read_from_file_names_is_alembics() -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    script = ScriptDirectory.from_config(config)
    assert script.get_heads() == [head_revision()]
    for revision in script.walk_revisions():
        assert Path(revision.path).name.startswith(f"{revision.revision}_")


def test_every_migration_gives_up_waiting_for_locks() -> None:
    sources = [*(MIGRATIONS / "versions").glob("[0-9]*.py"), MIGRATIONS / "script.py.mako"]
    assert len(sources) >= 2
    for source in sources:
        assert "SET LOCAL lock_timeout" in source.read_text(), source.name
        assert "SET LOCAL statement_timeout" in source.read_text(), source.name


async def test_migrating_again_and_at_once_changes_nothing(platform: Platform) -> None:
    url = platform.database_owner_url
    assert url
    assert set(await asyncio.gather(migrate(url), migrate(url))) == {head_revision()}
    assert await current_revision(platform.database) == head_revision()


async def test_an_outside_database_from_nothing_to_serving(
    platform: Platform, service_folder: Path
) -> None:
    """As in production: two addresses, `raptorflow migrate`, then serving as the other role."""
    server = EmbeddedServices()
    await server.start(service_folder, redis=False)
    assert server.database_url
    assert server.database_owner_url
    outside = Settings(
        environment="test",
        data_dir=service_folder / "unused",
        database_url=SecretStr(server.database_url),
        redis_url=SecretStr(str(platform.embedded.redis_url)),
    )
    try:
        with pytest.raises(ConfigurationError, match="raptorflow migrate"):
            await enter(outside)
        with pytest.raises(ConfigurationError, match="DATABASE_OWNER_URL"):
            await migrate_installation(outside)

        with_owner = {"database_owner_url": SecretStr(server.database_owner_url)}
        migrating = outside.model_copy(update=with_owner)
        assert await migrate_installation(migrating) == head_revision()
        assert await enter(outside) == head_revision()

        as_owner = outside.model_copy(update={"database_url": with_owner["database_owner_url"]})
        with pytest.raises(ConfigurationError, match="owns the schema"):
            await enter(as_owner)
        assert not (service_folder / "unused" / "postgres").exists()

        await pretend_older(server.database_owner_url)
        with pytest.raises(ConfigurationError) as refused:
            await enter(outside)
        assert refused.value.params == {"revision": "0000", "head": head_revision()}
    finally:
        await server.stop()


async def test_two_processes_migrate_an_empty_database_at_once(service_folder: Path) -> None:
    server = EmbeddedServices()
    await server.start(service_folder, redis=False)
    try:
        assert server.database_url
        program = (
            "import asyncio, sys; from app.core.migrate import migrate; "
            "asyncio.run(migrate(sys.argv[1]))"
        )
        arguments = (sys.executable, "-c", program, str(server.database_owner_url))
        both = [await asyncio.create_subprocess_exec(*arguments) for _ in range(2)]
        assert [await process.wait() for process in both] == [0, 0]
        database = Database.connect(server.database_url, pool_size=1)
        await assert_migrated(database)
        await database.close()
    finally:
        await server.stop()


async def test_the_restricted_role_gets_the_password_of_its_address(
    service_folder: Path,
) -> None:
    server = EmbeddedServices()
    await server.start(service_folder, redis=False)
    try:
        assert server.database_url
        assert server.database_owner_url
        changed = asyncpg_url(server.database_url).set(password="it's new; -- ok?")
        address = SecretStr(changed.render_as_string(hide_password=False))
        settings = Settings(
            environment="test",
            database_url=address,
            database_owner_url=SecretStr(server.database_owner_url),
        )
        await migrate_installation(settings)
        database = Database.connect(address.get_secret_value(), pool_size=1)
        await assert_migrated(database)
        await database.close()
    finally:
        await server.stop()


async def enter(settings: Settings) -> str | None:
    """Open the platform and leave; the revision it found."""
    async with open_platform(settings) as platform:
        return await current_revision(platform.database)


async def pretend_older(owner_url: str) -> None:
    """Set the recorded revision back."""
    connection = await asyncpg.connect(**asyncpg_arguments(owner_url))
    await connection.execute("UPDATE alembic_version SET version_num = '0000'")
    await connection.close()
