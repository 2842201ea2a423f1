"""What is mended in Chainlit is really mended, and still there to be mended."""

from __future__ import annotations

import sys
import time
from collections.abc import AsyncIterator
from typing import Any
from uuid import uuid4

import chainlit
import pytest
from chainlit.chat_context import chat_context, chat_contexts
from chainlit.config import config
from chainlit.context import init_ws_context
from chainlit.server import app as chainlit_app
from chainlit.server import router, sio
from chainlit.session import WebsocketSession, ws_sessions_id, ws_sessions_sid
from chainlit.step import Step

from app.chat import shims
from app.chat.handlers import on_chat_end
from app.chat.mount import KEPT_ROUTES
from app.core.config import Settings


@pytest.fixture
async def heard() -> AsyncIterator[list[tuple[str, Any]]]:
    """A session, and everything that is sent to its page."""
    sent: list[tuple[str, Any]] = []

    async def emit(event: str, data: Any) -> None:
        sent.append((event, data))

    session = WebsocketSession(
        id=str(uuid4()),
        socket_id=str(uuid4()),
        emit=emit,  # type: ignore[arg-type]
        emit_call=emit,  # type: ignore[arg-type]
        user_env={},
        client_type="webapp",
        environ={},
    )
    init_ws_context(session)
    yield sent
    ws_sessions_id.pop(session.id, None)
    ws_sessions_sid.pop(session.socket_id, None)


def test_this_is_the_chainlit_that_was_read() -> None:
    assert chainlit.__version__ == "2.12.0"


async def test_nothing_sleeps_and_order_holds(
    heard: list[tuple[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(_: float) -> None:
        pytest.fail("Chainlit slept on the loop")

    shims.stop_sleeping()
    monkeypatch.setattr(time, "sleep", never)
    expected: list[str] = []
    for number in range(50):
        if number % 3:
            message = chainlit.Message(content=str(number))
            await message.send()  # type: ignore[no-untyped-call]
            expected.append(message.id)
        else:
            step = Step(name=str(number))
            await step.send()  # type: ignore[no-untyped-call]
            expected.append(step.id)
    sent = [data for event, data in heard if event == "new_message"]
    assert [data["id"] for data in sent] == expected
    stamps = [data["createdAt"] for data in sent]
    assert stamps == sorted(stamps)
    assert sys.modules["chainlit.step"].time.monotonic is time.monotonic  # the rest is the real one


async def test_a_session_leaves_nothing_behind(heard: list[tuple[str, Any]]) -> None:
    message = chainlit.Message(content="kept for ever, were it not for us")
    await message.send()  # type: ignore[no-untyped-call]
    session = shims.session_here()
    assert session.id in chat_contexts
    assert chat_context.get()
    await on_chat_end()
    assert session.id not in chat_contexts


def test_sockets_open_for_our_pages_only() -> None:
    shims.check_origins(Settings(environment="test", public_url="https://shop.example"))
    ours = sio.eio.cors_allowed_origins
    environ = {"HTTP_HOST": "localhost:8000"}
    assert ours("http://localhost:8000", environ)
    assert ours("https://shop.example", environ)
    assert not ours("https://evil.example", environ)
    assert not ours("null", environ)


@pytest.mark.parametrize("environment", ["production", "test"])
def test_the_hosts_own_cookie_is_secure_where_it_must_be(environment: str) -> None:
    shims.know_people(Settings(environment=environment))
    assert sys.modules["chainlit.auth.cookie"]._cookie_secure is (environment == "production")


async def test_an_error_is_said_in_our_words(heard: list[tuple[str, Any]]) -> None:
    said: list[str] = []

    async def say() -> None:
        said.append("ours")

    shims.say_errors(say)
    from chainlit.message import ErrorMessage

    await ErrorMessage(content="Traceback: secret", author="Error").send()  # type: ignore[no-untyped-call]
    assert said == ["ours"]
    assert heard == []


def test_the_hooks_are_ours() -> None:
    from app.chat.mount import import_host

    import_host(Settings(environment="test"))
    code = config.code
    assert code.on_chat_start is None
    assert code.password_auth_callback is None
    for hook in (code.on_message, code.on_chat_resume, code.on_chat_end, code.header_auth_callback):
        assert hook is not None
        assert hook.__module__.startswith("app.chat")
    assert not config.features.mcp.enabled
    assert not config.features.edit_message
    assert config.features.spontaneous_file_upload is not None
    assert not config.features.spontaneous_file_upload.enabled
    assert config.project.allow_origins == []
    assert config.project.session_timeout == 300


def test_routes_we_keep_are_there() -> None:
    """Chainlit's application in this process may be stripped already, by a test that mounted it."""
    routes = [*chainlit_app.router.routes, *router.routes]
    assert {getattr(route, "path", "") for route in routes} >= KEPT_ROUTES


async def test_sessions_ask_nobody_for_their_config(heard: list[tuple[str, Any]]) -> None:
    shims.share_config()
    session = shims.session_here()
    session.chat_profile = "business"
    assert session.get_config() is config
