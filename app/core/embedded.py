"""The embedded PostgreSQL and Redis: started by whoever comes first, stopped after the last.

Each service has a keeper process (:mod:`app.core.embedded_keeper`) that owns it. A copy of the app
that uses a service holds a shared lock; when the last such lock is gone, by a clean stop or by
``kill -9``, the keeper ends the service and itself. Two copies on one ``DATA_DIR`` share.
"""

import asyncio
import json
import logging
import os
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any, Final

import asyncpg

from app.core import embedded_keeper
from app.core.database import asyncpg_arguments
from app.core.embedded_layout import Layout, find_redis
from app.core.embedded_locks import POLL_SECONDS, FileLock
from app.core.embedded_postgres import APP_ROLE, OWNER_ROLE, PostgresPlan, end_orphan
from app.core.errors import ConfigurationError

_logger = logging.getLogger(__name__)

START_TIMEOUT_SECONDS: Final = 60.0  # recovery after a crash may have to read a lot
STOP_TIMEOUT_SECONDS: Final = 30.0
LOG_KEPT_BYTES: Final = 5_000_000


class KeptService:
    """One service under a keeper, as seen by one of its users."""

    def __init__(
        self,
        name: str,
        layout: Layout,
        prepare: Callable[[], dict[str, Any]],
        answers: Callable[[], Awaitable[bool]],
    ) -> None:
        self._name = name
        self._layout = layout
        self._prepare = prepare
        self._answers = answers
        self._using = FileLock(layout.lock(name, "users"))
        self._keeper = FileLock(layout.lock(name, "keeper"))
        self._process: subprocess.Popen[bytes] | None = None

    async def join(self) -> None:
        """Be a user of the service; it answers on return.

        Raises:
            ConfigurationError: ``embedded_failed`` when it does not start.
            Unavailable: ``embedded_busy`` when another copy keeps its locks too long.
        """
        starting = FileLock(self._layout.lock(self._name, "start"))
        try:
            await asyncio.to_thread(self._hold, starting)
            await self._wait_until_it_answers()
        except BaseException:
            self._using.release()
            raise
        finally:
            starting.release()

    async def leave(self) -> None:
        """Be a user no more; when that was the last one, the service has ended on return."""
        await asyncio.to_thread(self._let_go)

    def signal_keeper(self, number: int) -> None:
        """Tell the keeper something; see :func:`app.core.embedded_keeper.keep`."""
        os.kill(int(self._layout.keeper_pid(self._name).read_text("ascii")), number)

    def _hold(self, starting: FileLock) -> None:
        # First the users' lock: from here on a living keeper cannot stop. If one is stopping just
        # now it has that lock, and we wait until it is done.
        self._using.acquire(shared=True, timeout_seconds=STOP_TIMEOUT_SECONDS)
        starting.acquire(shared=False, timeout_seconds=START_TIMEOUT_SECONDS)
        if self._keeper.is_free():
            self._spawn(self._prepare())

    def _spawn(self, orders: dict[str, Any]) -> None:
        orders |= {
            "keeper_lock": str(self._layout.lock(self._name, "keeper")),
            "users_lock": str(self._layout.lock(self._name, "users")),
            "keeper_pid": str(self._layout.keeper_pid(self._name)),
        }
        log = self._layout.log(self._name)
        if log.exists() and log.stat().st_size > LOG_KEPT_BYTES:
            log.replace(log.with_suffix(".log.old"))
        # The last two arguments are for whoever reads the list of processes.
        program = [sys.executable, "-I", "-S", str(embedded_keeper.__file__)]
        with log.open("ab") as output:
            self._process = subprocess.Popen(  # noqa: S603 (our own interpreter and file)
                [*program, self._name, str(self._layout.data_dir)],
                stdin=subprocess.PIPE,
                stdout=output,
                stderr=output,
                cwd="/",
                start_new_session=True,  # signals to our terminal are not for the keeper
            )
        assert self._process.stdin is not None  # noqa: S101 (narrows an optional)
        with self._process.stdin as orders_in:
            orders_in.write(json.dumps(orders).encode())

    async def _wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while not await self._answers():
            gone = self._process is not None and self._process.poll() is not None
            if gone or time.monotonic() > deadline:
                raise ConfigurationError(
                    "embedded_failed",
                    params={"settings": "DATA_DIR"},
                    detail=f"the embedded {self._name} does not answer; the end of "
                    f"{self._layout.log(self._name)}: {self._tail()}",
                )
            await asyncio.sleep(POLL_SECONDS / 2)

    def _tail(self) -> str:
        lines = self._layout.log(self._name).read_text("utf-8", "replace").splitlines()
        return " | ".join(lines[-5:])

    def _let_go(self) -> None:
        self._using.release()
        deadline = time.monotonic() + STOP_TIMEOUT_SECONDS
        others = FileLock(self._layout.lock(self._name, "users"))
        while not self._keeper.is_free() and time.monotonic() < deadline:
            # Getting the exclusive lock means that nobody is left and the keeper has yet to notice;
            # getting only a shared one, that others use the service; neither, that it is stopping.
            try:
                if not others.try_acquire(shared=False) and others.try_acquire(shared=True):
                    return
            finally:
                others.release()
            time.sleep(POLL_SECONDS)
        if self._process is not None:
            self._process.wait(STOP_TIMEOUT_SECONDS)


class EmbeddedServices:
    """PostgreSQL and Redis of one ``DATA_DIR``.

    Attributes:
        database_url: as the restricted role.
        database_owner_url: as the owner, for migrations.
        redis_url: ``unix://…``; None when only the in-process stand-in is there.
        redis_client_factory: makes clients of the in-process stand-in; None when a real server is.
    """

    def __init__(self) -> None:
        self.database_url: str | None = None
        self.database_owner_url: str | None = None
        self.redis_url: str | None = None
        self.redis_client_factory: Callable[[], Any] | None = None
        self.postgres: KeptService | None = None
        self.redis: KeptService | None = None

    async def start(self, data_dir: Path, *, postgres: bool = True, redis: bool = True) -> None:
        """Start or join the services; about a second on a used folder.

        Raises:
            ConfigurationError: see :meth:`KeptService.join`.
            Unavailable: see :meth:`KeptService.join`.
        """
        layout = await asyncio.to_thread(Layout.of, data_dir)
        starts: list[Awaitable[None]] = []
        if postgres:
            starts.append(self._start_postgres(layout))
        if redis:
            starts.append(self._start_redis(layout))
        results = await asyncio.gather(*starts, return_exceptions=True)
        failures = [result for result in results if isinstance(result, BaseException)]
        if failures:
            await self.stop()
            raise failures[0]

    async def stop(self) -> None:
        """Leave the services; ends them when nobody else uses them. May be called again."""
        leaving = [service for service in (self.postgres, self.redis) if service]
        self.postgres = self.redis = None
        await asyncio.gather(*(service.leave() for service in leaving))

    async def _start_postgres(self, layout: Layout) -> None:
        plan = await asyncio.to_thread(PostgresPlan.of, layout)
        url = plan.url(APP_ROLE)

        def prepare() -> dict[str, Any]:
            plan.prepare()
            return plan.orders()

        async def answers() -> bool:
            return await postgres_answers(url)

        service = KeptService("postgres", layout, prepare, answers)
        await service.join()
        self.postgres = service
        self.database_url, self.database_owner_url = url, plan.url(OWNER_ROLE)

    async def _start_redis(self, layout: Layout) -> None:
        binary = find_redis()
        if binary is None:
            _logger.warning(
                "no redis-server on this machine: using an in-process stand-in, fit for one "
                "process only; install Redis or set REDIS_URL"
            )
            self.redis_client_factory = _stand_in()
            return

        def prepare() -> dict[str, Any]:
            end_orphan(layout.keeper_pid("redis-server"), needle=str(layout.redis_socket))
            return redis_orders(binary, layout)

        async def answers() -> bool:
            return await redis_answers(layout.redis_socket)

        service = KeptService("redis", layout, prepare, answers)
        await service.join()
        self.redis = service
        self.redis_url = f"unix://{layout.redis_socket}"


def redis_orders(binary: Path, layout: Layout) -> dict[str, Any]:
    """What the keeper is to run: nothing on disk, since Redis holds nothing that cannot be lost."""
    options = {
        "port": "0",
        "unixsocket": str(layout.redis_socket),
        "unixsocketperm": "700",
        "pidfile": str(layout.keeper_pid("redis-server")),
        "dir": str(layout.run_dir),
        "save": "",
        "appendonly": "no",
        "daemonize": "no",
        "maxmemory": "128mb",
        "maxmemory-policy": "allkeys-lru",
        "loglevel": "warning",
    }
    argv = [str(binary)]
    for name, value in options.items():
        argv += [f"--{name}", value]
    return {
        "argv": argv,
        "environment": {"PATH": "/usr/bin:/bin", "LC_ALL": "C"},
        "identity": {},
        "stop_signals": ["SIGTERM"],
    }


async def postgres_answers(url: str) -> bool:
    """Whether PostgreSQL lets that address in.

    Raises:
        ConfigurationError: it knows another password than ``DATA_DIR/secrets``.
    """
    try:
        connection = await asyncpg.connect(**asyncpg_arguments(url), timeout=5)
    except (OSError, asyncpg.CannotConnectNowError, asyncpg.ConnectionDoesNotExistError):
        return False
    except asyncpg.InvalidAuthorizationSpecificationError as error:
        raise ConfigurationError(
            "embedded_failed",
            params={"settings": "DATA_DIR"},
            detail=f"{error}: stop every copy on this DATA_DIR and start again, which sets the "
            "passwords anew",
        ) from error
    await connection.close(timeout=5)
    return True


async def redis_answers(socket: Path) -> bool:
    """Whether Redis answers a PING."""
    try:
        reader, writer = await asyncio.open_unix_connection(str(socket))
    except OSError:
        return False
    try:
        writer.write(b"PING\r\n")
        return (await reader.readline()).startswith(b"+PONG")
    except ConnectionError:
        return False
    finally:
        writer.close()


def _stand_in() -> Callable[[], Any]:
    import fakeredis  # heavy, and only for machines without a Redis server

    server = fakeredis.FakeServer()
    return lambda: fakeredis.FakeAsyncRedis(server=server)
