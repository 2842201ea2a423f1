"""Stop signals between replicas, over Redis. A signal lost is a turn that runs to its end."""

import asyncio
from collections.abc import Callable
from typing import Final
from uuid import UUID

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

CHANNEL: Final = "raptorflow:cancel"
RETRY_SECONDS: Final = 1.0
CLOSE_SECONDS: Final = 0.2

Listener = Callable[[UUID, UUID, str], None]

_log = structlog.get_logger(__name__)


class CancelBus:
    """Publishes and hears Stop signals: (turn, tenant, who)."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._task: asyncio.Task[None] | None = None
        self.listening = asyncio.Event()

    def listen(self, heard: Listener) -> None:
        """Call ``heard`` for every signal, from now until ``close``."""
        if self._task is None:
            self._task = asyncio.create_task(self._listen(heard), name="cancel-bus")

    async def publish(self, turn_id: UUID, tenant_id: UUID, by: str) -> bool:
        """Tell every replica; False when Redis is away."""
        message = orjson.dumps({"turn": str(turn_id), "tenant": str(tenant_id), "by": by})
        try:
            await self._redis.publish(CHANNEL, message)
        except (RedisError, OSError) as error:
            _log.warning("cancel signal not sent", turn_id=str(turn_id), error=str(error))
            return False
        return True

    async def close(self) -> None:
        """Hear no more."""
        task, self._task = self._task, None
        while task is not None and not task.done():
            # redis-py loses a cancellation that comes while it connects, so it may take two.
            task.cancel()
            await asyncio.wait({task}, timeout=CLOSE_SECONDS)

    async def _listen(self, heard: Listener) -> None:
        while True:
            try:
                await self._hear(heard)
            except (RedisError, OSError) as error:
                _log.warning("cancel signals not heard", error=str(error))
            self.listening.clear()
            await asyncio.sleep(RETRY_SECONDS)

    async def _hear(self, heard: Listener) -> None:
        pubsub = self._redis.pubsub(ignore_subscribe_messages=True)
        try:
            await pubsub.subscribe(CHANNEL)
            self.listening.set()
            while True:
                message = await pubsub.get_message(timeout=None)
                if message is not None:
                    signal = orjson.loads(message["data"])
                    heard(UUID(signal["turn"]), UUID(signal["tenant"]), str(signal["by"]))
        finally:
            await pubsub.aclose()  # type: ignore[no-untyped-call]  # redis-py has no hint here
