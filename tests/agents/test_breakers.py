"""The circuit breaker: a sick model is left alone by everybody, a well one by nobody."""

import asyncio
import heapq
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import fakeredis
import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff

from agents.breaker_state import (
    ATTEMPTS,
    COOL_DOWN_MS,
    LONGEST_COOL_DOWN_MS,
    Attempt,
    BreakerState,
)
from agents.circuit_breaker import CircuitBreakers, Gate
from app.core.clock import FrozenClock

START = 1_800_000_000_000
OUTAGE_MS = 60_000
NEW = BreakerState()
PROVEN = BreakerState(proven_at=START - 1_000)


@dataclass
class Sick:
    """A model that fails every call for a minute, in one of several ways, as time goes by."""

    state: BreakerState
    reached: int = 0
    endings: list[tuple[int, int, str, Attempt]] = field(default_factory=list)

    def arrive(self, at: int, how: str, after: int) -> None:
        self.until(at)
        name = f"{at}-{self.reached}"
        self.state, passage = self.state.ask(name, at)
        if passage in ("go", "probe"):
            self.reached += 1
            attempt = Attempt(name, at, probe=passage == "probe")
            heapq.heappush(self.endings, (at + after, self.reached, how, attempt))

    def until(self, at: int) -> None:
        while self.endings and self.endings[0][0] <= at:
            now, _, how, attempt = heapq.heappop(self.endings)
            if how == "stopped":
                self.state = self.state.dropped(attempt, began=False)
            elif how == "cut":
                self.state = self.state.began(attempt, now)
                self.state = self.state.failed(attempt, now)
            else:
                rest = 2_000 if how == "429" else 0
                self.state = self.state.failed(attempt, now, rest_ms=rest)


_ARRIVALS = st.lists(
    st.tuples(
        st.integers(0, OUTAGE_MS - 1),
        st.sampled_from(["failed", "429", "cut", "stopped"]),
        st.sampled_from([0, 3, 40, 900, 8_000, 20_000]),
    ),
    max_size=120,
)


@given(_ARRIVALS, st.booleans())
def test_three_attempts_reach_a_sick_model_in_a_minute(
    arrivals: list[tuple[int, str, int]], well_before: bool
) -> None:
    sick = Sick(PROVEN if well_before else NEW)
    for at, how, after in sorted(arrivals):
        # A model known to be well proves itself by beginning: whoever came meanwhile is let through
        # before its first cut.
        sick.arrive(START + at, "failed" if well_before and how == "cut" else how, after)
    assert sick.reached <= ATTEMPTS + 1


def test_a_crowd_at_every_moment_of_the_minute_sends_three() -> None:
    sick = Sick(PROVEN)
    for at in range(0, OUTAGE_MS, 20):
        sick.arrive(START + at, "failed", 5)
    assert sick.reached == ATTEMPTS + 1


def test_nobody_waits_long_for_a_model_that_answers() -> None:
    """Fifty calls a second, each heard of after half a second, come in clumps at worst."""
    state, queue, waits = PROVEN, list[int](), dict[int, int]()
    heard: list[tuple[int, Attempt]] = []
    for now in range(START, START + 20_000, 10):
        while heard and heard[0][0] <= now:
            state = state.began(heard.pop(0)[1], now)
            while queue and state.ask(str(queue[0]), now)[1] == "go":
                state, _ = state.ask(str(queue[0]), now)
                heard.append((now + 500, Attempt(str(queue[0]), now)))
                came = queue.pop(0)
                waits[came] = now - came
        if now % 20 == 0:
            queue.append(now)
            if state.ask("", now)[1] == "go":
                state, _ = state.ask(str(now), now)
                heard.append((now + 500, Attempt(str(queue.pop()), now)))
                waits[now] = 0
    assert max(waits.values()) < 2_500
    assert max(wait for came, wait in waits.items() if came > START + 6_000) <= 500


def test_a_model_that_is_well_again_is_asked_again() -> None:
    state, now = NEW, START
    for number in range(ATTEMPTS):
        state, _ = state.ask(str(number), now)
        state = state.failed(Attempt(str(number), now), now)
    assert state.is_open
    assert state.ask("x", now + COOL_DOWN_MS - 1)[1] == "open"
    state, passage = state.ask("probe", now + COOL_DOWN_MS)
    assert passage == "probe"
    assert state.ask("y", now + COOL_DOWN_MS)[1] == "open"
    probe = Attempt("probe", now + COOL_DOWN_MS, probe=True)
    assert state.answered(Attempt("0", now), now + COOL_DOWN_MS).is_open
    state = state.answered(probe, now + COOL_DOWN_MS + 900)
    assert not state.is_open
    assert state.ask("z", now + COOL_DOWN_MS + 901)[1] == "go"


def test_each_probe_that_fails_doubles_the_rest_up_to_two_minutes() -> None:
    state, now, rests = BreakerState(failures=2, until=START), START, []
    for _ in range(4):
        state, passage = state.ask("p", now)
        assert passage == "probe"
        state = state.failed(Attempt("p", now, probe=True), now)
        assert state.until is not None
        rests.append(state.until - now)
        now = state.until
    assert rests == [2 * COOL_DOWN_MS, LONGEST_COOL_DOWN_MS, *[LONGEST_COOL_DOWN_MS] * 2]


def test_a_vendor_that_asks_for_rest_gets_it_at_once() -> None:
    state, _ = NEW.ask("a", START)
    state = state.failed(Attempt("a", START), START, rest_ms=45_000)
    assert state.until == START + 45_000


def test_a_call_that_was_never_made_leaves_no_trace() -> None:
    state, _ = NEW.ask("a", START)
    assert state.withdrawn(Attempt("a", START)) == NEW
    opened = BreakerState(failures=2, until=START)
    state, _ = opened.ask("p", START)
    state = state.withdrawn(Attempt("p", START, probe=True))
    assert state.ask("q", START)[1] == "probe"


@given(st.integers(0, 3), st.integers(0, START), st.integers(0, 3))
def test_a_state_survives_its_storage(failures: int, at: int, flying: int) -> None:
    unproven = tuple((str(number), at) for number in range(flying))
    state = BreakerState(failures, at, at, at or None, unproven=unproven)
    assert BreakerState.read(state.stored()) == state


@pytest.fixture(params=["shared", "alone", "away"])
async def redis(request: pytest.FixtureRequest) -> AsyncIterator[Redis | None]:
    """Redis that answers, none, and one that nobody reaches."""
    client: Redis | None = None
    if request.param == "shared":
        client = fakeredis.FakeAsyncRedis()
    elif request.param == "away":
        client = Redis(host="127.0.0.1", port=1, retry=Retry(NoBackoff(), 0))
    yield client
    if client is not None:
        await client.aclose()


@pytest.fixture
def clock() -> FrozenClock:
    return FrozenClock(datetime(2026, 11, 23, 6, tzinfo=UTC))


async def _fail(gate: Gate, reached: list[str]) -> bool:
    if not await gate.enter():
        return False
    reached.append("")
    await asyncio.sleep(0)
    await gate.failed("http_500")
    return True


async def test_replicas_together_send_a_sick_model_three(
    redis: Redis | None, clock: FrozenClock
) -> None:
    breakers = CircuitBreakers(redis, clock)
    # Without a shared Redis each process stands alone, and so is counted alone.
    replicas = [breakers, CircuitBreakers(redis, clock) if redis else breakers]
    if redis is not None and not isinstance(redis, fakeredis.FakeAsyncRedis):
        replicas = [breakers]
    reached: list[str] = []
    moves = []
    for second in (0, 10, 31, 50, 59):
        clock.advance(timedelta(seconds=second) - (clock.now() - _began(clock)))
        gates = [replicas[n % len(replicas)].gate("vertex", "m") for n in range(60)]
        await asyncio.gather(*(_fail(gate, reached) for gate in gates))
        moves += [move.to for gate in gates for move in gate.moves]
    assert len(reached) == 3
    assert moves == ["opened"]
    assert await replicas[0].gate("vertex", "other").enter()


def _began(clock: FrozenClock) -> datetime:
    del clock
    return datetime(2026, 11, 23, 6, tzinfo=UTC)


async def test_the_probe_that_answers_closes_it_for_all(clock: FrozenClock) -> None:
    redis = fakeredis.FakeAsyncRedis()
    one, other = CircuitBreakers(redis, clock), CircuitBreakers(redis, clock)
    for _ in range(ATTEMPTS):
        await _fail(one.gate("vertex", "m"), [])
    assert not await other.gate("vertex", "m").enter()
    clock.advance(timedelta(milliseconds=COOL_DOWN_MS))
    probe = other.gate("vertex", "m")
    assert await probe.enter()
    assert not await one.gate("vertex", "m").enter()
    await probe.began()
    await probe.answered()
    assert [move.to for move in probe.moves] == ["closed"]
    clock.advance(timedelta(seconds=2))
    assert await one.gate("vertex", "m").enter()
    await redis.aclose()


async def test_who_waits_goes_on_when_the_model_proves_itself(clock: FrozenClock) -> None:
    breakers = CircuitBreakers(fakeredis.FakeAsyncRedis(), clock)
    first = [breakers.gate("vertex", "m") for _ in range(ATTEMPTS)]
    assert all([await gate.enter() for gate in first])
    waiting = [asyncio.create_task(breakers.gate("vertex", "m").enter()) for _ in range(5)]
    await asyncio.sleep(0)
    await first[0].began()
    await first[0].answered()
    done, _ = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
    assert all(task.result() for task in done)
    for task in waiting:
        task.cancel()
    await asyncio.gather(*waiting, return_exceptions=True)


async def test_who_waited_long_enough_goes_elsewhere(clock: FrozenClock) -> None:
    breakers = CircuitBreakers(None, clock, most_wait_seconds=0.01)
    for _ in range(ATTEMPTS):
        assert await breakers.gate("vertex", "m").enter()
    assert not await breakers.gate("vertex", "m").enter()
