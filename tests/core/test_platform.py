"""The session's platform itself."""

from app.core.platform import Platform


async def test_the_platform_serves_both(platform: Platform) -> None:
    await platform.database.ping()
    assert await platform.redis.ping()
