"""When a debit may be tried, and which days a month has: pure rules of the calendar."""

from datetime import UTC, datetime, timedelta

import pytest

from app.billing.debit_windows import first_debit, is_open, next_open, next_try
from app.billing.periods import first_period, following
from app.core.clock import IST

NOW = datetime(2026, 11, 23, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("hour", "minute", "open_"),
    [(0, 0, True), (9, 59, True), (10, 0, False), (12, 59, False), (13, 0, False), (13, 1, True),
     (16, 59, True), (17, 0, False), (21, 30, False), (21, 31, True), (23, 59, True)],
)  # fmt: skip
def test_the_hours_of_debits(hour: int, minute: int, open_: bool) -> None:
    at = datetime(2026, 12, 1, hour, minute, tzinfo=IST)
    assert is_open(at) is open_
    found = next_open(at)
    assert is_open(found)
    assert at <= found <= at + timedelta(hours=5)


def test_no_debit_within_a_day_of_its_notice_whatever_the_hour() -> None:
    for minutes in range(0, 48 * 60, 7):
        told = NOW + timedelta(minutes=minutes)
        first = first_debit(told, NOW + timedelta(hours=30))
        assert first - told >= timedelta(hours=24)
        tried, last = 1, first
        while (again := next_try(first, last, tried)) is not None:
            assert is_open(again)
            assert again - last >= timedelta(minutes=90)
            assert again - first <= timedelta(hours=48)
            tried, last = tried + 1, again
        assert tried <= 4


def test_a_month_keeps_its_day() -> None:
    period = first_period(datetime(2027, 1, 31, 12, 0, tzinfo=IST))
    ends = []
    for _ in range(13):
        ends.append(period.end.astimezone(IST).date().isoformat())
        period = following(period)
    assert ends[:4] == ["2027-02-28", "2027-03-31", "2027-04-30", "2027-05-31"]
    assert ends[12] == "2028-02-29"
