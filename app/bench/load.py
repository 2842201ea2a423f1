"""Many owners at once, each in a tab of her own, each writing now and then."""

import asyncio
import itertools
import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from websockets.exceptions import InvalidStatus, WebSocketException

from app.bench import accounts, servers
from app.bench.measures import Figures, Result, Target, latencies, percentile
from app.bench.session import ChatSession, SessionLost
from app.bench.turn import request

LIMIT_P99_MS = 1000.0
MOST_SESSIONS = 5_000
LONGEST_SECONDS = 900.0
PATIENCE_SECONDS = 30.0
FILES_PER_SESSION = 2

WHAT_MAY_FAIL = (SessionLost, TimeoutError, OSError, WebSocketException)


@dataclass(frozen=True)
class Plan:
    """How many tabs, opened how fast, writing how often, for how long."""

    sessions: int = 1000
    think_seconds: float = 60.0
    seconds: float = 120.0
    opened_per_second: float = 25.0

    def __post_init__(self) -> None:
        if not 1 <= self.sessions <= MOST_SESSIONS or not 1 <= self.seconds <= LONGEST_SECONDS:
            msg = f"at most {MOST_SESSIONS} sessions and {LONGEST_SECONDS:g} seconds"
            raise ValueError(msg)


@dataclass
class Heard:
    """What the tabs saw."""

    opened: list[float] = field(default_factory=list)
    whole: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    instead: Counter[str] = field(default_factory=Counter)


def allow_sockets(sessions: int) -> None:
    """Raises this process's (and so the server's) limit of open files as far as it may."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = sessions * FILES_PER_SESSION + 500
    most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    if soft != resource.RLIM_INFINITY and soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))


async def _open(url: str, cookie: str, heard: Heard) -> ChatSession | None:
    started = time.perf_counter()
    session = ChatSession(url, cookie=cookie, seconds=PATIENCE_SECONDS)
    try:
        await session.open()
    except InvalidStatus as refused:
        heard.errors[f"opening: HTTP {refused.response.status_code}"] += 1
        return None
    except WHAT_MAY_FAIL as error:
        heard.errors[f"opening: {type(error).__name__}"] += 1
        return None
    heard.opened.append(time.perf_counter() - started)
    return session


async def _open_all(plan: Plan, url: str, cookies: list[str], heard: Heard) -> list[ChatSession]:
    """Opens the tabs at the planned rate, whether or not the server keeps up."""
    tasks: list[asyncio.Task[ChatSession | None]] = []
    started = time.perf_counter()
    for number, cookie in enumerate(cookies):
        due = started + number / plan.opened_per_second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        tasks.append(asyncio.create_task(_open(url, cookie, heard)))
    opened = await asyncio.gather(*tasks)
    return [session for session in opened if session is not None]


async def _write(session: ChatSession, number: int, plan: Plan, start: float, heard: Heard) -> None:
    """Writes every `think_seconds`, spread so that the tabs do not write together."""
    offset = plan.think_seconds * number / plan.sessions
    for turn in itertools.count():
        due = start + offset + turn * plan.think_seconds
        if due >= start + plan.seconds:
            return
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        try:
            done = await session.say(request(number + turn), since=due)
        except WHAT_MAY_FAIL as error:
            heard.errors[f"writing: {type(error).__name__}"] += 1
            return
        heard.whole.append(done.whole)
        if done.draft is None:
            heard.instead[" / ".join(filter(None, done.said)) or "(nothing)"] += 1


async def measure(folder: Path, plan: Plan) -> Result:
    """Serves the product, opens the tabs, lets them write, and takes the figures."""
    allow_sockets(plan.sessions)
    data_dir = folder / "load"
    cookies = await accounts.make(data_dir, plan.sessions + 1)
    port, heard = servers.free_port(), Heard()
    async with servers.serving(servers.raptorflow(port), port, data_dir) as server:
        async with ChatSession(server.url, cookie=cookies.pop()) as warm:
            await warm.say(request(0))
        before = server.resident_bytes()
        sessions = await _open_all(plan, server.url, cookies, heard)
        idle = server.resident_bytes()
        cpu, start = server.cpu_seconds(), time.perf_counter()
        await asyncio.gather(
            *(_write(session, n, plan, start, heard) for n, session in enumerate(sessions))
        )
        passed, cpu = time.perf_counter() - start, server.cpu_seconds() - cpu
        after = server.resident_bytes()
        await asyncio.gather(*(session.close() for session in sessions))
    memory = {"before": before, "idle": idle, "after": after}
    return _result(plan, heard, memory, cpu, passed)


def _result(plan: Plan, heard: Heard, memory: dict[str, int], cpu: float, passed: float) -> Result:
    tabs = max(1, len(heard.opened))
    megabytes = {name: round(size / 1e6, 1) for name, size in memory.items()}
    rows: dict[str, Figures] = {
        "whole turn": latencies(heard.whole),
        "opening a tab": latencies(heard.opened),
        "server": {
            "resident_mb": megabytes["after"],
            "kb_per_idle_session": round((memory["idle"] - memory["before"]) / tabs / 1e3, 1),
            "kb_per_session_after": round((memory["after"] - memory["before"]) / tabs / 1e3, 1),
            "cpu_percent": round(100 * cpu / passed, 1),
            "turns_per_second": round(len(heard.whole) / passed, 1),
        },
    }
    said = ", ".join(f"{kind} {count}" for kind, count in sorted(heard.errors.items()))
    instead = ", ".join(f"{words!r} {count}" for words, count in heard.instead.most_common(3))
    failed = sum(heard.errors.values()) + sum(heard.instead.values())
    p99 = round(percentile(heard.whole, 0.99) * 1000, 1)
    return Result(
        bench="load",
        settings={
            "sessions": plan.sessions,
            "think_seconds": plan.think_seconds,
            "seconds": plan.seconds,
            "opened_per_second": plan.opened_per_second,
        },
        rows=rows,
        targets=(
            Target("whole turn p99", p99, LIMIT_P99_MS, "ms"),
            Target("errors", failed, 0, ""),
        ),
        notes=(
            "Latency from the moment a message was meant to be sent to the end of the turn. Every "
            "session is another business with another owner. Client, server, PostgreSQL and Redis "
            "share the machine.",
            f"Errors: {said or 'none'}; said instead of a draft: {instead or 'nothing'}.",
        ),
    )
