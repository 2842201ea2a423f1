"""Billing months: from an instant to the same hour of the same day next month, in India."""

import calendar
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from app.core.clock import IST


@dataclass(frozen=True, slots=True)
class Period:
    """A paid month; ``anchor`` is the day of month it began on, so that 31 Jan comes back to 31."""

    start: datetime
    end: datetime
    anchor: int

    @property
    def days(self) -> tuple[date, date]:
        """Its first and last day in India, as a bill names them."""
        first = self.start.astimezone(IST).date()
        return first, max(first, self.end.astimezone(IST).date() - timedelta(days=1))

    def unused(self, now: datetime) -> tuple[int, int]:
        """Whole seconds left, and of the whole period; for proration."""
        whole = int((self.end - self.start).total_seconds())
        left = int((self.end - now).total_seconds())
        return min(max(left, 0), whole), whole


def first_period(start: datetime) -> Period:
    """The month that begins now."""
    anchor = start.astimezone(IST).day
    return Period(start, _a_month_on(start, anchor), anchor)


def following(period: Period, start: datetime | None = None) -> Period:
    """The next month: begins where the last one ended, or at ``start`` after a gap."""
    if start is not None and start > period.end:
        return first_period(start)
    return Period(period.end, _a_month_on(period.end, period.anchor), period.anchor)


def preceding(period: Period) -> Period:
    """The month that ends where this one begins."""
    local = period.start.astimezone(IST)
    year, month = (local.year - 1, 12) if local.month == 1 else (local.year, local.month - 1)
    day = min(period.anchor, calendar.monthrange(year, month)[1])
    start = local.replace(year=year, month=month, day=day).astimezone(period.start.tzinfo)
    return Period(start, period.start, period.anchor)


def _a_month_on(start: datetime, anchor: int) -> datetime:
    local = start.astimezone(IST)
    year, month = local.year + local.month // 12, local.month % 12 + 1
    day = min(anchor, calendar.monthrange(year, month)[1])
    return local.replace(year=year, month=month, day=day).astimezone(start.tzinfo)
