"""What the command line says: JSON for machines on stdout, everything else on stderr.

Exit codes: 0 done, 1 not satisfied, 2 wrong use.
"""

import asyncio
import json
import sys
from collections.abc import Callable, Coroutine
from typing import Any, Final, NoReturn, TypeVar

import typer

from app.cli_words import told

T = TypeVar("T")

NOT_SATISFIED: Final = 1
WRONG_USE: Final = 2


def emit(value: Any, *, indent: int | None = None) -> None:
    """One JSON value and a line end on stdout, in the scripts it is written in."""
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=indent, default=str) + "\n")
    sys.stdout.flush()


def show(text: str) -> None:
    """A line for people on stdout: what they asked for, when they did not ask for JSON."""
    sys.stdout.write(text + "\n")


def say(text: str) -> None:
    """A line about the work, on stderr."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()


def fail(text: str, code: int = NOT_SATISFIED) -> NoReturn:
    """Say what is wrong and end."""
    say(text)
    raise typer.Exit(code)


def run(work: Coroutine[Any, Any, T]) -> T:
    """Run a command's coroutine; errors of ours become a sentence and an exit code."""
    return run_sync(lambda: asyncio.run(work))


def run_sync(work: Callable[[], T]) -> T:
    """Run a command; errors of ours become a sentence and an exit code."""
    from app.core.errors import InputError, RaptorError

    quiet_logs()
    try:
        return work()
    except InputError as error:
        fail(told(error), WRONG_USE)
    except RaptorError as error:
        fail(told(error))


def quiet_logs() -> None:
    """Logs of a command: warnings only, on stderr, redacted like the server's."""
    from app.observability.logging import configure_logging
    from app.security.pii_scanner import redact

    configure_logging(scrub=redact, level="WARNING")
