"""What browsers are told never to do with our pages."""

from collections.abc import Sequence
from typing import Final

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Chainlit transpiles card elements in the browser (its issue 2332), hence 'unsafe-eval', and its
# index.html carries inline scripts and styles. Nothing may come from or go to another host.
CHAT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'{sockets}; media-src 'self' blob:; worker-src 'self' blob:; "
    "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
)
# Pages of ours bring their own policy; everything else is data and needs nothing.
DATA_POLICY: Final = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'"

_ALWAYS: Final[Sequence[tuple[bytes, bytes]]] = (
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=(self), payment=()"),
)
_TLS_ONLY: Final = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """Adds the headers that an answer does not bring itself."""

    def __init__(self, app: ASGIApp, *, production: bool) -> None:
        self._app = app
        self._always = [*_ALWAYS, _TLS_ONLY] if production else list(_ALWAYS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        policy = _policy_for(scope)

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                there = {name.lower() for name, _ in headers}
                added = [*self._always, (b"content-security-policy", policy)]
                message["headers"] = headers + [item for item in added if item[0] not in there]
            await send(message)

        await self._app(scope, receive, sealed)


def _policy_for(scope: Scope) -> bytes:
    path = scope["path"]
    if path != "/chat" and not path.startswith("/chat/"):
        return DATA_POLICY.encode()
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("ascii")
    # Safari before 15.4 does not let 'self' cover web sockets.
    plain = all(character.isalnum() or character in ".-:[]" for character in host)
    sockets = f" ws://{host} wss://{host}" if host and plain else ""
    return CHAT_POLICY.format(sockets=sockets).encode()
