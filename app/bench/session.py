"""One browser tab without the browser: Socket.IO as Chainlit's page speaks it.

Engine.IO 4 frames are text: `0…` open, `2` ping, `3` pong, `4…` a Socket.IO packet; of those `40`
connects, `42[name, data]` is an event (a number before the bracket asks for an acknowledgement).
Read from the installed python-engineio 4.15 and Chainlit 2.12 on 2026-11-23.
"""

import asyncio
import json
import time
import uuid
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

LOOPBACK = {"127.0.0.1", "localhost", "::1"}
CARD, NOTICE = "DraftCard", "Notice"


class SessionLost(ConnectionError):
    """The socket closed, or the server refused the handshake."""


@dataclass(frozen=True)
class Turn:
    """How long one message took, in seconds from `since`; `draft` is None when no card came."""

    first: float
    draft: float | None
    whole: float
    said: tuple[str, ...]


class ChatSession:
    """A tab that connects, says one thing at a time and hears everything.

    `url` is the chat's address on the loopback, `cookie` the header a signed-in browser would send.
    """

    def __init__(self, url: str, *, cookie: str = "", seconds: float = 30.0) -> None:
        if urlsplit(url).hostname not in LOOPBACK:
            msg = f"{url}: a benchmark never leaves this machine"
            raise ValueError(msg)
        self._url = url
        self._cookie = cookie
        self._seconds = seconds
        self._socket: ClientConnection | None = None
        self._reader: asyncio.Task[None] | None = None
        self._heard: asyncio.Queue[tuple[float, str, Any]] = asyncio.Queue()

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        at: TracebackType | None,
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Connects and goes through what the page does before a person can type."""
        parts = urlsplit(self._url)
        address = (
            f"ws://{parts.netloc}{parts.path.rstrip('/')}/ws/socket.io/?EIO=4&transport=websocket"
        )
        self._socket = await connect(
            address,
            additional_headers={"Cookie": self._cookie} if self._cookie else None,
            origin=f"http://{parts.netloc}",  # type: ignore[arg-type]  # a NewType of str
            compression=None,
            max_size=None,
            ping_interval=None,
            open_timeout=self._seconds,
        )
        self._expect(await self._receive(), "0")
        who = {
            "clientType": "webapp",
            "sessionId": str(uuid.uuid4()),
            "threadId": "",
            "userEnv": "{}",
            "chatProfile": "",
        }
        await self._socket.send("40" + json.dumps(who))
        self._expect(await self._receive(), "40")
        self._reader = asyncio.create_task(self._read())
        await self._emit("connection_successful")
        await self._wait_for("task_end")

    async def say(self, text: str, *, since: float | None = None) -> Turn:
        """Sends a message and follows the turn to its end.

        `since`: when it was meant to be sent, so that waiting in front of a busy client counts.
        Raises TimeoutError, or SessionLost when the socket closes meanwhile.
        """
        while not self._heard.empty():
            self._heard.get_nowait()
        since = time.perf_counter() if since is None else since
        await self._emit("client_message", {"message": _message(text), "fileReferences": []})
        return await asyncio.wait_for(self._follow(since), self._seconds)

    async def _follow(self, since: float) -> Turn:
        first = draft = None
        said: list[str] = []
        while True:
            at, event, data = await self._next()
            if event == "new_message" and data.get("type") == "assistant_message":
                first = first or at
                said.append(str(data.get("output") or ""))
            elif event == "element" and data.get("name") == CARD:
                draft = at
            elif event == "element" and data.get("name") == NOTICE:
                said.append(str(data.get("props", {}).get("text") or ""))
            elif event == "task_end":
                return Turn(
                    first=(first or at) - since,
                    draft=None if draft is None else draft - since,
                    whole=at - since,
                    said=tuple(said),
                )

    async def close(self) -> None:
        """Closes the socket and its reader; safe to repeat."""
        if self._socket is not None:
            await self._socket.close()
        if self._reader is not None:
            self._reader.cancel()
            with suppress(asyncio.CancelledError):
                await self._reader

    async def _wait_for(self, event: str) -> None:
        async with asyncio.timeout(self._seconds):
            while (await self._next())[1] != event:
                continue

    async def _next(self) -> tuple[float, str, Any]:
        heard = await self._heard.get()
        if heard[1] == "closed":
            raise SessionLost(str(heard[2]))
        return heard

    async def _read(self) -> None:
        socket = self._open_socket()
        try:
            async for frame in socket:
                text = str(frame)
                if text == "2":
                    await socket.send("3")
                elif text.startswith("42"):
                    name, data = _event(text)
                    self._heard.put_nowait((time.perf_counter(), name, data))
        except ConnectionClosed as closed:
            self._heard.put_nowait((time.perf_counter(), "closed", closed))
            return
        self._heard.put_nowait((time.perf_counter(), "closed", "the server closed the socket"))

    async def _receive(self) -> str:
        return str(await asyncio.wait_for(self._open_socket().recv(), self._seconds))

    async def _emit(self, event: str, data: Mapping[str, Any] | None = None) -> None:
        packet = [event] if data is None else [event, data]
        try:
            await self._open_socket().send("42" + json.dumps(packet))
        except ConnectionClosed as closed:
            raise SessionLost(str(closed)) from closed

    def _open_socket(self) -> ClientConnection:
        if self._socket is None:
            msg = "open() first"
            raise SessionLost(msg)
        return self._socket

    @staticmethod
    def _expect(frame: str, start: str) -> None:
        if not frame.startswith(start):
            raise SessionLost(frame[:200])


def _event(frame: str) -> tuple[str, Any]:
    """Name and first argument of a `42…` frame."""
    values = json.loads(frame[frame.index("[") :])
    return str(values[0]), values[1] if len(values) > 1 and values[1] is not None else {}


def _message(text: str) -> dict[str, Any]:
    """A message as the page makes it."""
    return {
        "id": str(uuid.uuid4()),
        "threadId": "",
        "parentId": None,
        "name": "User",
        "type": "user_message",
        "output": text,
        "createdAt": time.strftime("%Y-%m-%dT%H:%M:%S.000Z", time.gmtime()),
        "start": None,
        "end": None,
        "streaming": False,
        "metadata": {},
    }
