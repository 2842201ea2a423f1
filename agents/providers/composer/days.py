"""The days of an offer: first, last, only, every week, or how many."""

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, Final, Protocol

from app.core.variants import Variant, base_of, is_native
from integrations.languages.formats import short_date
from integrations.languages.regional_languages import language
from skills.wordlists import word_list

_LONGEST_OFFER: Final = 366


class _Said(Protocol):
    def own(self, name: str) -> Any: ...

    def number(self, name: str) -> Decimal | None: ...


def add_days(
    put: Callable[[str, str | None, str], None],
    flag: Callable[..., None],
    said: _Said,
    today: date,
    variant: Variant,
    *,
    has_offer: bool,
) -> None:
    """Put the days of the request among the facts; what is over is not said."""
    until, starts, day = (_future(said.own(f"date{of}"), today) for of in ("_until", "_from", ""))
    if until:
        put("till", named_day(until, today, variant), "slots.date_until")
        if until == today:
            flag("last_day")
    if starts and starts > today:
        put("starts", named_day(starts, today, variant), "slots.date_from")
    if day and not until and not starts:
        # A day that is neither first nor last is only named.
        put("date", named_day(day, today, variant), "slots.date")
    weekday = said.own("weekly")
    if isinstance(weekday, int) and not (until or starts or day) and 0 <= weekday < 7:
        put("weekly", word_list("weekly")[variant][weekday], "slots.weekly")
    days = said.number("duration_days")
    if not until and days is not None and has_offer and 1 < days <= _LONGEST_OFFER:
        whole = f"{days:.0f}" if days == days.to_integral_value() else None
        put("days", whole, "slots.duration_days")


def _future(value: object, today: date) -> date | None:
    """A day from today on, from a date or its ISO form."""
    if isinstance(value, str):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            return None
    return value if isinstance(value, date) and value >= today else None


def named_day(day: date, today: date, variant: Variant) -> str:
    """``Friday, 8 Nov`` within a week, ``8 Nov`` after it."""
    written = short_date(day, variant)
    if not timedelta(0) < day - today < timedelta(days=7):
        return written
    weekday = language("en" if not is_native(variant) else base_of(variant)).weekdays[day.weekday()]
    name = weekday.first(native=is_native(variant))
    return f"{name.capitalize()}, {written}"
