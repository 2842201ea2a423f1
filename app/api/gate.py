"""The door in front of everything: who stands there, and did one of our own pages send them.

Chainlit lets anybody in who holds its own cookie and checks no origins, so the gate stands before
it: without a session of ours, pages under ``/chat`` lead to ``/signin`` and everything else under
it is refused.
"""

from typing import Final
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import HTTPConnection
from starlette.responses import RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.api.errors import problem_for
from app.core.config import Settings
from app.core.errors import NotAllowed, NotSignedIn, RaptorError
from app.security.auth import Authenticator
from app.security.origins import PEER_HEADER, is_same_origin
from app.security.principal import Principal

CHAT: Final = "/chat"
_SAFE_METHODS: Final = frozenset({"GET", "HEAD", "OPTIONS"})
# What the chat's page is made of: the same for everybody, and cached for good.
_OPEN_IN_CHAT: Final = (
    "/chat/assets/", "/chat/public/", "/chat/favicon", "/chat/logo", "/chat/avatars/",
    "/chat/project/translations", "/chat/fonts/",
)  # fmt: skip
_HOST_LOGIN: Final = "/chat/login"
_HOST_LOGOUT: Final = "/chat/logout"


class Gate:
    """Stamps the peer's address, checks origins, and guards the chat."""

    def __init__(self, app: ASGIApp, *, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or answer it."""
        if scope["type"] not in ("http", "websocket"):
            await self._app(scope, receive, send)
            return
        _stamp_peer(scope)
        connection = HTTPConnection(scope)
        authenticator: Authenticator = scope["app"].state.authenticator
        try:
            refusal = await self._refusal(connection, authenticator)
        except RaptorError as error:
            refusal = problem_for(connection, error)
        if refusal is not None:
            await _answer(refusal, scope, receive, send)
            return
        if scope["path"] == _HOST_LOGOUT and scope.get("method") == "POST":
            await authenticator.close_session(connection)
            send = _forgetting(send, authenticator.session_cookie)
        await self._app(scope, receive, send)

    async def _refusal(
        self, connection: HTTPConnection, authenticator: Authenticator
    ) -> Response | None:
        if _changes_something(connection.scope) and not self._sent_by_us(connection):
            raise NotAllowed("origin_refused", detail="Origin is not this site; check PUBLIC_URL")
        path = connection.url.path
        in_chat = path == CHAT or path.startswith(f"{CHAT}/")
        if not in_chat or path.startswith(_OPEN_IN_CHAT):
            return None
        principal = await authenticator.principal_of(connection)
        connection.scope.setdefault("state", {})["principal"] = principal
        return self._guard_chat(connection, principal)

    def _sent_by_us(self, connection: HTTPConnection) -> bool:
        """Bearer tokens are never sent by a browser on its own, so they need no origin."""
        headers = connection.headers
        if headers.get("authorization", "").lower().startswith("bearer "):
            return True
        if is_same_origin(headers, self._settings.base_url):
            return True
        # A script (curl, httpx) sends neither cookies nor any of a browser's headers.
        return not any(
            name in headers for name in ("cookie", "origin", "referer", "sec-fetch-site")
        )

    @staticmethod
    def _guard_chat(connection: HTTPConnection, principal: Principal | None) -> Response | None:
        path, query = connection.url.path, connection.url.query
        if path == _HOST_LOGIN or path.startswith(f"{_HOST_LOGIN}/"):
            return RedirectResponse("/signin?next=/chat" if principal is None else CHAT, 303)
        if principal is not None:
            return None
        if connection.scope["type"] == "http" and _wants_a_page(connection):
            target = f"{path}?{query}" if query else path
            return RedirectResponse(f"/signin?next={quote(target, safe='/')}", 303)
        raise NotSignedIn("not_signed_in", detail="sign in at /signin")


def _stamp_peer(scope: Scope) -> None:
    """Write the peer's address where header-only callbacks can read it; drop any that was sent."""
    name = PEER_HEADER.encode()
    client = scope.get("client")
    kept = [(key, value) for key, value in scope["headers"] if key.lower() != name]
    scope["headers"] = [*kept, (name, client[0].encode())] if client else kept


def _changes_something(scope: Scope) -> bool:
    """A web socket counts: browsers open one to any site, with that site's cookies."""
    return scope["type"] == "websocket" or scope["method"] not in _SAFE_METHODS


def _wants_a_page(connection: HTTPConnection) -> bool:
    accepts = connection.headers.get("accept", "")
    return connection.scope["method"] in ("GET", "HEAD") and "text/html" in accepts


async def _answer(refusal: Response, scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "http":
        await refusal(scope, receive, send)
        return
    await receive()
    await send({"type": "websocket.close", "code": 1008, "reason": ""})


def _forgetting(send: Send, cookie: str) -> Send:
    """``send`` that also takes the session cookie back."""

    async def forgetting(message: Message) -> None:
        if message["type"] == "http.response.start":
            headers = MutableHeaders(raw=list(message.get("headers", ())))
            secure = "; Secure" if cookie.startswith("__Host-") else ""
            headers.append(
                "set-cookie", f"{cookie}=; Max-Age=0; Path=/; HttpOnly; SameSite=lax{secure}"
            )
            message["headers"] = headers.raw
        await send(message)

    return forgetting
