"""How often something may be done, counted in Redis over a moving window.

Every rule is a value below: what it counts, how many in how long, and what happens when Redis is
away. All of ours fail open: a shop that cannot write is worse than a burst that gets through, and
``raptorflow_rate_limiter_opened`` tells the operator.
"""

import math
import time
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import redis.exceptions
import structlog
from limits import RateLimitItemPerSecond
from limits.aio.storage import RedisStorage
from limits.aio.strategies import MovingWindowRateLimiter
from redis.asyncio import Redis

from app.core.errors import TooFast
from app.observability import metrics

log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rule:
    """At most ``amount`` in any ``per``; ``fails_open`` says what happens without Redis."""

    name: str
    amount: int
    per: timedelta
    fails_open: bool = True


# Ten tries let someone find the right spelling of a forgotten password; a guesser gets 40 an hour.
SIGN_IN: Final = Rule("sign_in", 10, timedelta(minutes=15))
# One address may be a whole market behind one mobile operator's gateway.
SIGN_IN_FROM: Final = Rule("sign_in_from", 100, timedelta(minutes=15))
SIGN_UP_FROM: Final = Rule("sign_up_from", 20, timedelta(hours=1))
# Faster than anybody types, slower than a loop.
MESSAGES: Final = Rule("messages", 30, timedelta(minutes=1))
API_CALLS: Final = Rule("api_calls", 600, timedelta(minutes=1))


class RateLimiter:
    """Counts by rule and key."""

    def __init__(self, client: Redis) -> None:
        storage = RedisStorage(
            "async+redis://",
            implementation="redispy",
            key_prefix="rf:limit",
            connection_pool=client.connection_pool,  # type: ignore[arg-type]
        )
        self._window = MovingWindowRateLimiter(storage)

    async def hit(self, rule: Rule, *key: object) -> None:
        """Count one use of ``rule`` by ``key``.

        Raises TooFast ``too_fast`` with the seconds to wait when the window is full.
        """
        item = RateLimitItemPerSecond(rule.amount, int(rule.per.total_seconds()))
        names = (rule.name, *map(str, key))
        try:
            if await self._window.hit(item, *names):
                return
            window = await self._window.get_window_stats(item, *names)
        except (redis.exceptions.RedisError, OSError) as error:
            log.warning("rate_limiter.away", action="limit", rule=rule.name, error=repr(error))
            if rule.fails_open:
                metrics.LIMITER_OPENED.labels(rule.name).inc()
                return
            raise TooFast("too_fast", retry_after_seconds=60) from error
        metrics.RATE_LIMITED.labels(rule.name).inc()
        raise TooFast("too_fast", retry_after_seconds=_seconds_until(window.reset_time))

    async def forget(self, rule: Rule, *key: object) -> None:
        """Give ``key`` a fresh window, as after a right password."""
        item = RateLimitItemPerSecond(rule.amount, int(rule.per.total_seconds()))
        try:
            await self._window.clear(item, rule.name, *map(str, key))
        except (redis.exceptions.RedisError, OSError) as error:
            log.warning("rate_limiter.away", action="forget", rule=rule.name, error=repr(error))


def _seconds_until(reset_time: float) -> int:
    # The window lives on Redis's clock, which `limits` reports as Unix time, so this is the one
    # place where the machine's clock and not an injected one is right.
    return max(1, math.ceil(reset_time - time.time()))
