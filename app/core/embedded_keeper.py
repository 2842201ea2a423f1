"""The keeper: a small process that owns one embedded server for as long as somebody uses it.

Run by path with the bare interpreter (``python -I -S``), so it imports nothing but the standard
library and is up in milliseconds. It reads its orders as JSON from standard input, starts the
server, starts it again if it dies, and stops it when the last user is gone.

Users hold a shared ``flock`` on one file. A process that dies, by ``kill -9`` too, lets go of its
lock; the keeper waits for the exclusive one and so learns of the last death from the kernel, on
Linux and macOS alike. While it stops the server it keeps that exclusive lock, so newcomers wait.
"""

import ctypes
import fcntl
import json
import os
import select
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

DEATHS_ALLOWED: Final = 6
DEATHS_WINDOW_SECONDS: Final = 60.0
RESTART_PAUSE_SECONDS: Final = 0.2  # doubles with every death in the window: 12.6 s for them all
PATIENCE_SECONDS: Final = (15.0, 5.0, 5.0)  # after the 1st, 2nd and 3rd stop signal
PR_SET_PDEATHSIG: Final = 1  # <sys/prctl.h>

NOBODY_LEFT: Final = 0  # a byte on the wake-up pipe that is no signal number


def die_with_parent(stop_signal: int) -> Callable[[], None] | None:
    """What a child runs before exec so that it does not outlive a killed keeper (Linux only)."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None, use_errno=True).prctl

    def arrange() -> None:
        prctl(PR_SET_PDEATHSIG, stop_signal, 0, 0, 0)

    return arrange


class Server:
    """One server process and how to end it."""

    def __init__(self, orders: dict[str, Any]) -> None:
        self._argv: list[str] = orders["argv"]
        self._environment: dict[str, str] = orders["environment"]
        self._identity: dict[str, Any] = orders["identity"]  # {}, or whom Popen is to run it as
        self._stop_signals = [signal.Signals[name] for name in orders["stop_signals"]]
        self._arrange = die_with_parent(self._stop_signals[0])
        self._deaths: list[float] = []
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, in a process group of its own: Ctrl-C in the terminal is not for it."""
        self._process = subprocess.Popen(  # noqa: S603 (our own orders)
            self._argv,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            process_group=0,
            preexec_fn=self._arrange,  # our one other thread is idle and holds no lock
            **self._identity,
        )

    def died(self) -> bool:
        """Whether it ended without being asked."""
        return self._process is not None and self._process.poll() is not None

    def start_again(self) -> bool:
        """After a death: pause, then start it; False when it dies too often to go on.

        The pauses grow, since a killed PostgreSQL cannot start before the last of its children has
        noticed, which on a busy machine takes a while.
        """
        now = time.monotonic()
        since = now - DEATHS_WINDOW_SECONDS
        self._deaths = [at for at in self._deaths if at > since] + [now]
        if len(self._deaths) > DEATHS_ALLOWED:
            return False
        time.sleep(RESTART_PAUSE_SECONDS * 2 ** (len(self._deaths) - 1))
        self.start()
        return True

    def stop(self) -> None:
        """End it: politely first, by force at last."""
        if self._process is None:
            return
        signals = [*self._stop_signals, signal.SIGKILL]
        for stop_signal, patience in zip(signals, PATIENCE_SECONDS, strict=False):
            if self._process.poll() is not None:
                break
            self._process.send_signal(stop_signal)
            try:
                self._process.wait(patience)
            except subprocess.TimeoutExpired:
                continue
        self._process = None


def wait_for_last_user(lock: int, wake_up: int) -> None:
    """Block until no user holds the lock any more, then say so on the pipe."""
    fcntl.flock(lock, fcntl.LOCK_EX)
    os.write(wake_up, bytes([NOBODY_LEFT]))


def open_wake_up() -> tuple[int, int]:
    """A pipe on which signals arrive as bytes."""
    reading, writing = os.pipe()
    for end in (reading, writing):
        os.set_blocking(end, False)
    for number in (signal.SIGCHLD, signal.SIGTERM, signal.SIGINT, signal.SIGUSR1, signal.SIGUSR2):
        signal.signal(number, lambda _number, _frame: None)
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    return reading, writing


def keep(server: Server, reading: int) -> None:
    """Look after the server until nobody is left, the keeper is told to go, or it dies on and on.

    SIGUSR1 takes the server down and SIGUSR2 puts it back: for a copy of its files, and for tests
    of what people see when it is away.
    """
    held_down = False
    while True:
        select.select([reading], [], [])
        heard = set(os.read(reading, 4096))
        if heard & {NOBODY_LEFT, signal.SIGTERM, signal.SIGINT}:
            return
        if signal.SIGUSR1 in heard:
            held_down = True
            server.stop()
        if signal.SIGUSR2 in heard and held_down:
            held_down = False
            server.start()
        if not held_down and server.died() and not server.start_again():
            return


def main() -> int:
    """Follow the orders on standard input; 0 when all went well, 3 when another keeper is here."""
    orders = json.load(sys.stdin)
    keeper_lock = os.open(orders["keeper_lock"], os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(keeper_lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return 3
    Path(orders["keeper_pid"]).write_text(str(os.getpid()), "ascii")
    reading, writing = open_wake_up()
    server = Server(orders)
    server.start()
    users_lock = os.open(orders["users_lock"], os.O_RDWR | os.O_CREAT, 0o600)
    threading.Thread(target=wait_for_last_user, args=(users_lock, writing), daemon=True).start()
    try:
        keep(server, reading)
    finally:
        server.stop()
    return 0


if __name__ == "__main__":
    code = main()
    os._exit(code)  # the thread may still wait for its lock, which would hold a normal exit up
