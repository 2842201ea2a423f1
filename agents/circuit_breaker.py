"""Circuit breakers of models, one a provider and model, shared by every process through Redis.

The state is one value in Redis, changed by compare-and-set, so that all processes together send a
sick model no more than ``breaker_state`` allows. While Redis is away each process goes on alone
from what it knew last. Whoever must wait for a model to prove itself queues here, and only the
first of the queue asks Redis.
"""

import asyncio
import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

from agents.breaker_state import Attempt, BreakerState, Passage
from agents.model_calls import BreakerMoved
from app.core.clock import Clock, SystemClock
from app.core.ids import uuid7
from app.observability import metrics

KEY: Final = "raptorflow:breaker:{}:{}"
KEPT_SECONDS: Final = 900
MOST_WAIT_SECONDS: Final = 3.0  # then the next model is asked
POLL_SECONDS: Final = 0.05  # how often the first of a queue asks what other processes heard
REDIS_SECONDS: Final = 0.3
ALONE_MS: Final = 5_000  # Redis was away: not asked again for so long
BELIEVED_MS: Final = 1_000  # an open breaker is known to be open without asking
TRIES: Final = 50

_COMPARE_AND_SET: Final = """
local found = redis.call('GET', KEYS[1]) or ''
if found ~= ARGV[1] then return 0 end
redis.call('SET', KEYS[1], ARGV[2], 'EX', ARGV[3])
return 1
"""

_log = structlog.get_logger(__name__)


@dataclass
class _Known:
    """What this process knows of one breaker."""

    state: BreakerState
    asked_at: int
    changing: asyncio.Lock
    queue: asyncio.Lock
    news: asyncio.Event


class CircuitBreakers:
    """All breakers of a process. Without ``redis`` it stands alone."""

    def __init__(
        self,
        redis: Redis | None = None,
        clock: Clock | None = None,
        *,
        most_wait_seconds: float = MOST_WAIT_SECONDS,
    ) -> None:
        self.most_wait_seconds = most_wait_seconds
        self._redis = redis
        self._clock = clock or SystemClock()
        self._known: dict[str, _Known] = {}
        self._alone_until = 0

    def gate(self, provider: str, model: str) -> "Gate":
        """The way to one model, for one call."""
        return Gate(self, provider, model)

    def now(self) -> int:
        """Milliseconds since 1970."""
        return int(self._clock.now().timestamp() * 1000)

    def known(self, key: str) -> _Known:
        """What is known of the breaker of that key."""
        if key not in self._known:
            locks = asyncio.Lock(), asyncio.Lock()
            self._known[key] = _Known(BreakerState(), 0, *locks, asyncio.Event())
        return self._known[key]

    def surely_open(self, key: str) -> bool:
        """Whether it was open a moment ago and nobody may probe it yet."""
        known, now = self.known(key), self.now()
        until = known.state.until
        return until is not None and now < until and now - known.asked_at < BELIEVED_MS

    async def change(
        self, key: str, step: Callable[[BreakerState], BreakerState]
    ) -> tuple[BreakerState, BreakerState]:
        """Take the state one step on; returns it before and after. ``step`` may run repeatedly."""
        known = self.known(key)
        async with known.changing:
            before, after = await self._shared(key, step) or (known.state, step(known.state))
            known.state, known.asked_at = after, self.now()
        if after != before:
            known.news.set()
        return before, after

    async def _shared(
        self, key: str, step: Callable[[BreakerState], BreakerState]
    ) -> tuple[BreakerState, BreakerState] | None:
        """The step in Redis; None where it cannot be asked."""
        if self._redis is None or self.now() < self._alone_until:
            return None
        try:
            async with asyncio.timeout(REDIS_SECONDS):
                return await self._compare_and_set(self._redis, key, step)
        except (RedisError, OSError) as error:  # a TimeoutError is an OSError
            self._alone_until = self.now() + ALONE_MS
            _log.warning("breakers stand alone", error=str(error) or type(error).__name__)
            return None

    @staticmethod
    async def _compare_and_set(
        redis: Redis, key: str, step: Callable[[BreakerState], BreakerState]
    ) -> tuple[BreakerState, BreakerState] | None:
        for _ in range(TRIES):
            found = await redis.get(key) or b""
            before = _read(found)
            after = step(before)
            if after == before:
                return before, after
            written = json.dumps(after.stored(), separators=(",", ":"))
            kept = str(KEPT_SECONDS)
            if await redis.eval(_COMPARE_AND_SET, 1, key, found, written, kept):
                return before, after
        return None


def _read(found: bytes | str) -> BreakerState:
    try:
        return BreakerState.read(json.loads(found)) if found else BreakerState()
    except (ValueError, TypeError, AttributeError):
        return BreakerState()  # written by another version: learnt anew within seconds


class Gate:
    """One call's way to a model: enter, then say what became of it. ``moves`` it caused are kept.

    Every ``enter`` that was let through is followed by exactly one of ``answered``, ``failed``,
    ``dropped``, ``withdraw``.
    """

    def __init__(self, breakers: CircuitBreakers, provider: str, model: str) -> None:
        self._breakers = breakers
        self._provider, self._model = provider, model
        self._key = KEY.format(provider, model)
        self._attempt = Attempt("", 0)
        self._begun = False
        self.moves: list[BreakerMoved] = []

    async def enter(self) -> bool:
        """Whether the call may go out; waits a little while the model has yet to prove itself."""
        if self._breakers.surely_open(self._key):
            return False
        passage = await self._ask()
        if passage == "wait":
            passage = await self._queue()
        return passage in ("go", "probe")

    async def began(self) -> None:
        """The first piece came."""
        self._begun = True
        attempt, now = self._attempt, self._breakers.now()
        await self._step(lambda state: state.began(attempt, now), "answered")

    async def answered(self) -> None:
        """The whole answer came."""
        attempt, now = self._attempt, self._breakers.now()
        await self._step(lambda state: state.answered(attempt, now), "answered")

    async def failed(self, reason: str, rest_seconds: float = 0.0) -> None:
        """No whole answer came. ``rest_seconds``: how long the vendor asked to be left alone."""
        attempt, now, rest = self._attempt, self._breakers.now(), int(rest_seconds * 1000)
        await self._step(lambda state: state.failed(attempt, now, rest), reason)

    async def dropped(self) -> None:
        """We stopped it ourselves, or what went wrong says nothing about the model."""
        attempt, began = self._attempt, self._begun
        await self._step(lambda state: state.dropped(attempt, began=began), "dropped")

    async def withdraw(self) -> None:
        """The call is not made after all."""
        attempt = self._attempt
        await self._step(lambda state: state.withdrawn(attempt), "withdrawn")

    async def _ask(self) -> Passage:
        name, now = str(uuid7()), self._breakers.now()
        passages: list[Passage] = ["open"]

        def step(state: BreakerState) -> BreakerState:
            after, passages[0] = state.ask(name, now)
            return after

        await self._step(step, "unanswered")
        self._attempt = Attempt(name, now, probe=passages[0] == "probe")
        return passages[0]

    async def _queue(self) -> Passage:
        """Wait for the turn at the gate, then until the model proved itself or opened."""
        known = self._breakers.known(self._key)
        loop = asyncio.get_running_loop()
        deadline = loop.time() + self._breakers.most_wait_seconds
        try:
            async with asyncio.timeout_at(deadline):
                await known.queue.acquire()
        except TimeoutError:
            return "wait"
        try:
            while loop.time() < deadline:
                if self._breakers.surely_open(self._key):
                    return "open"
                known.news.clear()
                passage = await self._ask()
                if passage != "wait":
                    return passage
                await _heard(known.news)
        finally:
            known.queue.release()
        return "wait"

    async def _step(self, step: Callable[[BreakerState], BreakerState], reason: str) -> None:
        before, after = await self._breakers.change(self._key, step)
        if before.is_open == after.is_open:
            return
        moved = BreakerMoved(
            self._provider, self._model, "opened" if after.is_open else "closed", reason
        )
        self.moves.append(moved)
        metrics.breaker_moved(moved.provider, moved.model, moved.to)
        _log.warning("breaker moved", provider=moved.provider, model=moved.model, to=moved.to)


async def _heard(news: asyncio.Event) -> None:
    """Until something changed here, or it is time to ask what other processes heard."""
    try:
        async with asyncio.timeout(POLL_SECONDS):
            await news.wait()
    except TimeoutError:
        return
