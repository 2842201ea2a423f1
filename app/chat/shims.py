"""What Chainlit 2.12.0 does that a shop cannot live with, mended where it can be from outside.

Each shim says why. All are applied once, after Chainlit is imported and before it serves;
``tests/chat/test_shims.py`` proves that what they replace is still there to be replaced.
"""

import time
import types
from collections.abc import Awaitable, Callable
from importlib import import_module
from typing import Any, cast

import orjson
from chainlit.auth import get_current_user
from chainlit.chat_context import chat_contexts
from chainlit.config import config
from chainlit.context import get_context
from chainlit.server import app as chainlit_app
from chainlit.server import sio
from chainlit.session import WebsocketSession

from app.chat import auth
from app.core.config import Settings
from app.core.errors import OurBug
from app.security.origins import is_same_origin

SessionHook = Callable[[WebsocketSession], Awaitable[None]]


def apply(
    settings: Settings,
    *,
    on_stop: SessionHook,
    on_connected: SessionHook,
    say_error: Callable[[], Awaitable[None]],
) -> None:
    """Everything below, in one go."""
    stop_sleeping()
    know_people(settings)
    check_origins(settings)
    share_config()
    write_faster()
    replace_stop(on_stop)
    after_connection(on_connected)
    say_errors(say_error)


class _NoSleep(types.ModuleType):
    """``time`` without the nap: anything else is the real module's."""

    def __getattr__(self, name: str) -> Any:
        return getattr(time, name)

    @staticmethod
    def sleep(seconds: float) -> None:
        """Return at once."""
        del seconds


def stop_sleeping() -> None:
    """Messages and steps sleep a millisecond each when made, and the whole loop with them.

    The nap keeps creation times apart; nothing of ours is ordered by those (events have positions,
    the page shows in order of arrival), which the tests prove.
    """
    awake = _NoSleep("time")
    for module in ("chainlit.message", "chainlit.step"):
        _replace(import_module(module), "time", awake)


def forget_context(session_id: str) -> None:
    """Chainlit keeps every message of a session for ever, also after the session is gone."""
    chat_contexts.pop(session_id, None)


def know_people(settings: Settings) -> None:
    """Our session decides who somebody is, wherever Chainlit asks; its own cookie is Secure."""
    chainlit_app.dependency_overrides[get_current_user] = auth.current_user
    socket = import_module("chainlit.socket")
    _replace(socket, "_authenticate_connection", auth.authenticate_socket)
    _replace(import_module("chainlit.auth.cookie"), "_cookie_secure", settings.is_production)


def check_origins(settings: Settings) -> None:
    """Sockets are opened by our own pages only; Chainlit switches that check off."""

    def ours(origin: str | None, environ: dict[str, Any]) -> bool:
        headers = {"origin": origin or "", "host": environ.get("HTTP_HOST", "")}
        return is_same_origin(headers, settings.base_url)

    sio.eio.cors_allowed_origins = ours


def share_config() -> None:
    """A session with a profile asks for it through a loop that is running already, fails, and
    leaves a coroutine behind that nobody awaits: at every connection. We have one profile and no
    overrides."""
    _replace(WebsocketSession, "get_config", lambda _: config)


class _Json:
    """What Socket.IO wants of a JSON module."""

    @staticmethod
    def dumps(data: object, **_: object) -> str:
        """Compact JSON; Indic letters stay letters, so a card is half the bytes."""
        return orjson.dumps(data, default=str).decode()

    loads = staticmethod(orjson.loads)


def write_faster() -> None:
    """A card in an Indic script is mostly escapes in the standard module's JSON.

    Nor is a card looked through for raw bytes, value by value: none is ever sent, and one that
    came to be would fail loudly in the JSON.
    """
    events, frames = (
        import_module(module).Packet for module in ("socketio.packet", "engineio.packet")
    )
    _replace(events, "json", _Json)
    _replace(frames, "json", _Json)
    _replace(events, "uses_binary_events", False)


def replace_stop(on_stop: SessionHook) -> None:
    """Chainlit posts an English line, cancels the task that shows the end, and only then tells us.

    Here the turn is stopped, and its own last events say so in her language.
    """

    async def stop(sid: str) -> None:
        if session := WebsocketSession.get(sid):
            await on_stop(session)

    sio.on("stop", stop)


def after_connection(then: SessionHook) -> None:
    """Run ``then`` once the page has what it resumes; what is sent before would be overwritten."""
    connected = sio.handlers["/"]["connection_successful"]

    async def connection_successful(sid: str) -> None:
        await connected(sid)
        if session := WebsocketSession.get(sid):
            await then(session)

    sio.on("connection_successful", connection_successful)


def say_errors(say: Callable[[], Awaitable[None]]) -> None:
    """Chainlit shows an error's own English words; ``say`` shows a sentence of ours instead."""

    class Spoken:
        """Stands in for ``ErrorMessage``: whatever it is given, it says the one sentence."""

        def __init__(self, content: str, author: str = "", **_: object) -> None:
            self.content = content
            self.author = author

        async def send(self) -> None:
            """Say it to the session of the running task."""
            await say()

    for module in ("chainlit.message", "chainlit.socket"):
        _replace(import_module(module), "ErrorMessage", Spoken)


def session_here() -> WebsocketSession:
    """The session of the running task."""
    return cast(WebsocketSession, get_context().session)


def _replace(owner: Any, name: str, value: object) -> None:
    """Put ``value`` in the place of something of Chainlit's, which must be there.

    Raises OurBug when it is not: a newer Chainlit does this differently, so look again.
    """
    if not hasattr(owner, name):
        raise OurBug(
            "host_changed", detail=f"Chainlit has no {owner!r}.{name}; mend app.chat.shims"
        )
    setattr(owner, name, value)
