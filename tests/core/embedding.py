"""PostgreSQL on a data folder of a test, and what still runs there."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from app.core.database import Database
from app.core.embedded import EmbeddedServices
from app.core.errors import Unavailable
from tests.fixtures.copies import processes_of


@asynccontextmanager
async def services(folder: Path) -> AsyncIterator[EmbeddedServices]:
    """PostgreSQL alone, on that folder."""
    embedded = EmbeddedServices()
    await embedded.start(folder, redis=False)
    try:
        yield embedded
    finally:
        await embedded.stop()


async def answers(embedded: EmbeddedServices) -> bool:
    """Whether the restricted role can be served."""
    assert embedded.database_url
    database = Database.connect(embedded.database_url, pool_size=1)
    try:
        await database.ping()
    except Unavailable:
        return False
    finally:
        await database.close()
    return True


async def nothing_left(folder: Path) -> bool:
    """Whether no process speaks of the folder."""
    return not processes_of(folder)
