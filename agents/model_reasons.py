"""Why a call did not deliver: one word for an error, and how long the vendor wants to rest."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any, Final

OURS: Final = frozenset({"http_400", "http_413", "http_422"})
"""The vendor answered, and found the request wrong: it is well, whatever is wrong with us."""

REFUSALS: Final = frozenset(
    {
        "SAFETY",
        "RECITATION",
        "BLOCKLIST",
        "PROHIBITED_CONTENT",
        "SPII",
        "LANGUAGE",
        "IMAGE_SAFETY",
        "MODEL_ARMOR",
        "content_filter",
    }
)
"""Finish reasons of Gemini (names of ``FinishReason``) and OpenAI that mean: it will not."""

TOO_LONG: Final = frozenset({"MAX_TOKENS", "length"})


def reason_of(error: BaseException) -> str:
    """One word for an error: the HTTP status behind it where there is one, else its kind."""
    if isinstance(error, TimeoutError):
        return "timeout"
    for cause in _chain(error):
        for name in ("status_code", "code"):
            status = getattr(cause, name, None)
            if isinstance(status, int):
                return f"http_{status}"
    return type(error).__name__


def rest_seconds(error: BaseException, now: datetime) -> float:
    """What the vendor's Retry-After header asks for, in seconds or as a date; 0 without one."""
    for cause in _chain(error):
        headers = getattr(getattr(cause, "response", None), "headers", None)
        if isinstance(headers, Mapping) or hasattr(headers, "get"):
            found = _header(headers)
            if found:
                return _seconds(found, now)
    return 0.0


def refusal(metadata: Mapping[str, Any]) -> bool:
    """Whether the vendor says that it would not answer this."""
    feedback = metadata.get("prompt_feedback") or {}
    return metadata.get("finish_reason") in REFUSALS or bool(feedback.get("block_reason"))


def _chain(error: BaseException) -> Iterator[BaseException]:
    cause: BaseException | None = error
    while cause is not None:
        yield cause
        cause = cause.__cause__


def _header(headers: Any) -> str:
    return str(headers.get("retry-after") or headers.get("Retry-After") or "").strip()


def _seconds(value: str, now: datetime) -> float:
    try:
        return max(0.0, float(value))
    except ValueError:
        until = _date(value)
    return max(0.0, (until - now).total_seconds()) if until else 0.0


def _date(value: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(value)
    except ValueError:
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
