"""How long a second start takes, against the time that importing Chainlit alone takes."""

import asyncio
import statistics
import sys
import time
from pathlib import Path

from app.bench import servers
from app.bench.measures import Result, Target, milliseconds

LIMIT_RATIO = 2.2


async def _import_seconds() -> float:
    """One fresh interpreter that imports Chainlit and ends."""
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        "-P",
        "-c",
        "import chainlit",
        stdout=asyncio.subprocess.DEVNULL,
        stderr=asyncio.subprocess.DEVNULL,
    )
    if await process.wait() != 0:
        msg = "importing chainlit failed; run `make install`"
        raise servers.ServerFailed(msg)
    return time.perf_counter() - started


async def _ready_seconds(data_dir: Path) -> float:
    port = servers.free_port()
    async with servers.serving(servers.raptorflow(port), port, data_dir) as server:
        return server.ready_seconds


async def measure(folder: Path, *, rounds: int) -> Result:
    """Alternates both `rounds` times after one first start of each; medians are compared."""
    data_dir = folder / "start"
    first = await _ready_seconds(data_dir)
    await _import_seconds()
    imports: list[float] = []
    starts: list[float] = []
    for _ in range(rounds):
        imports.append(await _import_seconds())
        starts.append(await _ready_seconds(data_dir))
    imported, ready = statistics.median(imports), statistics.median(starts)
    return Result(
        bench="start",
        settings={"rounds": rounds},
        rows={
            "importing Chainlit": {
                "median_ms": milliseconds(imported),
                "max_ms": milliseconds(max(imports)),
            },
            "second start, ready": {
                "median_ms": milliseconds(ready),
                "max_ms": milliseconds(max(starts)),
            },
            "first start, ready": {
                "median_ms": milliseconds(first),
                "max_ms": milliseconds(first),
            },
        },
        targets=(
            Target(
                "second start / importing Chainlit", round(ready / imported, 2), LIMIT_RATIO, "×"
            ),
        ),
        notes=(
            "Ready: `/health/ready` answers 200, database and Redis included, from the spawn of "
            "the process. First start: makes the database cluster and migrates it.",
        ),
    )
