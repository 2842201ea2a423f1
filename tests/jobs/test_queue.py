"""The queue: what is put in runs once, with its transaction or not at all."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any

import asyncpg
import pytest
from pgqueuer.adapters.drivers.asyncpg import AsyncpgDriver
from pgqueuer.adapters.persistence import qb
from pgqueuer.adapters.persistence.queries import Queries
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.billing.desk import Billing, open_billing
from app.core.clock import SystemClock
from app.core.database import Database, asyncpg_arguments
from app.core.errors import Unavailable
from app.core.ids import uuid7
from app.core.job_queue import enqueue, queue_settings
from app.core.platform import Platform
from app.jobs.catalogue import Job, jobs
from app.jobs.context import JobContext
from app.jobs.worker import Worker
from tests.fixtures.platform import Business
from tests.fixtures.waiting import eventually

CLOCK = SystemClock()


@pytest.fixture
async def billing(platform: Platform) -> AsyncIterator[Billing]:
    """As a worker opens it."""
    async with open_billing(platform) as opened:
        yield opened


async def waiting(database: Database, name: str) -> int:
    """How many jobs of that name are in the queue."""
    async with database.transaction(None) as session:
        query = text("SELECT count(*) FROM pgqueuer.pgqueuer WHERE entrypoint = :name")
        return int(await session.scalar(query, {"name": name}) or 0)


async def test_the_schema_is_what_the_installed_version_wants(platform: Platform) -> None:
    """A newer pgqueuer that wants another schema needs a new migration: this says so."""
    connection = await asyncpg.connect(**asyncpg_arguments(str(platform.database_owner_url)))
    try:
        settings = queue_settings()
        queries = Queries(
            AsyncpgDriver(connection),
            qbe=qb.QueryBuilderEnvironment(settings),
            qbq=qb.QueryQueueBuilder(settings),
            qbs=qb.QuerySchedulerBuilder(settings),
        )
        assert (await queries.plan_upgrade()).statements == ()
    finally:
        await connection.close()


async def test_a_job_commits_with_its_change(database: Database, tenant: Business) -> None:
    name = f"test.{uuid7().hex}"

    async def enqueue_and_give_up() -> None:
        async with database.transaction(tenant.id) as session:
            await enqueue(session, CLOCK, name, {"id": tenant.id})
            await session.execute(text("SELECT 1 / 0"))

    with pytest.raises(DBAPIError, match="division by zero"):
        await enqueue_and_give_up()
    assert await waiting(database, name) == 0
    async with database.transaction(tenant.id) as session:
        assert await enqueue(session, CLOCK, name, {"id": tenant.id})
    assert await waiting(database, name) == 1


async def test_a_key_is_put_in_once(database: Database, tenant: Business) -> None:
    name = f"test.{uuid7().hex}"
    async with database.transaction(tenant.id) as session:
        assert await enqueue(session, CLOCK, name, {}, key=name)
        assert not await enqueue(session, CLOCK, name, {}, key=name)
    assert await waiting(database, name) == 1


async def test_a_worker_runs_what_is_due_and_tries_again_what_was_away(
    platform: Platform, tenant: Business, billing: Billing
) -> None:
    done: list[Mapping[str, Any]] = []
    name = f"test.{uuid7().hex}"

    async def run(_context: JobContext, payload: Mapping[str, Any]) -> None:
        done.append(payload)
        if len(done) == 1:
            raise Unavailable("payments_away")

    worker = Worker(platform, billing, {name: Job(name, run, None)})
    later = CLOCK.now() + timedelta(days=1)
    async with platform.database.transaction(tenant.id) as session:
        await enqueue(session, CLOCK, name, {"id": tenant.id})
        await enqueue(session, CLOCK, name, {"id": "tomorrow"}, at=later)
    running = asyncio.create_task(worker.run())

    async def ran_twice() -> bool:
        assert not running.done(), running
        return len(done) == 2

    try:
        await eventually(ran_twice)
    finally:
        await worker.stop(running)
    assert done == [{"id": str(tenant.id)}] * 2
    assert await waiting(platform.database, name) == 1


def test_every_file_is_a_job() -> None:
    found = jobs()
    assert found["payments.prune_callbacks"].schedule
    assert all(name == job.name and "." in name for name, job in found.items())
