"""Every cookie we set or take back.

The chat host has one of its own that outlives our session unless we take it back: Chainlit sets
``access_token`` (or ``CHAINLIT_AUTH_COOKIE_NAME``), cut into ``…_0``, ``…_1`` when long, for 15
days. Whoever signs in or out must not meet the last person's.
"""

import os
from typing import Final

from starlette.requests import HTTPConnection
from starlette.responses import Response

from app.core.variants import Shell
from app.security.auth import KNOWN_COOKIE, LANGUAGE_COOKIE, Authenticator
from app.security.token_families import SESSION_LIFE

_YEAR_SECONDS: Final = 365 * 24 * 3600
_CHAT_NAME_VARIABLE: Final = "CHAINLIT_AUTH_COOKIE_NAME"
_CHAT_DEFAULT_NAME: Final = "access_token"


def set_session(answer: Response, authenticator: Authenticator, token: str) -> None:
    """Keep the session out of reach of scripts and of other sites' forms."""
    secure = authenticator.settings.is_production
    answer.set_cookie(
        authenticator.session_cookie,
        token,
        max_age=int(SESSION_LIFE.total_seconds()),
        httponly=True,
        samesite="lax",
        secure=secure,
    )
    answer.set_cookie(
        KNOWN_COOKIE, "1", max_age=_YEAR_SECONDS, httponly=True, samesite="lax", secure=secure
    )


def forget_session(answer: Response, authenticator: Authenticator) -> None:
    """Take the session back."""
    answer.delete_cookie(
        authenticator.session_cookie,
        httponly=True,
        samesite="lax",
        secure=authenticator.settings.is_production,
    )


def forget_chat(connection: HTTPConnection, answer: Response) -> None:
    """Take the chat host's cookies back."""
    prefix = os.environ.get(_CHAT_NAME_VARIABLE, _CHAT_DEFAULT_NAME)
    for name in connection.cookies:
        if name.startswith(prefix):
            answer.delete_cookie(name)


def remember_language(answer: Response, authenticator: Authenticator, shell: Shell) -> None:
    """Keep the language chosen. Scripts may read it: public/rf.js tells Chainlit's bundle."""
    answer.set_cookie(
        LANGUAGE_COOKIE,
        shell,
        max_age=_YEAR_SECONDS,
        samesite="lax",
        secure=authenticator.settings.is_production,
    )
