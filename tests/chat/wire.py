"""A page without a browser: Socket.IO frames over a web socket, and the HTTP calls of the cards."""

from __future__ import annotations

import asyncio
import json
from typing import Any
from uuid import uuid4

import aiohttp

from tests.chat.front import Front
from tests.fixtures.waiting import eventually

PATIENCE = 60.0


class Wire:
    """One open page of the chat, as Chainlit's front end talks to the server."""

    def __init__(
        self, url: str, http: aiohttp.ClientSession, cookie: str, *, language: str = "en-IN"
    ) -> None:
        self.url = url
        self.front = Front()
        self.session_id = str(uuid4())
        self.headers = {
            "Cookie": cookie,
            "Origin": url.removesuffix("/chat"),
            "Accept-Language": language,
        }
        self.thread_id = ""
        self.finished = asyncio.Event()
        self.resumed = asyncio.Event()
        self.windows: list[Any] = []
        self._http = http
        self._socket: aiohttp.ClientWebSocketResponse | None = None
        self._reading: asyncio.Task[None] | None = None
        self._opened_as = ""

    async def open(self, thread_id: str = "") -> Wire:
        """Open the page, on a thread or a new one."""
        self.finished.clear()
        self.resumed.clear()
        address = f"{self.url}/ws/socket.io/?EIO=4&transport=websocket"
        self._socket = await self._http.ws_connect(address, headers=self.headers)
        await self._socket.receive_str()
        known = {
            "clientType": "webapp",
            "sessionId": self.session_id,
            "threadId": thread_id or self.thread_id,
            "userEnv": "{}",
            "chatProfile": "business",
        }
        await self._socket.send_str("40" + json.dumps(known))
        greeting = await self._socket.receive_str()
        if not greeting.startswith("40"):
            raise ConnectionRefusedError(greeting)
        self._opened_as = self.session_id
        self._reading = asyncio.create_task(self._read())
        await self._emit("connection_successful")
        await asyncio.wait_for(self.finished.wait(), PATIENCE)
        if known["threadId"]:
            await asyncio.wait_for(self.resumed.wait(), PATIENCE)
        return self

    async def close(self) -> None:
        """The network goes away; nothing is said."""
        assert self._socket is not None
        await self._socket.close()
        if self._reading is not None:
            await asyncio.wait({self._reading})

    async def say(self, words: str, *, message_id: str | None = None, command: str = "") -> str:
        """Send a message and wait until the page may be typed in again."""
        name = await self.start(words, message_id=message_id, command=command)
        await self.settled()
        return name

    async def start(self, words: str, *, message_id: str | None = None, command: str = "") -> str:
        """Send a message."""
        message: dict[str, Any] = {
            "id": message_id or str(uuid4()),
            "threadId": "",
            "name": "User",
            "type": "user_message",
            "output": words,
            "createdAt": "2026-10-26T05:00:00Z",
            "metadata": {},
            "command": command or None,
            "parentId": None,
            "streaming": False,
            "start": None,
            "end": "now",
        }
        self.front.hear("new_message", message)
        self.finished.clear()
        await self._emit("client_message", {"message": message, "fileReferences": []})
        return str(message["id"])

    async def settled(self) -> None:
        """Wait for the end of what was begun."""
        await asyncio.wait_for(self.finished.wait(), PATIENCE)

    async def stop(self) -> None:
        """Press Stop."""
        await self._emit("stop")

    async def tap(self, name: str, **payload: Any) -> Any:
        """Tap a button of a card; returns the answer's ``response``."""
        answer = await self.post(
            "/project/action",
            {"sessionId": self.session_id, "action": {"name": name, "payload": payload}},
        )
        assert answer["status"] == 200, answer
        response = answer["response"]
        if self._session_is_known and (props := response.get("props")):

            async def arrived() -> bool:
                # Painted at some time: another tap may have painted over it since.
                return any(
                    event == "element" and data["props"] == props
                    for event, data in self.front.heard
                )

            await eventually(arrived)
        elif self._session_is_known:
            await self.settled()
        return response

    @property
    def _session_is_known(self) -> bool:
        """Whether the taps carry the id of the socket that is open."""
        return self.session_id == self._opened_as

    async def post(self, path: str, body: Any, method: str = "POST") -> dict[str, Any]:
        """Any call of the page: its JSON, and the status under ``status``."""
        async with self._http.request(
            method, f"{self.url}{path}", json=body, headers=self.headers
        ) as answer:
            return {**(await answer.json()), "status": answer.status}

    async def get(self, path: str) -> dict[str, Any]:
        """A page's own GET, as JSON."""
        async with self._http.get(f"{self.url}{path}", headers=self.headers) as answer:
            return dict(await answer.json())

    def cards(self, name: str) -> list[dict[str, Any]]:
        """The props of the cards of that name, in order of arrival."""
        return [card["props"] for card in self.front.elements.values() if card["name"] == name]

    def shows(self, words: str) -> bool:
        """Whether these words stand somewhere among the messages and steps."""
        return any(words in str(part) for part in self.front.shown())

    async def front_shows(self, words: str) -> None:
        """Wait until they do."""

        async def they_do() -> bool:
            return self.shows(words)

        await eventually(they_do)

    async def has_cards(self, name: str, count: int) -> None:
        """Wait for that many cards of the name, with no message still being written."""

        async def there() -> bool:
            writing = [m for m in self.front.messages if m["streaming"] or self._is_doubled(m)]
            return len(self.cards(name)) == count and self.finished.is_set() and not writing

        await eventually(there)

    def _is_doubled(self, message: dict[str, Any]) -> bool:
        """Whether a message shows its text and its card: the text is about to go."""
        owners = {card["forId"] for card in self.front.elements.values()}
        return message["id"] in owners and bool(message["output"])

    async def _emit(self, event: str, data: Any = None) -> None:
        assert self._socket is not None
        packet = [event] if data is None else [event, data]
        await self._socket.send_str("42" + json.dumps(packet))

    async def _read(self) -> None:
        assert self._socket is not None
        async for message in self._socket:
            if message.type is not aiohttp.WSMsgType.TEXT:
                continue
            if message.data == "2":
                await self._socket.send_str("3")
            elif message.data.startswith("42"):
                event, *data = json.loads(message.data[2:])
                self._hear(event, data[0] if data else None)

    def _hear(self, event: str, data: Any) -> None:
        self.front.hear(event, data)
        match event:
            case "task_end":
                self.finished.set()
            case "task_start":
                self.finished.clear()
            case "first_interaction":
                self.thread_id = data["thread_id"]
            case "window_message":
                self.windows.append(data)
            case "resume_thread" | "resume_thread_error":
                self.resumed.set()
