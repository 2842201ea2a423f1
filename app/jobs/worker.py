"""Runs the jobs: pgqueuer's queue and schedules, on connections of its own.

Any number of workers may run; each job goes to one of them, and comes back when its worker dies.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from typing import Any, Final

import asyncpg
import orjson
import structlog
from pgqueuer import PgQueuer
from pgqueuer.adapters.drivers.asyncpg import AsyncpgPoolDriver
from pgqueuer.adapters.persistence import qb
from pgqueuer.adapters.persistence.queries import Queries
from pgqueuer.domain.errors import RetryRequested
from pgqueuer.domain.models import Job as QueuedJob
from pgqueuer.domain.models import Schedule

from app.billing.desk import Billing
from app.core.database import SERVER_SETTINGS, asyncpg_arguments
from app.core.errors import Unavailable
from app.core.job_queue import queue_settings
from app.core.platform import Platform
from app.jobs.catalogue import Job, jobs
from app.jobs.context import JobContext

CONNECTIONS: Final = 3  # one listens, the others fetch and finish jobs
POLL: Final = timedelta(seconds=10)  # a new job is announced; this only catches what was missed
FIRST_WAIT_SECONDS: Final = 2
LONGEST_WAIT_SECONDS: Final = 600
STOP_SECONDS: Final = 20

log = structlog.get_logger(__name__)


class Worker:
    """Background work of one process."""

    def __init__(
        self, platform: Platform, billing: Billing, catalogue: Mapping[str, Job] | None = None
    ) -> None:
        self._context = JobContext(platform, billing)
        self._catalogue = jobs() if catalogue is None else catalogue
        self._queue: PgQueuer | None = None

    async def run(self) -> None:
        """Work until :meth:`stop`; jobs that are running then are finished."""
        engine = self._context.platform.database.engine
        address = asyncpg_arguments(engine.url.render_as_string(hide_password=False))
        async with asyncpg.create_pool(
            **address,
            min_size=1,
            max_size=CONNECTIONS,
            server_settings={**SERVER_SETTINGS, "idle_in_transaction_session_timeout": "0"},
        ) as pool:
            self._queue = self._manager(pool)
            await self._queue.run(dequeue_timeout=POLL)

    async def stop(self, running: "asyncio.Task[None]") -> None:
        """Take no more jobs and wait for those that run."""
        if self._queue is not None:
            self._queue.shutdown.set()
            await asyncio.wait({running}, timeout=STOP_SECONDS)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    def _manager(self, pool: Any) -> PgQueuer:
        settings = queue_settings()
        driver = AsyncpgPoolDriver(pool)
        queries = Queries(
            driver,
            qbe=qb.QueryBuilderEnvironment(settings),
            qbq=qb.QueryQueueBuilder(settings),
            qbs=qb.QuerySchedulerBuilder(settings),
        )
        manager = PgQueuer(driver, channel=settings.channel, queries=queries)
        for job in self._catalogue.values():
            if job.schedule is None:
                manager.entrypoint(job.name, on_failure="hold")(self._queued(job))
            else:
                manager.schedule(job.name, job.schedule)(self._scheduled(job))
        return manager

    def _queued(self, job: Job) -> Callable[[QueuedJob], Awaitable[None]]:
        async def run(queued: QueuedJob) -> None:
            payload = orjson.loads(queued.payload) if queued.payload else {}
            try:
                await job.run(self._context, payload)
            except Unavailable as error:
                wait = min(FIRST_WAIT_SECONDS * 2**queued.attempts, LONGEST_WAIT_SECONDS)
                log.warning(
                    "job.later", action="retry", job=job.name, code=error.code, seconds=wait
                )
                raise RetryRequested(timedelta(seconds=wait), error.code) from error

        return run

    def _scheduled(self, job: Job) -> Callable[[Schedule], Awaitable[None]]:
        async def run(_schedule: Schedule) -> None:
            await job.run(self._context, {})

        return run
