"""The calendar as plain values: for the command, the API, the chat's card and skills."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from app.core.variants import Variant
from integrations.india.festival_calendar import FestivalCalendar, Occurrence

FIRST_YEAR: Final = 2025
LAST_YEAR: Final = 2035
DEFAULT_DAYS: Final = 45


def listed(
    calendar: FestivalCalendar,
    *,
    today: date,
    state: str | None = None,
    year: int | None = None,
    days: int = DEFAULT_DAYS,
    variant: Variant = "en",
) -> list[dict[str, Any]]:
    """Festivals of a year, or of the next days, nearest first.

    With ``state`` (its English name) only what is kept there, on its own day; without it every row
    of a year with the States it is meant for, and of the next days what most of India keeps.
    """
    found: Sequence[Occurrence]
    if year is not None:
        found = calendar.in_year(year, state)
    else:
        found = calendar.upcoming(today, state, days)
    return [as_row(each, variant) for each in found]


def as_row(occurrence: Occurrence, variant: Variant) -> dict[str, Any]:
    """One festival's day as shown: whose it is, why that day, how sure, and when to start."""
    festival = occurrence.festival
    return {
        "id": occurrence.id,
        "date": occurrence.date.isoformat(),
        "name": occurrence.names[variant],
        "greeting": occurrence.greeting[variant],
        "states": list(occurrence.states or occurrence.regions),
        "rule": festival.rule,
        "source": occurrence.source,
        "certainty": occurrence.certainty,
        "sell": occurrence.sell,
        "solemn": festival.solemn,
        "lead_days": festival.lead_days,
        "start_by": (occurrence.date - timedelta(days=festival.lead_days)).isoformat(),
    }
