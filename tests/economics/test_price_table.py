"""Prices: dated, sourced, rounded up, and never a guess."""

import json
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.economics.price_table import PriceTable, Used
from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.errors import ConfigurationError

AT = datetime(2026, 11, 23, 5, 0, tzinfo=UTC)


def table(prices: Path | None = None, clock: FrozenClock | None = None) -> PriceTable:
    return PriceTable.load(Settings(model_prices_file=prices), clock or FrozenClock(AT))


def write(path: Path, **content: object) -> Path:
    path.write_text(json.dumps(content), "utf-8")
    return path


def test_a_call_is_priced_to_the_paisa_and_rounded_up() -> None:
    prices = table()
    # 1,000 tokens at 2.50 and 500 at 10.00 a million are 0.0075 dollars, 67.797 paise at 90.3957.
    assert prices.cost_of("openai", "gpt-4o", Used(1000, 500)) == 68
    assert prices.cost_of("openai", "gpt-4o", Used(1000, 500, cached_tokens=1000)) == 57
    assert prices.cost_of("openai", "gpt-4o", Used(1, 0)) == 1
    assert prices.cost_of("openai", "gpt-4o", Used(0, 0)) == 0


def test_the_models_of_the_default_settings_have_prices_with_a_source() -> None:
    prices, settings = table(), Settings()
    for name in (
        settings.vertex_model_fast,
        settings.vertex_model_balanced,
        settings.vertex_model_deep,
        settings.openai_model,
    ):
        price = prices.price("any", name)
        assert price.source
        assert 0 < price.cached < price.input < price.output
    assert prices.price("vertex", "models/gemini-2.5-flash").output == Decimal("2.50")
    assert prices.rate().source


def test_an_unknown_model_is_refused_and_says_what_to_add() -> None:
    with pytest.raises(ConfigurationError, match="MODEL_PRICES_FILE") as refused:
        table().cost_of("openai", "llama3.2", Used(10, 10))
    assert refused.value.code == "model_price_unknown"
    assert "llama3.2" in str(refused.value)
    assert not table().knows("openai", "llama3.2")


def test_what_runs_in_this_process_is_free() -> None:
    assert table().cost_of("offline", "composer", Used(9**9, 9**9)) == 0
    assert table().cost_of("scripted", "scripted", Used(9**9, 9**9)) == 0


def test_the_operators_file_adds_a_local_model_and_wins_over_the_built_in(tmp_path: Path) -> None:
    free = {"from": "2026-01-01", "input": 0, "cached": 0, "output": 0, "source": "our machine"}
    dear = {"from": "2026-11-23", "input": 5, "cached": 5, "output": 50, "source": "a bill"}
    prices = table(
        write(
            tmp_path / "prices.json",
            models=[
                {"model": "llama3.2", "prices": [free]},
                {"model": "gpt-4o", "prices": [dear]},
            ],
            usd_inr=[{"from": "2026-11-01", "rupees": "100", "source": "a bank"}],
        )
    )
    assert prices.cost_of("openai", "llama3.2", Used(10**6, 10**6)) == 0
    assert prices.cost_of("openai", "gpt-4o", Used(10**6, 0)) == 500 * 100
    assert prices.rate().rupees == 100


def test_a_price_holds_from_its_day_in_india(tmp_path: Path) -> None:
    rows = [
        {"from": day, "input": cost, "cached": 0, "output": 0, "source": "s"}
        for day, cost in (("2026-12-01", 2), ("2026-11-01", 1))
    ]
    clock = FrozenClock(datetime(2026, 11, 30, 18, 29, tzinfo=UTC))
    file = write(tmp_path / "p.json", models=[{"model": "m", "prices": rows}])
    prices = table(file, clock)
    assert prices.price("openai", "m").input == 1
    clock.advance(timedelta(minutes=2))
    assert prices.price("openai", "m").input == 2
    early = table(file, FrozenClock(datetime(2026, 10, 1, tzinfo=UTC)))
    with pytest.raises(ConfigurationError):
        early.price("openai", "m")


@pytest.mark.parametrize(
    "content",
    [
        "{",
        '{"models": [{"model": "m", "prices": []}]}',
        '{"models": [{"model": "m", "prices": [{"from": "2026-01-01", "input": -1, "cached": 0,'
        ' "output": 0, "source": "s"}]}]}',
        '{"models": [{"model": "m", "prices": [{"from": "2026-01-01", "input": 1, "cached": 0,'
        ' "output": 0, "source": ""}]}]}',
        '{"prices": []}',
    ],
)
def test_a_wrong_file_is_refused_by_name(content: str, tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    path.write_text(content, "utf-8")
    with pytest.raises(ConfigurationError, match="MODEL_PRICES_FILE") as refused:
        table(path)
    assert refused.value.code == "model_prices_unreadable"


@given(
    st.integers(0, 200_000), st.integers(0, 200_000), st.integers(0, 20_000), st.integers(1, 5_000)
)
def test_more_never_costs_less_and_the_most_is_the_most(
    sent: int, cached: int, written: int, more: int
) -> None:
    prices = table()
    cost = prices.cost_of("vertex", "gemini-2.5-flash", Used(sent, written, min(cached, sent)))
    assert cost <= prices.cost_of("vertex", "gemini-2.5-flash", Used(sent + more, written))
    assert cost <= prices.most_cost("vertex", "gemini-2.5-flash", sent, written)
