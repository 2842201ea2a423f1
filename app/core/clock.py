"""Time as a value that is passed in: aware UTC instants, and the days of Asia/Kolkata."""

from datetime import UTC, date, datetime, timedelta
from typing import Final, Protocol
from zoneinfo import ZoneInfo

IST: Final = ZoneInfo("Asia/Kolkata")


class Clock(Protocol):
    """Anything that knows the time."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        ...


class SystemClock:
    """The machine's clock."""

    def now(self) -> datetime:
        """The present instant, aware, in UTC."""
        return datetime.now(UTC)


class FrozenClock:
    """A clock that moves only when told to; for tests and replays."""

    def __init__(self, at: datetime) -> None:
        if at.tzinfo is None:
            msg = "a clock needs an aware datetime; pass one with tzinfo"
            raise ValueError(msg)
        self._now = at.astimezone(UTC)

    def now(self) -> datetime:
        """The instant the clock stands at."""
        return self._now

    def advance(self, by: timedelta) -> None:
        """Move the clock forward."""
        self._now += by


def today_ist(clock: Clock) -> date:
    """The calendar day in Asia/Kolkata, on which days, months and budgets are counted."""
    return clock.now().astimezone(IST).date()
