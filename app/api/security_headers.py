"""What browsers are told never to do with our pages."""

from collections.abc import Sequence
from typing import Final
from urllib.parse import urlsplit

from starlette.types import ASGIApp, Message, Receive, Scope, Send

# Chainlit transpiles card elements in the browser (its issue 2332), hence 'unsafe-eval', and its
# index.html carries inline scripts and styles. Nothing may come from or go to another host, save
# the payment service's own where money is real: its script, and the page it lays over the chat.
CHAT_POLICY: Final = (
    "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'{pays}; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self'{sockets}{pays}; media-src 'self' blob:; worker-src 'self' blob:; "
    "{frames}object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
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
# PhonePe opens its page only for a registered domain, which it reads from the referrer. The page is
# a frame whose host each order's answer names, so any of PhonePe's, and it hands over to a UPI app.
_FRAMES: Final = (
    "frame-src 'self' https://*.phonepe.com upi: phonepe: tez: paytmmp: bhim: credpay:; "
)
_TELLS_DOMAIN: Final = (b"referrer-policy", b"strict-origin-when-cross-origin")
_TLS_ONLY: Final = (b"strict-transport-security", b"max-age=31536000")


class SecurityHeaders:
    """Adds the headers that an answer does not bring itself."""

    def __init__(
        self, app: ASGIApp, *, production: bool, checkout_script: str | None = None
    ) -> None:
        self._app = app
        script = urlsplit(checkout_script) if checkout_script else None
        self._pays_at = f"{script.scheme}://{script.netloc}" if script else ""
        self._always = [*_ALWAYS, _TLS_ONLY] if production else list(_ALWAYS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        in_chat = _is_chat(scope)
        policy = _chat_policy(scope, self._pays_at) if in_chat else DATA_POLICY.encode()
        own = [(b"content-security-policy", policy)]
        if in_chat and self._pays_at:
            own.append(_TELLS_DOMAIN)

        async def sealed(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = list(message.get("headers", ()))
                there = {name.lower() for name, _ in headers}
                for item in (*own, *self._always):
                    if item[0] not in there:
                        there.add(item[0])
                        headers.append(item)
                message["headers"] = headers
            await send(message)

        await self._app(scope, receive, sealed)


def _is_chat(scope: Scope) -> bool:
    path: str = scope["path"]
    return path == "/chat" or path.startswith("/chat/")


def _chat_policy(scope: Scope, pays_at: str) -> bytes:
    host = next((value for name, value in scope["headers"] if name == b"host"), b"").decode("ascii")
    # Safari before 15.4 does not let 'self' cover web sockets.
    plain = all(character.isalnum() or character in ".-:[]" for character in host)
    sockets = f" ws://{host} wss://{host}" if host and plain else ""
    pays, frames = (f" {pays_at}", _FRAMES) if pays_at else ("", "")
    return CHAT_POLICY.format(sockets=sockets, pays=pays, frames=frames).encode()
