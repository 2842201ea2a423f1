"""Whole turns while the first vendor of the cascade is dead, beside turns with every vendor well.

Three processes with one Redis and one database are asked in turns, at a steady pace: one whose
vendors are well, one whose first vendor refuses every connection, one whose first vendor takes the
request and never answers. The vendor that is well answers at once with the composer's words, so
that the figures are the product's own time. What is added is counted from when a breaker opened.
"""

import asyncio
import socket
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field, replace
from itertools import cycle
from pathlib import Path
from typing import Final

from agents.circuit_breaker import CircuitBreakers
from agents.events import BreakerOpened, DraftWritten
from agents.model_client import ModelClient
from agents.services import Services, build_services
from agents.turn_runner import TurnRunner
from app.bench.costs import REQUESTS, Paced, draft_of, list_prices, open_shop, say
from app.bench.measures import Figures, Result, Target, latencies, milliseconds, percentile
from app.core.config import Settings
from app.core.platform import open_platform
from app.security.accounts import Membership

SECONDS: Final = 60
TURNS_A_SECOND: Final = 4
"""Of each process; few enough that the machine is never the reason to wait."""

MOST_ADDED_MS, MOST_ATTEMPTS = 50.0, 3
WELL, NEXT = "openai", "vertex"


@dataclass
class _Process:
    """One replica and the turns it ran: when each began, how long it took."""

    name: str
    runner: TurnRunner
    turns: list[tuple[float, float]] = field(default_factory=list)
    opened: float | None = None
    unwritten: int = 0

    async def ask(self, member: Membership, text: str) -> None:
        began = time.perf_counter()
        events = await say(self.runner, member, text)
        ended = time.perf_counter()
        self.turns.append((began, ended - began))
        if self.opened is None and any(isinstance(event, BreakerOpened) for event in events):
            self.opened = ended
        wrote = [event.provider for event in events if isinstance(event, DraftWritten)]
        self.unwritten += wrote[-1:] not in ([WELL], [NEXT])

    def seconds(self, *, before: bool = False) -> list[float]:
        """Of the turns that began after the breaker had opened, or before that."""
        since = self.opened or 0.0
        return [took for began, took in self.turns if (began < since) is before]


@dataclass
class _Dead:
    """A vendor that takes every request and answers none."""

    port: int = 0
    asked: int = 0

    async def take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.asked += 1
        while await reader.read(65_536):
            continue
        writer.close()


async def measure(folder: Path, *, seconds: int = SECONDS) -> Result:
    """The outage, seen by whole turns."""
    settings = Settings(environment="test", data_dir=folder / "outage", database_pool_size=20)
    async with open_platform(settings) as platform, _silent() as dead:
        services = await build_services(platform)
        member = await open_shop(platform)
        offline = TurnRunner(services)
        texts = [request.format(n=20) for request in REQUESTS]
        words = {text: draft_of(await say(offline, member, text)).text for text in texts}
        await offline.stop()
        processes = [
            _Process("every vendor well", _runner(services, words, "gpt-4o", None)),
            _Process("the first refuses", _runner(services, words, "gpt-4o-mini", _closed_port())),
            _Process("the first is silent", _runner(services, words, "gpt-4.1-mini", dead.port)),
        ]
        await say(processes[0].runner, member, texts[0])  # what a first turn loads is not a turn's
        await _outage(processes, member, texts, seconds)
        for process in processes:
            await process.runner.stop()
    return _result(processes, dead.asked, seconds)


def _result(processes: list[_Process], attempts: int, seconds: int) -> Result:
    well = percentile(processes[0].seconds(), 0.95)
    rows: dict[str, Figures] = {each.name: latencies(each.seconds()) for each in processes}
    for each in processes[1:]:
        rows[f"{each.name}, until the breaker opened"] = latencies(each.seconds(before=True))
    added = [
        Target(
            f"added p95: {each.name}",
            max(0.0, milliseconds(percentile(each.seconds(), 0.95) - well)),
            MOST_ADDED_MS,
            "ms",
        )
        for each in processes[1:]
    ]
    closed = sum(each.opened is None for each in processes[1:])
    return Result(
        bench="outage",
        settings={"seconds": seconds, "turns per second of each": TURNS_A_SECOND},
        rows=rows,
        targets=(
            *added,
            Target("requests that reached the silent one", attempts, MOST_ATTEMPTS, ""),
            Target("breakers that stayed closed", closed, 0, ""),
            Target("turns no model wrote", sum(each.unwritten for each in processes), 0, ""),
        ),
        notes=(
            "Whole turns through the pipeline, on the embedded database and Redis, of three "
            "processes asked in turns. The promises are about turns that began after the breaker "
            "had opened, half-open probes included; the last rows are those before, which learn "
            "that it is dead. The vendor that is well answers at once.",
        ),
    )


def _runner(services: Services, words: dict[str, str], model: str, port: int | None) -> TurnRunner:
    """A process whose first vendor is behind ``port``, or well. Each has a breaker of its own."""
    settings = Settings(
        environment="test",
        model_cascade=(WELL, NEXT),
        openai_model=model,
        openai_base_url=f"http://127.0.0.1:{port or 1}/v1",
        gcp_project_id="bench",
    )
    quick = Paced(texts=words, tokens_per_second=1e9, first_token_seconds=0)
    given = {NEXT: quick} | ({} if port else {WELL: quick})
    breakers = CircuitBreakers(services.redis, services.clock)
    models = ModelClient(settings, given, breakers=breakers, clock=services.clock)
    return TurnRunner(replace(services, models=models, prices=list_prices(services)))


async def _outage(
    processes: list[_Process], member: Membership, texts: list[str], seconds: int
) -> None:
    """Turns at a steady pace, whatever became of those before."""
    pace = TURNS_A_SECOND * len(processes)
    start, running = time.perf_counter(), []
    turns = zip(range(seconds * pace), cycle(processes), strict=False)
    for number, process in turns:
        await asyncio.sleep(max(0.0, start + number / pace - time.perf_counter()))
        text = texts[number // len(processes) % len(texts)]
        running.append(asyncio.create_task(process.ask(member, text)))
    await asyncio.gather(*running)


def _closed_port() -> int:
    """A port nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as one:
        port: int = one.getsockname()[1]
    return port


@asynccontextmanager
async def _silent() -> AsyncIterator[_Dead]:
    dead = _Dead()
    server = await asyncio.start_server(dead.take, "127.0.0.1", 0)
    dead.port = server.sockets[0].getsockname()[1]
    try:
        yield dead
    finally:
        server.close()
