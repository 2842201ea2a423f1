"""What a process does in the background goes on, whatever ends it."""

import asyncio

import pytest

from app.billing.desk import open_billing
from app.core.platform import Platform
from app.jobs import background
from app.jobs.catalogue import jobs
from app.jobs.context import JobContext
from tests.fixtures.waiting import eventually


async def test_work_that_ended_by_an_error_is_begun_anew(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(background, "SHORTEST_PAUSE_SECONDS", 0.001)
    begun: list[int] = []

    async def work() -> None:
        begun.append(1)
        if len(begun) < 4:
            raise ConnectionResetError

    await asyncio.wait_for(background._kept_going(work), 10)
    assert len(begun) == 4


async def test_it_begins_and_ends_with_its_block(
    platform: Platform, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []

    async def reconcile(_billing: object, *, limit: int = 0) -> int:
        asked.append(limit)
        return 0

    monkeypatch.setattr("app.billing.reconcile.reconcile", reconcile)

    async def has_asked() -> bool:
        return bool(asked)

    before = asyncio.all_tasks()
    async with background.background_work(platform):
        await eventually(has_asked)
    assert asyncio.all_tasks() <= before


@pytest.mark.parametrize("name", ["payments.prune_callbacks", "jobs.prune_queue_log"])
async def test_the_cleaning_jobs_run(platform: Platform, name: str) -> None:
    async with open_billing(platform) as billing:
        assert jobs()[name].schedule
        await jobs()[name].run(JobContext(platform, billing), {})
