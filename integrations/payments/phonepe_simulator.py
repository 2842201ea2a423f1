"""A PhonePe of our own: speaks the vendor's wire protocol over HTTP, with its own state.

A plain ASGI application, mounted beside the app on a laptop and usable alone::

    uvicorn --factory integrations.payments.phonepe_simulator_local:standalone

Refused in production. It follows the documents, not our client: strict about what it is sent, and
free to answer late, twice or never. Under ``/control`` it takes commands (JSON): ``callbacks``
(normal, lost, doubled, reordered, late), ``advance_seconds``, ``settle_after_seconds``,
``token_life_seconds``, ``fail`` (``{"pay": "before" | "after"}``: the next such call answers 500
before or after it had its effect), ``purse`` (``{mandate id: "empty" | "full"}``).
"""

import asyncio
import json
import sqlite3
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import structlog

from app.core.clock import Clock
from app.core.variants import Shell
from integrations.payments.phonepe_simulator_api import Api, Refusal, read_body
from integrations.payments.phonepe_simulator_book import Book
from integrations.payments.phonepe_simulator_callbacks import Callbacks, Delivery
from integrations.payments.phonepe_simulator_pages import (
    APP_ACTS,
    PAY_ACTS,
    POLICY,
    app_page,
    missing_page,
    payment_page,
)
from integrations.payments.phonepe_token import Credentials
from integrations.payments.phonepe_verification import CallbackSecrets

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

log = structlog.get_logger(__name__)

API: Final = "/apis/pg-sandbox"
TICK_SECONDS: Final = 0.5
LARGEST_BODY: Final = 64 * 1024


@dataclass(frozen=True)
class Answer:
    """What a request is answered with."""

    status: int
    body: bytes = b""
    kind: str = "application/json"
    headers: tuple[tuple[bytes, bytes], ...] = ()

    @classmethod
    def json(cls, status: int, body: Mapping[str, Any]) -> "Answer":
        """A JSON object."""
        return cls(status, json.dumps(body).encode())

    @classmethod
    def page(cls, html: str, status: int = 200) -> "Answer":
        """A page, with a policy of its own."""
        policy = (b"content-security-policy", POLICY.encode())
        return cls(status, html.encode(), "text/html; charset=utf-8", (policy,))

    @classmethod
    def redirect(cls, to: str) -> "Answer":
        """See another page."""
        return cls(303, headers=((b"location", to.encode()),))


class PhonePeSimulator:
    """The application. ``base_url`` is where a browser reaches it."""

    def __init__(
        self,
        clock: Clock,
        credentials: Credentials,
        *,
        base_url: str,
        callback_secrets: CallbackSecrets | None = None,
        send: Callable[[Delivery], Awaitable[None]] | None = None,
        file: Path | None = None,
        settles_after: timedelta = timedelta(),
    ) -> None:
        self.book = Book(clock, file=file, settles_after=settles_after)
        self.callbacks = Callbacks(
            self.book.now, callback_secrets or CallbackSecrets(), send or _nowhere
        )
        self.book.announce = self.callbacks.announce
        self._base_url = base_url.rstrip("/")
        self.api = Api(
            self.book,
            credentials.client_id,
            credentials.client_secret,
            page_url=lambda page: f"{self._base_url}/pay/{page}",
        )
        self._fail: dict[str, str] = {}

    async def tick(self) -> None:
        """Let what is due happen, and send the callbacks that are due."""
        self.book.progress()
        await self.callbacks.deliver()

    async def run(self) -> None:
        """Tick for ever."""
        while True:
            try:
                await self.tick()
            except sqlite3.Error as error:  # somebody else holds its file: in a moment again
                log.warning("simulator.waits", action="tick", error=str(error))
            await asyncio.sleep(TICK_SECONDS)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        path = scope["path"].removeprefix(scope.get("root_path", "")) or "/"
        headers = {
            key.decode("latin-1"): value.decode("latin-1") for key, value in scope["headers"]
        }
        body = await _read(receive)
        self.book.progress()
        try:
            answer = self._answer(scope["method"], path, headers, body)
        except Refusal as refusal:
            answer = Answer.json(refusal.status, refusal.body)
        length = str(len(answer.body)).encode()
        fixed = [(b"content-type", answer.kind.encode()), (b"content-length", length)]
        start = {"type": "http.response.start", "status": answer.status}
        await send({**start, "headers": [*fixed, *answer.headers]})
        await send({"type": "http.response.body", "body": answer.body})

    def _answer(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        parts = path.strip("/").split("/")
        if path.startswith(f"{API}/"):
            return self._call(method, path.removeprefix(API), headers, body)
        if parts[0] == "pay" and len(parts) in (2, 3):
            return self._pay_page(method, parts, headers)
        if parts[0] == "app" and len(parts) in (2, 3):
            return self._app_page(method, parts, headers)
        if path == "/control" and method == "POST":
            return self._control(read_body(body))
        return Answer.page(missing_page(_shell(headers)), 404)

    def _call(self, method: str, path: str, headers: Mapping[str, str], body: bytes) -> Answer:
        if (method, path) == ("POST", "/v1/oauth/token"):
            return Answer.json(*self.api.token(body))
        name, call = self._named(method, path, body)
        self.api.authorized(headers.get("authorization", ""))
        when = self._fail.pop(name, None)
        if when == "before":
            raise Refusal(500, "INTERNAL_SERVER_ERROR")
        said = call()
        if when == "after":
            raise Refusal(500, "INTERNAL_SERVER_ERROR")
        return Answer(204) if said is None else Answer.json(200, said)

    def _named(
        self, method: str, path: str, body: bytes
    ) -> tuple[str, Callable[[], Mapping[str, Any] | None]]:
        """The call behind a path."""
        api, parts = self.api, path.strip("/").split("/")
        match (method, *parts):
            case ("POST", "checkout", "v2", "pay"):
                return "pay", lambda: api.pay(read_body(body))
            case ("GET", "checkout", "v2", "order", identifier, "status"):
                return "order_status", lambda: api.order_status(identifier)
            case ("POST", "payments", "v2", "refund"):
                return "refund", lambda: api.refund(read_body(body))
            case ("GET", "payments", "v2", "refund", identifier, "status"):
                return "refund_status", lambda: api.refund_status(identifier)
            case ("POST", "checkout", "v2", "subscriptions", "notify"):
                return "notify", lambda: api.notify(read_body(body))
            case ("POST", "checkout", "v2", "subscriptions", "redeem"):
                return "redeem", lambda: api.redeem(read_body(body))
            case ("GET", "checkout", "v2", "subscriptions", identifier, "status"):
                return "mandate_status", lambda: api.mandate_status(identifier)
            case ("POST", "checkout", "v2", "subscriptions", identifier, "cancel"):
                return "mandate_cancel", lambda: api.mandate_cancel(identifier)
        raise Refusal(404, "NOT_FOUND", path)

    def _pay_page(self, method: str, parts: list[str], headers: Mapping[str, str]) -> Answer:
        found = (order for order in self.book.orders.values() if order.get("page") == parts[1])
        order, shell = next(found, None), _shell(headers)
        if order is None:
            return Answer.page(missing_page(shell), 404)
        if method == "POST" and len(parts) == 3 and parts[2] in PAY_ACTS:
            self.book.decide(order, parts[2])
            return Answer.redirect(order["redirectUrl"])
        return Answer.page(payment_page(order, f"{self._base_url}/pay/{parts[1]}", shell))

    def _app_page(self, method: str, parts: list[str], headers: Mapping[str, str]) -> Answer:
        mandate, shell = self.book.mandates.get(parts[1]), _shell(headers)
        if mandate is None:
            return Answer.page(missing_page(shell), 404)
        here = f"{self._base_url}/app/{parts[1]}"
        if method == "POST" and len(parts) == 3 and parts[2] in APP_ACTS:
            self.book.customer(mandate, parts[2])
            return Answer.redirect(here)
        return Answer.page(app_page(mandate, here, shell))

    def _control(self, command: Mapping[str, Any]) -> Answer:
        if command.get("callbacks") in ("normal", "lost", "doubled", "reordered", "late"):
            self.callbacks.mode = command["callbacks"]
        self.book.offset += timedelta(seconds=float(command.get("advance_seconds", 0)))
        if "settle_after_seconds" in command:
            self.book.settles_after = timedelta(seconds=float(command["settle_after_seconds"]))
        if "token_life_seconds" in command:
            self.api.token_life = timedelta(seconds=float(command["token_life_seconds"]))
        self._fail |= {str(k): str(v) for k, v in dict(command.get("fail") or {}).items()}
        for identifier, purse in dict(command.get("purse") or {}).items():
            if identifier in self.book.mandates:
                mandate = {**self.book.mandates[identifier], "purse": str(purse)}
                self.book.save("mandates", identifier, mandate)
        self.book.progress()
        return Answer.json(200, {"callbacks": self.callbacks.mode, "now": str(self.book.now())})


async def _read(receive: Receive) -> bytes:
    body = b""
    while True:
        message = await receive()
        body += message.get("body", b"")
        if len(body) > LARGEST_BODY or not message.get("more_body"):
            return bytes(body[:LARGEST_BODY])


async def _nowhere(_delivery: Delivery) -> None:
    """Nobody listens."""


def _shell(headers: Mapping[str, str]) -> Shell:
    for wanted in headers.get("accept-language", "").split(","):
        match wanted.strip()[:2].lower():
            case "hi":
                return "hi"
            case "ta":
                return "ta"
            case "te":
                return "te"
            case "en":
                return "en"
    return "en"
