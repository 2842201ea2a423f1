"""One small server that speaks Gemini on Vertex AI and OpenAI's chat protocol, over REST and SSE.

Hand-written from what the clients expect: it proves address, credentials, streaming and how
failures are taken, not how the vendors behave.
"""

import asyncio
import json
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any, Literal

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route

Fault = Literal["none", "429", "500", "cut", "empty", "garbage", "unfinished"]


@dataclass
class Vendors:
    """What the server answers, and what it was asked."""

    text: str = "Namaste"
    fault: Fault = "none"
    asked: list[dict[str, Any]] = field(default_factory=list)
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def pieces(self) -> list[str]:
        size = max(1, len(self.text) // 4)
        return [self.text[at : at + size] for at in range(0, len(self.text), size)]

    async def gemini(self, request: Request) -> Response:
        return await self._answer(request, "gemini", self._gemini_piece)

    async def openai(self, request: Request) -> Response:
        return await self._answer(request, "openai", self._openai_piece)

    async def _answer(self, request: Request, vendor: str, piece: Any) -> Response:
        body = await request.json()
        self.asked.append(
            {
                "vendor": vendor,
                "path": request.url.path,
                "authorization": request.headers.get("authorization", ""),
                "body": body,
            }
        )
        if self.fault in ("429", "500"):
            status = int(self.fault)
            error = {"error": {"code": status, "message": "no", "status": "RESOURCE_EXHAUSTED"}}
            return JSONResponse(error, status, headers={"retry-after": "30"})
        return StreamingResponse(self._stream(vendor, piece), media_type="text/event-stream")

    async def _stream(self, vendor: str, piece: Any) -> AsyncIterator[bytes]:
        if self.fault == "garbage":
            yield b"data: {not json\n\n"
            return
        pieces = [] if self.fault == "empty" else self.pieces()
        for number, words in enumerate(pieces):
            if self.fault == "cut" and number == 2:
                msg = "the wire is cut"
                raise ConnectionResetError(msg)
            yield _sse(piece(words, last=False))
            await asyncio.sleep(0)
        if self.fault == "unfinished":
            return
        yield _sse(piece("", last=True))
        if vendor == "openai":
            yield b"data: [DONE]\n\n"

    @staticmethod
    def _gemini_piece(words: str, *, last: bool) -> dict[str, Any]:
        candidate: dict[str, Any] = {
            "index": 0,
            "content": {"role": "model", "parts": [{"text": words}]},
        }
        if last:
            candidate["finishReason"] = "STOP"
        usage = {"promptTokenCount": 10, "candidatesTokenCount": 5, "totalTokenCount": 15}
        return {"candidates": [candidate], "usageMetadata": usage, "modelVersion": "fake"}

    @staticmethod
    def _openai_piece(words: str, *, last: bool) -> dict[str, Any]:
        delta = {} if last else {"role": "assistant", "content": words}
        choice = {"index": 0, "delta": delta, "finish_reason": "stop" if last else None}
        return {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "fake",
            "choices": [choice],
        }


def _sse(payload: dict[str, Any]) -> bytes:
    return f"data: {json.dumps(payload, ensure_ascii=False)}\n\n".encode()


@contextmanager
def serve_vendors() -> Iterator[Vendors]:
    """The server, on a free port of this machine, in a thread of its own."""
    vendors = Vendors()
    app = Starlette(
        routes=[
            Route("/v1/chat/completions", vendors.openai, methods=["POST"]),
            Route("/{rest:path}", vendors.gemini, methods=["POST"]),
        ]
    )
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_level="critical", lifespan="off")
    server = uvicorn.Server(config)
    sockets = [config.bind_socket()]
    vendors.port = sockets[0].getsockname()[1]
    thread = threading.Thread(target=server.run, kwargs={"sockets": sockets}, daemon=True)
    thread.start()
    try:
        yield vendors
    finally:
        server.should_exit = True
        thread.join(timeout=10)
