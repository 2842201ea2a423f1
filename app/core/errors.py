"""One tree of errors, split by who must act.

Each error has a stable ``code``; ``account.error.<code>`` in the message catalogs is what a person
reads. ``str(error)`` is an English sentence for the log and names the mend.
"""

from collections.abc import Mapping
from typing import ClassVar


class RaptorError(Exception):
    """The root. ``status`` is the HTTP status (RFC 9110) that the class answers with."""

    status: ClassVar[int] = 500

    def __init__(
        self, code: str, *, params: Mapping[str, object] | None = None, detail: str = ""
    ) -> None:
        self.code = code
        self.params: dict[str, object] = dict(params or {})
        self.detail = detail
        super().__init__(detail or f"{type(self).__doc__} [{code}]")

    @property
    def message_key(self) -> str:
        """The catalog key of the sentence for people."""
        return f"account.error.{self.code}"


class InputError(RaptorError):
    """What was sent is malformed; the caller must change it."""

    status = 422


class TooLarge(InputError):
    """What was sent is over a limit; the caller must send less."""

    status = 413


class NotSignedIn(RaptorError):
    """Nobody is signed in; the caller must sign in."""

    status = 401


class NotAllowed(RaptorError):
    """The caller may not do this; somebody with the right role must."""

    status = 403


class NotFound(RaptorError):
    """There is no such thing for this caller; check the id and the business."""

    status = 404


class Conflict(RaptorError):
    """Something else happened first; the caller must look again before deciding."""

    status = 409


class TooFast(RaptorError):
    """Too many requests; the caller must wait ``retry_after_seconds``."""

    status = 429

    def __init__(self, code: str, *, retry_after_seconds: int, detail: str = "") -> None:
        super().__init__(code, params={"seconds": retry_after_seconds}, detail=detail)
        self.retry_after_seconds = retry_after_seconds


class BudgetExceeded(RaptorError):
    """The budget does not cover this; the owner must raise it or wait for the next period."""

    status = 402


class PlanExceeded(RaptorError):
    """The plan does not hold this; the owner must take one that does."""

    status = 402


class Unavailable(RaptorError):
    """A part that is needed is away; the same request may be sent again later."""

    status = 503


class Deadlock(Unavailable):
    """Two transactions waited for each other and this one was undone: it may be tried at once."""


class ConfigurationError(RaptorError):
    """The installation is set up wrongly; the operator must change the named setting."""

    status = 500


class OurBug(RaptorError):
    """The program contradicts itself; its authors must mend it."""

    status = 500
