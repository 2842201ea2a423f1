"""Ending a coroutine at its nth suspension, as a killed process ends: nothing after it happens."""

from collections.abc import Coroutine, Generator
from typing import Any


class Killed(BaseException):
    """Nobody catches it by accident."""


class KilledAt:
    """Awaits a coroutine and kills it when it suspends for the nth time; never when n is None."""

    def __init__(self, work: Coroutine[Any, Any, Any], nth: int | None) -> None:
        self._work = work
        self._nth = nth
        self.suspensions = 0

    def __await__(self) -> Generator[Any, Any, Any]:
        """Drive it."""
        sent: Any = None
        error: BaseException | None = None
        while True:
            try:
                waiting = self._work.throw(error) if error else self._work.send(sent)
                self.suspensions += 1
                if self.suspensions == self._nth:
                    waiting = self._work.throw(Killed())
            except StopIteration as done:
                return done.value
            except BaseException as raised:
                # What its clean-up raises on half-used connections would not be seen by anybody.
                if self._nth is not None and self.suspensions >= self._nth:
                    raise Killed from raised
                raise
            error = None
            try:
                sent = yield waiting
            except BaseException as raised:  # noqa: BLE001 (handed on to whom it belongs)
                error = raised
