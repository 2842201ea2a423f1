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

Fault = Literal[
    "none",
    "429",
    "500",
    "cut",
    "empty",
    "garbage",
    "unfinished",
    "slow",
    "safety",
    "blocked",
    "no_candidate",
    "usage",
    "too_long",
]
"""``slow`` says nothing for ever, ``safety`` stops at the end, ``blocked`` before the first word,
``usage`` tells numbers of tokens that cannot be."""

Asked = tuple[str, dict[str, Any]]
"""A tool the model asks for: its name and arguments."""

_FINISH = {"safety": ("SAFETY", "content_filter"), "too_long": ("MAX_TOKENS", "length")}


@dataclass
class Vendors:
    """What the server answers, and what it was asked."""

    text: str = "Namaste"
    fault: Fault = "none"
    tools: tuple[Asked, ...] = ()
    looks_up: tuple[Asked, ...] = ()
    by_model: dict[str, tuple[Fault, str]] = field(default_factory=dict)
    rest: str = "30"
    asked: list[dict[str, Any]] = field(default_factory=list)
    hung_up: int = 0
    port: int = 0

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def reset(self) -> None:
        """Well again, and as if never asked."""
        self.text, self.fault, self.rest = "Namaste", "none", "30"
        self.tools = self.looks_up = ()
        self.by_model.clear()
        self.asked.clear()
        self.hung_up = 0

    def pieces(self) -> list[str]:
        return _cut_up(self.text)

    async def gemini(self, request: Request) -> Response:
        return await self._answer(request, "gemini", self._gemini_piece)

    async def openai(self, request: Request) -> Response:
        return await self._answer(request, "openai", self._openai_piece)

    async def _answer(self, request: Request, vendor: str, piece: Any) -> Response:
        body = await request.json()
        model = body.get("model") or request.url.path.rpartition("/")[2].partition(":")[0]
        fault, words = self.by_model.get(model, (self.fault, ""))
        self.asked.append(
            {
                "vendor": vendor,
                "model": model,
                "path": request.url.path,
                "authorization": request.headers.get("authorization", ""),
                "body": body,
            }
        )
        if fault in ("429", "500"):
            status = int(fault)
            error = {"error": {"code": status, "message": "no", "status": "RESOURCE_EXHAUSTED"}}
            headers = {"retry-after": self.rest} if fault == "429" else {}
            return JSONResponse(error, status, headers=headers)
        size = len(json.dumps(body, ensure_ascii=False))
        pieces = _cut_up(words) if words else self.pieces()
        tools = self.tools or (self.looks_up if _may_look_up(body) else ())
        stream = self._stream(vendor, piece, fault, [] if tools else pieces, size, tools)
        return StreamingResponse(stream, media_type="text/event-stream")

    async def _stream(
        self,
        vendor: str,
        piece: Any,
        fault: Fault,
        pieces: list[str],
        size: int,
        tools: tuple[Asked, ...],
    ) -> AsyncIterator[bytes]:
        if fault == "slow":
            try:
                await asyncio.Event().wait()
            finally:
                self.hung_up += 1
        if fault == "garbage":
            yield b"data: {not json\n\n"
            return
        usage = _usage(size, sum(len(each) for each in pieces), wrong=fault == "usage")
        if fault in ("blocked", "no_candidate"):
            yield _sse(_nothing(vendor, usage, blocked=fault == "blocked"))
            return
        for number, words in enumerate([] if fault == "empty" else pieces):
            if fault == "cut" and number == 2:
                msg = "the wire is cut"
                raise ConnectionResetError(msg)
            yield _sse(piece(words, last=False))
            await asyncio.sleep(0)
        if fault == "unfinished":
            return
        last = piece("", last=True)
        self._finish(vendor, last, fault, usage, tools)
        yield _sse(last)
        if vendor == "openai":
            yield _sse({**last, "choices": [], "usage": usage["openai"]})
            yield b"data: [DONE]\n\n"

    @staticmethod
    def _finish(
        vendor: str, last: dict[str, Any], fault: Fault, usage: Any, tools: tuple[Asked, ...]
    ) -> None:
        """Why it ended, what it used, and which tools it asks for."""
        gemini, openai = _FINISH.get(fault, ("STOP", "tool_calls" if tools else "stop"))
        if vendor == "openai":
            last["choices"][0]["finish_reason"] = openai
            last["choices"][0]["delta"] = {"tool_calls": _openai_calls(tools)}
            return
        last["usageMetadata"] = usage["gemini"]
        last["candidates"][0]["finishReason"] = gemini
        if tools:
            last["candidates"][0]["content"]["parts"] = [
                {"functionCall": {"name": name, "args": arguments}} for name, arguments in tools
            ]

    @staticmethod
    def _gemini_piece(words: str, *, last: bool) -> dict[str, Any]:
        candidate: dict[str, Any] = {
            "index": 0,
            "content": {"role": "model", "parts": [{"text": words}]},
        }
        del last
        return {"candidates": [candidate], "modelVersion": "fake"}

    @staticmethod
    def _openai_piece(words: str, *, last: bool) -> dict[str, Any]:
        delta = {} if last else {"role": "assistant", "content": words}
        choice = {"index": 0, "delta": delta, "finish_reason": None}
        return {
            "id": "c1",
            "object": "chat.completion.chunk",
            "created": 1,
            "model": "fake",
            "choices": [choice],
        }


def _may_look_up(body: dict[str, Any]) -> bool:
    """Whether tools are offered and none has answered yet."""
    told = json.dumps([body.get("messages"), body.get("contents")])
    return (
        bool(body.get("tools")) and '"role": "tool"' not in told and "functionResponse" not in told
    )


def _cut_up(text: str) -> list[str]:
    size = max(1, len(text) // 4)
    return [text[at : at + size] for at in range(0, len(text), size)]


def _usage(prompt_chars: int, answer_chars: int, *, wrong: bool) -> dict[str, dict[str, Any]]:
    """What a vendor would count: about a token for three characters; or what no vendor can."""
    read, written = (1, 10**9) if wrong else (prompt_chars // 3, answer_chars // 3)
    return {
        "gemini": {
            "promptTokenCount": read,
            "candidatesTokenCount": written,
            "totalTokenCount": read + written,
        },
        "openai": {
            "prompt_tokens": read,
            "completion_tokens": written,
            "total_tokens": read + written,
        },
    }


def _nothing(vendor: str, usage: Any, *, blocked: bool) -> dict[str, Any]:
    """An answer without a candidate; where it is blocked, with the reason."""
    if vendor == "openai":
        made = Vendors._openai_piece("", last=True)
        if blocked:
            made["choices"][0]["finish_reason"] = "content_filter"
        return made if blocked else {**made, "choices": []}
    feedback = {"promptFeedback": {"blockReason": "SAFETY"}} if blocked else {}
    return {"candidates": [], "usageMetadata": usage["gemini"], "modelVersion": "fake", **feedback}


def _openai_calls(tools: tuple[Asked, ...]) -> list[dict[str, Any]]:
    return [
        {
            "index": place,
            "id": f"call_{place}",
            "type": "function",
            "function": {"name": name, "arguments": json.dumps(arguments)},
        }
        for place, (name, arguments) in enumerate(tools)
    ]


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
    config = uvicorn.Config(app, host="127.0.0.1", port=0, log_config=None, lifespan="off")
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
