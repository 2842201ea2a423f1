"""The vendor of a test."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from app.core.clock import FrozenClock
from tests.payments.world import World, make_world


@pytest.fixture
async def world(clock: FrozenClock, redis: Redis) -> AsyncIterator[World]:
    """A fresh simulator and a gateway to it."""
    made = make_world(clock, redis)
    yield made
    await made.client.aclose()
