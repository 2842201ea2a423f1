"""Servers for the browser tests."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.fixtures.served import Served


@asynccontextmanager
async def serving(**environment: str) -> AsyncIterator[Served]:
    """A server with an empty business, in a folder of its own.

    Not in pytest's: as root the database runs as another user, and every other pytest that starts
    closes pytest's folders to it.
    """
    with TemporaryDirectory(prefix="raptorflow-browser-", ignore_cleanup_errors=True) as folder:
        served = Served(Path(folder) / "data", **environment)
        await served.start()
        try:
            yield served
        finally:
            await served.stop()
