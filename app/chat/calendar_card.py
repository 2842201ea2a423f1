"""Props of the festival calendar: a month as a grid, and its festivals in words below.

Read from the calendar each time, so a card of last month opens with what is known today. Names of
props are a contract with ``public/elements/CalendarCard.jsx`` (see the README there).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final
from uuid import UUID

from app.chat.cards import VERSION, Props, words
from app.core.errors import InputError
from app.core.variants import Variant
from integrations.india.festival_calendar import FestivalCalendar, Occurrence
from integrations.india.festival_list import FIRST_YEAR, LAST_YEAR
from integrations.india.state_codes import find
from integrations.languages.formats import day_and_date, month_and_year, short_date
from integrations.languages.messages import text

_WEEK: Final = 7
_LOOK_AHEAD: Final = 10
"""So close to the end of a month the next one is what she wants to see, if this one has no more."""


@dataclass(frozen=True)
class Almanac:
    """The calendar, whose State's days, and today in India."""

    calendar: FestivalCalendar
    state: str | None
    today: date


def calendar_card(
    owner: UUID,
    thread_id: UUID,
    almanac: Almanac,
    talk: Variant,
    *,
    month: date | None = None,
    stale: bool = False,
) -> Props:
    """All that the card shows; ``month`` is any day of the month that is looked at."""
    first = (month or _opening(almanac)).replace(day=1)
    found = [] if stale else _of_month(almanac, first)
    place = find(almanac.state) if almanac.state else None
    hint = (
        text(talk, "calendar.card.hint_state", state=place.name_in(talk))
        if place
        else text(talk, "calendar.card.hint")
    )
    length = monthrange(first.year, first.month)[1]
    return {
        "v": VERSION,
        "id": str(owner),
        "thread": str(thread_id),
        "state": "stale" if stale else "month",
        "talk": talk,
        "title": text(talk, "calendar.card.title"),
        "line": text(talk, "chat.card.stale") if stale else hint,
        "month": _key(first),
        "name": month_and_year(first, talk),
        "week": text(talk, "calendar.card.week").split(),
        "blank": (first.weekday() + 1) % _WEEK,  # weeks begin on Sunday here
        "days": length,
        "today": almanac.today.day if _key(almanac.today) == _key(first) else 0,
        "before": _neighbour(first - timedelta(days=1)),
        "after": _neighbour(first + timedelta(days=length)),
        # What is to come stands first: what is over needs no thumb.
        "festivals": sorted(
            (_row(each, almanac.today, talk) for each in found), key=lambda row: bool(row["over"])
        ),
        "none": "" if found else text(talk, "calendar.card.none"),
        "t": words(talk, ("writeIt",))
        | {name: text(talk, f"calendar.card.{name}") for name in ("before", "after")},
    }


def read_month(key: str) -> date:
    """The first day of a month named ``2026-11``.

    Raises:
        InputError: ``bad_tap``.
    """
    try:
        first = date.fromisoformat(f"{key}-01")
    except ValueError as error:
        raise InputError("bad_tap", detail="month is no month") from error
    if not FIRST_YEAR <= first.year <= LAST_YEAR:
        raise InputError("bad_tap", detail="the calendar does not know that year")
    return first


def _opening(almanac: Almanac) -> date:
    """This month, or the next when this one is nearly over and has nothing more."""
    today = almanac.today
    soon = today + timedelta(days=_LOOK_AHEAD)
    left = any(each.date >= today for each in _of_month(almanac, today.replace(day=1)))
    return today if left or soon.month == today.month else soon


def _of_month(almanac: Almanac, first: date) -> list[Occurrence]:
    rows = almanac.calendar.in_year(first.year, almanac.state)
    if almanac.state is None:
        # What most of India keeps; a day that only some States keep is theirs to see.
        rows = [row for row in rows if row.festival.kept_in(None) and not row.states]
    return [row for row in rows if row.date.month == first.month]


def _row(each: Occurrence, today: date, talk: Variant) -> Props:
    over = each.date < today
    start = each.date - timedelta(days=each.festival.lead_days)
    notes = []
    if each.certainty == "moon":
        notes.append(text(talk, "calendar.list.moon"))
    if not each.sell:
        notes.append(text(talk, "calendar.list.quiet"))
    if over:
        notes.append(text(talk, "calendar.card.over"))
    elif start <= today:
        notes.append(text(talk, "calendar.card.start_now"))
    else:
        notes.append(text(talk, "calendar.card.start_by", date=short_date(start, talk)))
    return {
        "id": each.id,
        "day": each.date.day,
        "date": day_and_date(each.date, talk),
        "name": each.names[talk],
        "note": ", ".join(notes),
        "sell": each.sell,
        "over": over,
    }


def _key(day: date) -> str:
    return f"{day.year}-{day.month:02d}"


def _neighbour(day: date) -> str:
    return _key(day) if FIRST_YEAR <= day.year <= LAST_YEAR else ""
