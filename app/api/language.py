"""Which of the four shell languages an answer speaks."""

from typing import Final

from starlette.requests import HTTPConnection

from app.core.variants import Shell, as_shell
from app.security.auth import LANGUAGE_COOKIE

DEFAULT: Final[Shell] = "en"


def shell_for(connection: HTTPConnection, stored: Shell | None = None) -> Shell:
    """The language for this request.

    A choice made on a page (the cookie) comes first, then what the account stores, then the
    browser's list. API callers have no cookie; their Accept-Language says what they want, and what
    the account stores counts only when they send none.
    """
    chosen = as_shell(connection.cookies.get(LANGUAGE_COOKIE))
    accepted = best_of(connection.headers.get("accept-language", ""))
    if chosen:
        return chosen
    if connection.url.path.startswith("/api/"):
        return accepted or stored or DEFAULT
    return stored or accepted or DEFAULT


def best_of(accept_language: str) -> Shell | None:
    """The first of our languages in an Accept-Language list, by weight (RFC 9110, 12.5.4)."""
    ranked: list[tuple[float, int, Shell]] = []
    for position, item in enumerate(accept_language.split(",")[:20]):
        tag, _, weight = item.partition(";q=")
        shell = as_shell(tag.strip())
        quality = _weight(weight)
        if shell and quality > 0:
            ranked.append((-quality, position, shell))
    return min(ranked)[2] if ranked else None


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
