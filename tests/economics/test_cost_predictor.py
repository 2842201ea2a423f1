"""Foreseen and spent: nine of ten tasks inside their range, none above its ceiling."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.economics.cost_predictor import FREE, Ahead, Candidate, Done, forecast
from agents.economics.price_table import PriceTable
from app.bench.costs_replay import CASCADES, replay
from app.core.clock import FrozenClock
from app.core.config import Settings
from tests.fixtures.counts import examples

CLOCK = FrozenClock(datetime(2026, 11, 23, 5, 0, tzinfo=UTC))
PRICES = PriceTable.load(Settings(), CLOCK)
MINI = Candidate("openai", "gpt-4o", 2048)
CHARS = st.integers(1, 100_000)
DONE = st.builds(
    Done, st.integers(0, 10**6), st.integers(0, 10**5), st.integers(0, 10**5), st.integers(0, 10**5)
)


@pytest.mark.parametrize("name", CASCADES)
def test_replayed_tasks_end_inside_their_range_and_below_their_ceiling(name: str) -> None:
    came = replay(CASCADES[name], PRICES, CLOCK, tasks=examples(100), seed=7)
    assert came.above == 0
    assert came.inside >= 0.9 * came.tasks
    assert came.inside_at_once >= 0.8 * came.at_once  # the first twenty, on guesses
    assert came.unfinished <= 0.01 * came.tasks
    assert sum(came.paise) / came.tasks / 100 / float(PRICES.rate().rupees) < 0.05


@given(CHARS, st.lists(DONE, max_size=30))
def test_a_range_is_a_range_and_leaves_room_for_one_more_call(
    chars: int, history: list[Done]
) -> None:
    found = forecast(Ahead(chars, (MINI,)), history, PRICES, growth=1.5)
    assert 0 <= found.low_paise <= found.high_paise < found.ceiling_paise
    assert found.ceiling_paise - found.high_paise == found.call_paise
    assert found.call_paise >= PRICES.most_cost("openai", "gpt-4o", chars, 2048)


def test_what_nobody_is_paid_for_is_free() -> None:
    unknown = Candidate("openai", "llama3.2", 2048)
    assert forecast(Ahead(5000, ()), [], PRICES) is FREE
    assert forecast(Ahead(5000, (unknown,)), [], PRICES) is FREE
    assert forecast(Ahead(5000, (Candidate("scripted", "scripted", 2048),)), [], PRICES) is FREE


def test_a_longer_prompt_of_the_same_skill_costs_more() -> None:
    history = [Done(2000, 150, 60 + each, 5000) for each in range(30)]
    short = forecast(Ahead(5000, (MINI,)), history, PRICES)
    long = forecast(Ahead(15_000, (MINI,)), history, PRICES)
    assert (short.low_paise, short.high_paise) == pytest.approx((57, 93), abs=4)
    assert long.low_paise > short.high_paise
