"""Figures and the page they are written to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.bench.load import Plan
from app.bench.measures import Result, Target, latencies, percentile
from app.bench.report import markdown, write
from app.bench.session import ChatSession

RESULT = Result(
    bench="turn",
    settings={"turns": 2},
    rows={"whole turn": {"p50_ms": 12.5, "count": 1234}, "echo": {"p50_ms": 5.0}},
    targets=(Target("whole turn p95", 300.0, 250.0, "ms"), Target("errors", 0, 0, "")),
    notes=("A note.",),
)


@given(st.lists(st.floats(0, 1e6), min_size=1, max_size=300), st.floats(0.001, 1))
def test_a_percentile_is_a_value_that_happened(values: list[float], share: float) -> None:
    found = percentile(values, share)
    assert found in values
    assert sum(value <= found for value in values) >= int(share * 1000) * len(values) / 1000


def test_percentiles_of_a_hundred() -> None:
    figures = latencies([number / 1000 for number in range(1, 101)])
    expected = {"count": 100, "p50_ms": 50.0, "p95_ms": 95.0, "p99_ms": 99.0, "max_ms": 100.0}
    assert figures == expected


def test_nothing_measured_is_zero() -> None:
    assert latencies([])["p99_ms"] == 0.0


def test_the_page_shows_rows_and_promises() -> None:
    page = markdown(RESULT, date(2026, 11, 23))
    assert "| whole turn | 12.5 | 1,234 |" in page
    assert "| echo | 5.0 |  |" in page
    assert "| whole turn p95 | 300 ms | ≤ 250 ms | ✕ |" in page
    assert "| errors | 0  | ≤ 0  | ✓ |" in page
    assert page.endswith("A note.")


def test_writing_replaces_only_its_section(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("before\n<!-- bench:turn -->\nold\n<!-- /bench:turn -->\nafter\n", "utf-8")
    write(page, [RESULT], date(2026, 11, 23))
    write(page, [RESULT], date(2026, 11, 24))
    text = page.read_text(encoding="utf-8")
    assert text.startswith("before\n<!-- bench:turn -->\n2026-11-24;")
    assert text.endswith("<!-- /bench:turn -->\nafter\n")
    assert "old" not in text


def test_writing_refuses_a_page_without_its_section(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("nothing here\n", encoding="utf-8")
    with pytest.raises(ValueError, match="bench:turn"):
        write(page, [RESULT], date(2026, 11, 23))


@pytest.mark.parametrize("url", ["http://example.com/chat", "http://10.0.0.1:8000/chat", "chat"])
def test_a_session_never_leaves_this_machine(url: str) -> None:
    with pytest.raises(ValueError, match="never leaves"):
        ChatSession(url)


@pytest.mark.parametrize(("sessions", "seconds"), [(0, 10), (5001, 10), (10, 901), (10, 0)])
def test_a_load_is_bounded(sessions: int, seconds: float) -> None:
    with pytest.raises(ValueError, match="at most"):
        Plan(sessions=sessions, seconds=seconds)
