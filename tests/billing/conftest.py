"""Shops that pay."""

from collections.abc import AsyncIterator

import pytest
from redis.asyncio import Redis

from app.billing import hooks
from app.core.platform import Platform
from tests.billing.shop import PURPOSE, Grants, Shop, make_shop
from tests.fixtures.platform import Business


@pytest.fixture
async def shop(platform: Platform, tenant: Business, redis: Redis) -> AsyncIterator[Shop]:
    """A fresh shop."""
    made = make_shop(platform, tenant, redis)
    yield made
    await made.world.client.aclose()


@pytest.fixture
def grants(monkeypatch: pytest.MonkeyPatch) -> Grants:
    """What the hooks granted in this test."""
    found = Grants()
    monkeypatch.setitem(hooks._ORDERS, PURPOSE, [found.order])
    monkeypatch.setitem(hooks._REFUNDS, PURPOSE, [found.refund])
    return found
