"""Servers under measurement: started as a user starts them, watched from outside, always ended."""

import asyncio
import os
import signal
import socket
import sys
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import psutil

HOST = "127.0.0.1"
READY_SECONDS = 120.0
STOP_SECONDS = 20.0
POLL_SECONDS = 0.01
SCHEDULER_CLOCK = 2

RAPTORFLOW = (sys.executable, "-P", "-c", "from app.cli import main; raise SystemExit(main())")


class ServerFailed(RuntimeError):
    """The server ended or never became ready; its log's last lines are in the message."""


@dataclass(frozen=True)
class Server:
    """A running server and where its figures are read."""

    url: str
    process: psutil.Process
    ready_seconds: float
    log: Path
    data_dir: Path

    def cpu_seconds(self) -> float:
        """User and system time of the serving process, its threads included.

        On Linux from the process' own clock in nanoseconds: what `/proc/<pid>/stat` says comes in
        ticks of 10 ms, more than a whole turn takes. The clock's number is how clock_getcpuclockid
        makes it (Linux, include/linux/posix-timers.h, read 2026-11-24).
        """
        if sys.platform == "linux":
            return time.clock_gettime((~self.process.pid << 3) | SCHEDULER_CLOCK)
        times = self.process.cpu_times()
        return float(times.user + times.system)

    def resident_bytes(self) -> int:
        """Memory of the serving process, without the database's."""
        return int(self.process.memory_info().rss)

    def database_cpu_seconds(self) -> float:
        """The same for the embedded services that work in this server's data directory."""
        total = 0.0
        for process in psutil.process_iter(["cmdline", "cwd"]):
            with suppress(psutil.Error):
                if process.pid != self.process.pid and self._belongs(process):
                    times = process.cpu_times()
                    total += times.user + times.system
        return total

    def _belongs(self, process: psutil.Process) -> bool:
        """Postgres' workers change into the data directory; Redis names it."""
        told = [process.info.get("cwd") or "", *(process.info.get("cmdline") or [])]
        return any(str(self.data_dir) in word for word in told)


def free_port() -> int:
    """A port that was free a moment ago."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])


async def is_ready(port: int) -> bool:
    """Whether `/health/ready` answers 200; one short request, no client library."""
    try:
        reader, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    try:
        request = f"GET /health/ready HTTP/1.1\r\nHost: {HOST}:{port}\r\nConnection: close\r\n\r\n"
        writer.write(request.encode())
        status = await reader.readline()
        return b" 200 " in status
    except OSError:
        return False
    finally:
        writer.close()


def environment(data_dir: Path, extra: Mapping[str, str]) -> dict[str, str]:
    """The caller's environment with nothing in it that would point at real services."""
    ours = ("DATABASE_", "REDIS_", "OPENAI_", "VERTEX_", "GCP_", "SMTP_", "CHAINLIT_", "SENTRY_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    fixed = {
        "ENVIRONMENT": "local",
        "DATA_DIR": str(data_dir),
        "MODEL_CASCADE": "offline",
        "TZ": "UTC",
    }
    return kept | fixed | dict(extra)


@asynccontextmanager
async def serving(
    command: Sequence[str], port: int, data_dir: Path, extra: Mapping[str, str] | None = None
) -> AsyncIterator[Server]:
    """Runs `command` until the block ends; yields when `/health/ready` answers.

    Raises ServerFailed when it ends early or is not ready within READY_SECONDS.
    """
    log = await asyncio.to_thread(_log_beside, data_dir)
    started = time.perf_counter()
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=output,
            stderr=output,
            stdin=asyncio.subprocess.DEVNULL,
            env=environment(data_dir, extra or {}),
            cwd=data_dir,  # no .env of the developer's there
        )
    try:
        while not await is_ready(port):
            waited = time.perf_counter() - started
            if process.returncode is not None or waited > READY_SECONDS:
                raise ServerFailed(_last_lines(log, process.returncode))
            await asyncio.sleep(POLL_SECONDS)
        ready = time.perf_counter() - started
        yield Server(
            f"http://{HOST}:{port}/chat", psutil.Process(process.pid), ready, log, data_dir
        )
    finally:
        await _stop(process)


@asynccontextmanager
async def listening(
    command: Sequence[str], port: int, data_dir: Path
) -> AsyncIterator[asyncio.subprocess.Process]:
    """Runs `command` until the block ends; yields when its port is open, whatever it serves.

    Raises ServerFailed when it ends early or does not listen within READY_SECONDS.
    """
    log = await asyncio.to_thread(_log_beside, data_dir)
    with log.open("ab") as output:
        process = await asyncio.create_subprocess_exec(
            *command, stdout=output, stderr=output, stdin=asyncio.subprocess.DEVNULL,
            env=environment(data_dir, {}), cwd=data_dir,
        )  # fmt: skip
    started = time.perf_counter()
    try:
        while not await _is_open(port):
            if process.returncode is not None or time.perf_counter() - started > READY_SECONDS:
                raise ServerFailed(_last_lines(log, process.returncode))
            await asyncio.sleep(POLL_SECONDS)
        yield process
    finally:
        await _stop(process)


async def _is_open(port: int) -> bool:
    try:
        _, writer = await asyncio.open_connection(HOST, port)
    except OSError:
        return False
    writer.close()
    return True


def raptorflow(port: int) -> tuple[str, ...]:
    """The command that serves the product on the loopback."""
    return (*RAPTORFLOW, "serve", "--host", HOST, "--port", str(port))


def echo(port: int) -> tuple[str, ...]:
    """The command that serves the bare Chainlit echo."""
    options = ("--factory", "--host", HOST, "--port", str(port), "--log-level", "warning")
    return (sys.executable, "-m", "uvicorn", "app.bench.echo.server:create", *options)


def _log_beside(data_dir: Path) -> Path:
    data_dir.mkdir(parents=True, exist_ok=True)
    return data_dir.parent / f"{data_dir.name}.log"


async def _stop(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.send_signal(signal.SIGTERM)
        try:
            await asyncio.wait_for(process.wait(), STOP_SECONDS)
        except TimeoutError:
            process.kill()
            await process.wait()


def _last_lines(log: Path, code: int | None) -> str:
    tail = log.read_text(encoding="utf-8", errors="replace").splitlines()[-15:]
    return "\n".join([f"the server was not ready (exit code {code}); its last lines:", *tail])
