"""The door before the chat, asked as a browser asks: sockets, sign-out, local mode."""

from typing import Any

import pytest
from fastapi import FastAPI
from starlette.types import Message, Receive, Scope, Send

from app.api.gate import Gate
from app.core.platform import Platform
from app.security.accounts import Membership
from app.security.auth import Authenticator
from tests.fixtures.platform import Business


class Inside:
    """Stands where the application would, and remembers who was let in."""

    def __init__(self) -> None:
        self.scopes: list[Scope] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.scopes.append(scope)
        if scope["type"] == "http":
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await send({"type": "http.response.body", "body": b"inside"})


class Door:
    """A gate with an authenticator, and what is behind it."""

    def __init__(self, authenticator: Authenticator) -> None:
        self.inside = Inside()
        self.authenticator = authenticator
        self._app = FastAPI()
        self._app.state.authenticator = authenticator
        self._gate = Gate(self.inside, settings=authenticator.settings)

    async def ask(self, kind: str = "http", **scope: Any) -> list[Message]:
        sent: list[Message] = []

        async def send(message: Message) -> None:
            sent.append(message)

        async def receive() -> Message:
            return {"type": "websocket.connect" if kind == "websocket" else "http.request"}

        headers = {"host": "localhost:8000", **scope.pop("headers", {})}
        raw = [(name.encode(), value.encode()) for name, value in headers.items()]
        full: Scope = {
            "type": kind,
            "method": "GET",
            "path": "/chat",
            "query_string": b"",
            "headers": raw,
            "client": ("127.0.0.1", 5),
            "server": ("localhost", 8000),
            "scheme": "http",
            "app": self._app,
            **scope,
        }
        await self._gate(full, receive, send)
        return sent


@pytest.fixture
async def local_door(platform: Platform) -> Door:
    settings = platform.settings.model_copy(update={"environment": "local"})
    authenticator = Authenticator(settings, platform.database, platform.clock)
    await authenticator.start()
    return Door(authenticator)


@pytest.fixture
def door(platform: Platform) -> Door:
    return Door(Authenticator(platform.settings, platform.database, platform.clock))


@pytest.fixture
async def session(door: Door, tenant: Business) -> str:
    return await door.authenticator.open_session(Membership(tenant.user_id, tenant.id))


async def test_on_this_machine_nobody_types_anything(local_door: Door) -> None:
    await local_door.ask(headers={"accept": "text/html"})
    [scope] = local_door.inside.scopes
    assert scope["state"]["principal"].local
    assert (b"x-rf-peer", b"127.0.0.1") in scope["headers"]


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"origin": "https://evil.example"},
        {"x-forwarded-for": "203.0.113.9"},
    ],
)
async def test_a_stranger_who_reaches_this_machine_is_sent_away(
    local_door: Door, headers: dict[str, str]
) -> None:
    sent = await local_door.ask(headers={"accept": "text/html", **headers})
    assert local_door.inside.scopes == []
    assert sent[0]["status"] == 303


async def test_a_socket_of_another_site_is_closed(local_door: Door) -> None:
    path = "/chat/ws/socket.io/"
    sent = await local_door.ask("websocket", path=path, headers={"origin": "https://evil.example"})
    assert [message["type"] for message in sent] == ["websocket.close"]
    await local_door.ask("websocket", path=path, headers={"origin": "http://localhost:8000"})
    assert len(local_door.inside.scopes) == 1


async def test_a_session_opens_the_socket_and_nothing_else_does(door: Door, session: str) -> None:
    path, origin = "/chat/ws/socket.io/", {"origin": "http://localhost:8000"}
    for cookie in ("", "rf_session=nonsense", "rf_host=a.b.c"):
        sent = await door.ask("websocket", path=path, headers={**origin, "cookie": cookie})
        assert [message["type"] for message in sent] == ["websocket.close"]
    cookie = f"rf_session={session}"
    await door.ask("websocket", path=path, headers={**origin, "cookie": cookie})
    [scope] = door.inside.scopes
    assert scope["state"]["principal"].session_id is not None


async def test_signing_out_in_the_chat_ends_our_session(door: Door, session: str) -> None:
    headers = {"cookie": f"rf_session={session}", "origin": "http://localhost:8000"}
    sent = await door.ask(path="/chat/logout", method="POST", headers=headers)
    cookies = [value for name, value in sent[0]["headers"] if name == b"set-cookie"]
    assert any(cookie.startswith(b"rf_session=;") and b"Max-Age=0" in cookie for cookie in cookies)
    assert await door.authenticator.principal_of(headers) is None


@pytest.mark.parametrize("path", ["/chat/assets/index.js", "/chat/public/rf.css"])
async def test_what_the_page_is_made_of_is_open(door: Door, path: str) -> None:
    await door.ask(path=path)
    assert [scope["path"] for scope in door.inside.scopes] == [path]


async def test_without_a_session_data_is_refused_and_pages_lead_to_sign_in(door: Door) -> None:
    refused = await door.ask(path="/chat/project/threads", method="POST")
    page = await door.ask(path="/chat/thread/1", headers={"accept": "text/html"})
    assert (refused[0]["status"], page[0]["status"]) == (401, 303)
    assert door.inside.scopes == []
