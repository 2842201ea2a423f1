"""Redis: what can be lost. Cancel signals, rate limits, caches; never the only copy of anything."""

from typing import Final

from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import ExponentialWithJitterBackoff
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from app.core.errors import Unavailable

CONNECT_TIMEOUT_SECONDS: Final = 2.0
ANSWER_TIMEOUT_SECONDS: Final = 5.0
HEALTH_CHECK_SECONDS: Final = 30
RETRIES: Final = 2  # within a fraction of a second: a restart of Redis is over by then


def connect_redis(url: str) -> Redis:
    """A client for ``redis://``, ``rediss://`` or ``unix://``; answers are bytes.

    Connections are opened when first used and opened again after a failure.
    """
    return Redis.from_url(
        url,
        socket_connect_timeout=CONNECT_TIMEOUT_SECONDS,
        socket_timeout=ANSWER_TIMEOUT_SECONDS,
        health_check_interval=HEALTH_CHECK_SECONDS,
        retry=Retry(ExponentialWithJitterBackoff(cap=0.2, base=0.01), RETRIES),
        retry_on_error=[RedisConnectionError, RedisTimeoutError],
    )


async def ping_redis(client: Redis) -> None:
    """Ask Redis for a sign of life.

    Raises:
        Unavailable: ``redis_away``.
    """
    try:
        await client.ping()
    except (RedisError, OSError) as error:
        raise Unavailable("redis_away", detail=f"Redis cannot be reached: {error}") from error
