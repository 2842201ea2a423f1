"""How often something may be done, and what happens without Redis."""

from dataclasses import replace
from datetime import timedelta

import pytest
from redis.asyncio import Redis

from app.core.errors import TooFast
from app.core.ids import uuid7
from app.observability import metrics
from app.security.rate_limiter import RateLimiter, Rule

THREE = Rule("test_three", 3, timedelta(minutes=1))


async def test_the_fourth_in_a_minute_waits(redis: Redis) -> None:
    limiter, key = RateLimiter(redis), uuid7()
    for _ in range(3):
        await limiter.hit(THREE, key)
    with pytest.raises(TooFast) as refused:
        await limiter.hit(THREE, key)
    assert 0 < refused.value.retry_after_seconds <= 60
    assert refused.value.params == {"seconds": refused.value.retry_after_seconds}
    await limiter.hit(THREE, uuid7())


async def test_forgetting_gives_a_fresh_window(redis: Redis) -> None:
    limiter, key = RateLimiter(redis), uuid7()
    for _ in range(3):
        await limiter.hit(THREE, key)
    await limiter.forget(THREE, key)
    await limiter.hit(THREE, key)


async def test_without_redis_a_rule_says_what_happens() -> None:
    limiter = RateLimiter(Redis(host="127.0.0.1", port=1, socket_connect_timeout=0.2))
    before = metrics.LIMITER_OPENED.labels(THREE.name)._value.get()
    await limiter.hit(THREE, "anybody")
    assert metrics.LIMITER_OPENED.labels(THREE.name)._value.get() == before + 1
    with pytest.raises(TooFast):
        await limiter.hit(replace(THREE, fails_open=False), "anybody")
