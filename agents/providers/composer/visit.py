"""Where the shop is and when it is open, as a draft says it."""

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol

from agents.providers.composer.values import address, clean
from app.core.clock import IST
from app.core.variants import Variant
from integrations.languages.formats import clock_time, hours_span, weekday_name

_MONDAY: Final = date(2026, 1, 5)
_WEEK: Final = tuple(_MONDAY + timedelta(days=days) for days in range(7))
_DAYS: Final = {f"{day:%A}".lower(): day for day in _WEEK}
_LONGEST_ADDRESS: Final = 80
_MOST_CLOSED: Final = 3


class _Said(Protocol):
    def get(self, name: str) -> Any: ...


def add_visit(
    put: Callable[[str, str | None, str], None],
    flag: Callable[..., None],
    said: _Said,
    variant: Variant,
) -> None:
    """Put her address, hours and weekly closing days among the facts; what nobody told is left."""
    told = clean(said.get("address"), _LONGEST_ADDRESS)
    put("address", address(told, variant) if told else None, "foundation.address")
    if ends := _ends(said.get("hours")):
        put("hours", hours_span(*ends, variant), "foundation.hours")
        # On a poster, where a line has seven words.
        put("hours_short", " – ".join(clock_time(end, variant) for end in ends), "foundation.hours")
    closed = said.get("closed_on")
    if not isinstance(closed, list | tuple):
        return
    days = [_DAYS[name] for each in closed if (name := str(each).lower()) in _DAYS]
    if not closed:
        flag("daily")
    elif days and len(days) <= _MOST_CLOSED:
        names = ", ".join(weekday_name(day, variant) for day in sorted(days))
        put("closed", names.title() if names.isascii() else names, "foundation.closed_on")


def _ends(value: Any) -> tuple[datetime, datetime] | None:
    """``10:00-21:00`` as two instants of a day; None when one of them is not known."""
    opens, _, closes = str(value or "").partition("-")
    try:
        first, last = (time.fromisoformat(each.strip()) for each in (opens, closes))
    except ValueError:
        return None
    return datetime.combine(_MONDAY, first, IST), datetime.combine(_MONDAY, last, IST)
