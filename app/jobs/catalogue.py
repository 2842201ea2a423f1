"""Every job there is: the files in ``app/jobs/kinds``, found by being there."""

import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module
from typing import Any

from app.core.errors import OurBug
from app.jobs import kinds
from app.jobs.context import JobContext

Run = Callable[[JobContext, Mapping[str, Any]], Awaitable[None]]


@dataclass(frozen=True)
class Job:
    """One kind of job; ``schedule`` is a crontab line in UTC, None for jobs put in by name."""

    name: str
    run: Run
    schedule: str | None


@lru_cache(maxsize=1)
def jobs() -> Mapping[str, Job]:
    """Name → job.

    Raises:
        OurBug: ``job_twice`` when two files claim one name.
    """
    found: dict[str, Job] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(kinds.__path__)):
        part = import_module(f"{kinds.__name__}.{module}")
        job = Job(part.NAME, part.run, getattr(part, "SCHEDULE", None))
        if job.name in found:
            raise OurBug("job_twice", detail=f"two files in app/jobs/kinds are named {job.name}")
        found[job.name] = job
    return found
