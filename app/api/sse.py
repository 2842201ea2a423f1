"""Server-sent events (WHATWG HTML, 9.2): one typed event of a turn a frame."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from typing import Any, Final

import orjson
from fastapi.responses import StreamingResponse

from app.core.errors import InputError

MEDIA_TYPE: Final = "text/event-stream"
# Proxies close what is silent for a minute; phones' networks sooner.
HEARTBEAT_SECONDS: Final = 15.0
_HEADERS: Final = {"cache-control": "no-store", "x-accel-buffering": "no"}


def wants_stream(accept: str) -> bool:
    """Whether the caller asks for events instead of one object.

    Raises InputError ``not_acceptable`` when neither form would do.
    """
    kinds = {part.partition(";")[0].strip().lower() for part in accept.split(",") if part.strip()}
    if MEDIA_TYPE in kinds:
        return True
    if not kinds or kinds & {"*/*", "application/*", "application/json"}:
        return False
    raise InputError("not_acceptable", detail="accept application/json or text/event-stream")


def frame(name: str, data: Mapping[str, Any]) -> bytes:
    """One event as it goes over the wire."""
    return b"event: " + name.encode() + b"\ndata: " + orjson.dumps(data) + b"\n\n"


def stream(frames: AsyncIterator[bytes]) -> StreamingResponse:
    """An answer that sends the frames as they come, with a comment whenever it is quiet."""
    return StreamingResponse(_with_heartbeat(frames), media_type=MEDIA_TYPE, headers=_HEADERS)


async def _with_heartbeat(frames: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    upcoming: asyncio.Task[bytes | None] = asyncio.create_task(_next(frames))
    try:
        while True:
            done, _ = await asyncio.wait({upcoming}, timeout=HEARTBEAT_SECONDS)
            if not done:
                yield b": wait\n\n"
                continue
            found = upcoming.result()
            if found is None:
                return
            yield found
            upcoming = asyncio.create_task(_next(frames))
    finally:
        upcoming.cancel()


async def _next(frames: AsyncIterator[bytes]) -> bytes | None:
    return await anext(frames, None)
