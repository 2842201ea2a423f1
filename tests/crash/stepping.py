"""Coroutines that are counted at every place where they wait, and stopped or killed at one.

``killed`` plays the end of a process as a power cut would bring it: the tasks of its turns never
go on, its connections break off in the middle of whatever they were at, and nothing it still runs
on the way down can write.
"""

import asyncio
from collections.abc import Callable, Coroutine, Generator
from dataclasses import replace
from types import TracebackType
from typing import Any

from sqlalchemy import event

from agents.services import Services
from agents.turn_runner import TurnRunner
from app.core.database import Database


class Died(BaseException):
    """Thrown where a process ends; nothing of ours catches it."""


class Stepped(Coroutine[Any, Any, Any]):
    """A coroutine whose n-th wait calls ``then``; with Died thrown in when ``then`` says so."""

    def __init__(self, inner: Coroutine[Any, Any, Any], at: int, then: Callable[[], bool]) -> None:
        self._inner = inner
        self._left = at
        self._then = then

    def send(self, value: Any) -> Any:
        """Go on to the next wait."""
        self._left -= 1
        if self._left == 0 and self._then():
            return self._inner.throw(Died())
        return self._inner.send(value)

    def throw(self, kind: Any, value: Any = None, trace: TracebackType | None = None) -> Any:
        """An error on its way in, a cancellation mostly."""
        return self._inner.throw(value if value is not None else kind)

    def close(self) -> None:
        """As of any coroutine."""
        self._inner.close()

    def __await__(self) -> Generator[Any, Any, Any]:
        return self._inner.__await__()


class StepsTurns:
    """Makes every task of a turn a counted one; the first to come to its place calls ``then``."""

    def __init__(self, at: int, then: Callable[[], bool]) -> None:
        self._at = at
        self._then = then
        self.reached = False
        self.tasks: list[asyncio.Task[Any]] = []
        self._begun = asyncio.Event()

    def __enter__(self) -> "StepsTurns":
        asyncio.get_running_loop().set_task_factory(self._make)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.get_running_loop().set_task_factory(None)

    def _make(
        self, loop: asyncio.AbstractEventLoop, coroutine: Any, **more: Any
    ) -> "asyncio.Task[Any]":
        name = str(getattr(coroutine, "__qualname__", ""))
        if name in ("TurnRunner._drive", "TurnRunner._finish"):
            task = asyncio.Task(Stepped(coroutine, self._at, self._here), loop=loop, **more)
            self.tasks.append(task)
            self._begun.set()
            return task
        return asyncio.Task(coroutine, loop=loop, **more)

    async def over(self, beginning: "asyncio.Future[Any] | None" = None) -> None:
        """Wait until the counted tasks have ended, one way or the other.

        ``beginning`` brings them about; it may wait for ever for what has died.
        """
        if beginning is not None:
            begun = asyncio.ensure_future(self._begun.wait())
            await asyncio.wait({beginning, begun}, return_when=asyncio.FIRST_COMPLETED)
            begun.cancel()
        if self.tasks:
            await asyncio.wait(self.tasks)
        for task in self.tasks:
            if not task.cancelled():
                task.exception()

    def _here(self) -> bool:
        if self.reached:
            return False
        self.reached = True
        return self._then()


class Process:
    """A program of its own as far as the database can tell: its pool, its runner, its death."""

    def __init__(self, services: Services, url: str) -> None:
        self._database = Database.connect(url, pool_size=2)
        self._opened: list[Any] = []
        event.listen(self._database.engine.sync_engine, "connect", self._note)
        self.runner = TurnRunner(replace(services, database=self._database))
        # What watches leases and Stops is not what dies here.
        self.runner._begin_watching = lambda: None  # type: ignore[method-assign]

    def _note(self, connection: Any, _: object) -> None:
        self._opened.append(connection.driver_connection)

    def die(self) -> bool:
        """The power is cut."""

        def dead(*_: Any, **__: Any) -> Any:
            raise Died

        self._database.transaction = dead  # type: ignore[method-assign]
        for connection in self._opened:
            connection.terminate()
        return True

    async def gone(self) -> None:
        """Let the operating system take its sockets back."""
        await self._database.close()
