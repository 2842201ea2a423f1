"""A model on this machine that begins to answer and then says nothing more."""

import asyncio
from types import TracebackType


class SlowModel:
    """An OpenAI-compatible endpoint: streams one token, then holds the line until ``finish``."""

    def __init__(self) -> None:
        self._server: asyncio.Server | None = None
        self._finish = asyncio.Event()
        self.asked = 0

    async def __aenter__(self) -> "SlowModel":
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0)
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._finish.set()
        if self._server is not None:
            self._server.close()

    @property
    def url(self) -> str:
        """The base URL to configure."""
        assert self._server is not None
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}/v1"

    def finish(self) -> None:
        """Drop every line that is held, in the middle of the answer: the model died."""
        self._finish.set()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        self.asked += 1
        event = (
            b'data: {"id":"1","object":"chat.completion.chunk","created":1,"model":"m","choices":'
            b'[{"index":0,"delta":{"role":"assistant","content":"Diwali"},"finish_reason":null}]}'
            b"\n\n"
        )
        writer.write(
            b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\n"
            b"Transfer-Encoding: chunked\r\n\r\n%x\r\n%b\r\n" % (len(event), event)
        )
        await writer.drain()
        await self._finish.wait()
        writer.close()
