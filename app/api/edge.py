"""The outermost layer: a name for every request, its time, and no surprises in its size.

Plain ASGI: Starlette's BaseHTTPMiddleware would buffer streams and complain about clients that go.
"""

import re
import time
from contextlib import suppress
from typing import Final

import structlog
from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import problem_for
from app.core.errors import TooLarge
from app.core.ids import uuid7
from app.observability import metrics

log = structlog.get_logger("app.http")

KIB: Final = 1024
DEFAULT_LIMIT_BYTES: Final = 256 * KIB
# A photo or a PDF: Chainlit's own limit is 10 MB, and multipart adds a little (it reads the whole
# file into memory before it looks at the size, so the limit has to stand before it).
UPLOAD_LIMIT_BYTES: Final = 11 * KIB * KIB
_UPLOAD_PATH: Final = "/chat/project/file"
_QUIET: Final = ("/health", "/metrics", "/chat/assets", "/chat/public", "/chat/ws")
_GIVEN_ID: Final = re.compile(r"[A-Za-z0-9._\-]{8,64}")


class RequestLog:
    """Gives each request an id, logs one line for it and observes its time to first byte."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        given = HTTPConnection(scope).headers.get("x-request-id", "")
        request_id = given if _GIVEN_ID.fullmatch(given) else uuid7().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()

        async def observed(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [
                    *message.get("headers", ()),
                    (b"x-request-id", request_id.encode()),
                ]
                self._record(scope, int(message["status"]), time.perf_counter() - started)
            await send(message)

        await self._app(scope, receive, observed)

    def _record(self, scope: Scope, status: int, seconds: float) -> None:
        route = getattr(scope.get("route"), "path", None) or _family(scope["path"])
        metrics.HTTP_SECONDS.labels(scope["method"], route, str(status)).observe(seconds)
        if not scope["path"].startswith(_QUIET):
            log.info(
                "request",
                action="http",
                method=scope["method"],
                route=route,
                status=status,
                milliseconds=round(seconds * 1000, 1),
            )


class BodyLimit:
    """Refuses bodies that are too large, by their stated length or while they arrive."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, counting its body."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        upload = scope["path"].startswith(_UPLOAD_PATH)
        limit = UPLOAD_LIMIT_BYTES if upload else DEFAULT_LIMIT_BYTES
        connection = HTTPConnection(scope)
        error = TooLarge(
            "file_too_large" if upload else "body_too_large",
            params={"mb": UPLOAD_LIMIT_BYTES // KIB // KIB - 1} if upload else {"kb": limit // KIB},
            detail=f"a body may have {limit} bytes",
        )
        stated = connection.headers.get("content-length", "")
        if stated.isdecimal() and int(stated) > limit:
            await problem_for(connection, error)(scope, receive, send)
            return
        taken = 0
        begun = False

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > limit:
                raise error
            return message

        async def watched(message: Message) -> None:
            nonlocal begun
            # FastAPI turns what reading the body raised into an answer of its own: it is dropped.
            if taken <= limit or begun:
                begun = True
                await send(message)

        with suppress(TooLarge):
            await self._app(scope, counted, watched)
        if taken > limit and not begun:
            await problem_for(connection, error)(scope, receive, send)


def _family(path: str) -> str:
    """A label for paths that no route of ours matched: few values, whatever is asked."""
    return "/chat" if path == "/chat" or path.startswith("/chat/") else "other"
