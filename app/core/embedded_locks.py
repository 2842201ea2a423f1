"""Advisory file locks as handles that a dead process lets go of by itself."""

import fcntl
import os
import time
from pathlib import Path
from typing import Final

from app.core.errors import Unavailable

POLL_SECONDS: Final = 0.02


class FileLock:
    """A ``flock`` on a file; shared or exclusive; not inherited by programs we start."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._descriptor: int | None = None

    def try_acquire(self, *, shared: bool) -> bool:
        """Take it if that is possible at once."""
        if self._descriptor is None:
            self._descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        kind = fcntl.LOCK_SH if shared else fcntl.LOCK_EX
        try:
            fcntl.flock(self._descriptor, kind | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def acquire(self, *, shared: bool, timeout_seconds: float) -> None:
        """Take it, waiting for others; blocks the thread.

        Raises:
            Unavailable: ``embedded_busy`` when others keep it for longer than the timeout.
        """
        deadline = time.monotonic() + timeout_seconds
        while not self.try_acquire(shared=shared):
            if time.monotonic() > deadline:
                self.release()
                raise Unavailable(
                    "embedded_busy",
                    params={"path": str(self._path)},
                    detail=f"{self._path} stays locked: stop the other copy on this DATA_DIR, or "
                    "set another DATA_DIR",
                )
            time.sleep(POLL_SECONDS)

    def release(self) -> None:
        """Let go of it."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def is_free(self) -> bool:
        """Whether nobody holds it at this moment."""
        probe = FileLock(self._path)
        try:
            return probe.try_acquire(shared=False)
        finally:
            probe.release()
