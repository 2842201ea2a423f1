"""Everything a process does in the background: the queue's jobs, and asking about due payments."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from importlib import import_module
from typing import Final

import structlog

from app.billing.desk import Billing, open_billing
from app.billing.reconcile import keep_reconciling
from app.core.platform import Platform

SHORTEST_PAUSE_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0

log = structlog.get_logger(__name__)


@asynccontextmanager
async def background_work(platform: Platform) -> AsyncIterator[None]:
    """Work in the background while the block runs."""
    async with open_billing(platform) as billing:
        # pgqueuer and croniter cost a tenth of a second to import, which nobody should wait for.
        worker_module = await asyncio.to_thread(import_module, "app.jobs.worker")
        worker = worker_module.Worker(platform, billing)
        jobs = asyncio.create_task(_kept_going(worker.run))
        asking = asyncio.create_task(_asking(billing))
        try:
            yield
        finally:
            asking.cancel()
            await asyncio.gather(asking, return_exceptions=True)
            await worker.stop(jobs)


async def _asking(billing: Billing) -> None:
    await _kept_going(lambda: keep_reconciling(billing))


async def _kept_going(work: Callable[[], Awaitable[None]]) -> None:
    """Begin anew whatever ends by an error: a restart of PostgreSQL ends every connection."""
    pause = SHORTEST_PAUSE_SECONDS
    loop = asyncio.get_running_loop()
    while True:
        begun = loop.time()
        try:
            await work()
            return
        except Exception as error:  # noqa: BLE001 (any error ends a connection; work must go on)
            log.warning("background.again", action="restart", error=repr(error)[:300])
        if loop.time() - begun > LONGEST_PAUSE_SECONDS:
            pause = SHORTEST_PAUSE_SECONDS
        await asyncio.sleep(pause)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
