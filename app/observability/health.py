"""Whether the parts we stand on answer."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Final

import redis.exceptions

from app.core.errors import RaptorError

PROBE_TIMEOUT_SECONDS: Final = 2.0

Probe = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class PartHealth:
    """One part: whether it answered, and if not, what it said."""

    name: str
    ok: bool
    needed: bool
    detail: str = ""


async def probe_part(name: str, probe: Probe, *, needed: bool) -> PartHealth:
    """Ask one part for a sign of life, for at most ``PROBE_TIMEOUT_SECONDS``."""
    try:
        async with asyncio.timeout(PROBE_TIMEOUT_SECONDS):
            await probe()
    except TimeoutError:
        return PartHealth(name, False, needed, f"no answer in {PROBE_TIMEOUT_SECONDS:g} s")
    except (RaptorError, redis.exceptions.RedisError, OSError) as error:
        return PartHealth(name, False, needed, type(error).__name__)
    return PartHealth(name, True, needed)


async def probe_all(database: Probe, cache: Probe) -> list[PartHealth]:
    """Database and Redis at once. Without Redis the chat still works: nothing there is needed."""
    return list(
        await asyncio.gather(
            probe_part("database", database, needed=True),
            probe_part("redis", cache, needed=False),
        )
    )
