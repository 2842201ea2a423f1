"""When the festivals are, what they are called, who keeps them, and whether selling fits.

Days come from ``data/festival_dates.json`` (2025 to 2035, each row with its source and certainty),
which ``scripts/build_festival_dates.py`` writes; names and wishes from the ``calendar`` catalogs.
"""

import json
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

from app.core.variants import VARIANTS, Variant
from integrations.languages.messages import text

Certainty = Literal["fixed", "listed", "computed", "moon"]

_DATA: Final = Path(__file__).parent / "data"
_MOST_STATES: Final = 12


class _Sentences(Mapping[Variant, str]):
    """One catalog entry in the seven variants, read when asked for."""

    def __init__(self, key: str) -> None:
        self._key = key

    def __getitem__(self, variant: Variant) -> str:
        return text(variant, self._key)

    def __iter__(self) -> Iterator[Variant]:
        return iter(VARIANTS)

    def __len__(self) -> int:
        return len(VARIANTS)


@dataclass(frozen=True, slots=True)
class Festival:
    """One festival of the calendar, without a year.

    ``regions`` are Indian state names in English, or ("all",). ``sell`` False means a day of
    mourning: no offer in any copy, and no "happy". ``lead_days`` is how early its messages start.
    ``solemn``: kept in quiet, so no cheer either. ``rule`` says in English what fixes its day.
    ``years_without`` says why it has no day in some years.
    """

    id: str
    names: Mapping[Variant, str]
    greeting: Mapping[Variant, str]
    regions: tuple[str, ...]
    sell: bool
    lead_days: int
    rule: str
    solemn: bool = False
    years_without: Mapping[int, str] = field(default_factory=dict)

    def kept_in(self, state: str | None) -> bool:
        """Whether people of the state keep it; with no state known, what most of India keeps."""
        if state is None:
            return "all" in self.regions or len(self.regions) >= _MOST_STATES
        return "all" in self.regions or state in self.regions


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A festival on its day; the other attributes are the festival's own.

    ``certainty``: fixed by rule, listed in a published list, computed by table, or by the moon
    being seen (may move a day). ``states`` names the states the day is meant for where States
    differ, and is empty where they do not. ``source`` says where the day comes from.
    """

    festival: Festival
    date: date
    certainty: Certainty
    source: str
    states: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The festival's id."""
        return self.festival.id

    @property
    def names(self) -> Mapping[Variant, str]:
        """The festival's name in the seven variants."""
        return self.festival.names

    @property
    def greeting(self) -> Mapping[Variant, str]:
        """The wish in the seven variants."""
        return self.festival.greeting

    @property
    def regions(self) -> tuple[str, ...]:
        """States that keep it."""
        return self.festival.regions

    @property
    def sell(self) -> bool:
        """Whether an offer may stand beside it."""
        return self.festival.sell

    def as_mapping(self) -> dict[str, Any]:
        """Plain values, for templates and events."""
        return {
            "id": self.id,
            "date": self.date,
            "names": dict(self.names),
            "greeting": dict(self.greeting),
            "regions": self.regions,
            "sell": self.sell,
            "certainty": self.certainty,
            "source": self.source,
            "states": self.states,
        }


@cache
def _festivals() -> dict[str, Festival]:
    rows: dict[str, dict[str, Any]] = json.loads((_DATA / "festivals.json").read_text("utf-8"))
    return {
        festival_id: Festival(
            id=festival_id,
            names=_Sentences(f"calendar.festival.{festival_id}"),
            greeting=_Sentences(f"calendar.greeting.{festival_id}"),
            regions=tuple(row["regions"]),
            sell=row["sell"],
            lead_days=row["lead_days"],
            rule=row["rule"],
            solemn=row["solemn"],
            years_without={int(year): why for year, why in row.get("without", {}).items()},
        )
        for festival_id, row in rows.items()
    }


@cache
def _occurrences() -> tuple[Occurrence, ...]:
    """Every row of the table by date."""
    table = json.loads((_DATA / "festival_dates.json").read_text("utf-8"))
    festivals = _festivals()
    return tuple(
        Occurrence(
            festivals[row["id"]],
            date.fromisoformat(row["date"]),
            row["certainty"],
            row["source"],
            tuple(row["states"] or ()),
        )
        for row in table["occurrences"]
    )


@cache
def _by_festival() -> dict[str, list[Occurrence]]:
    grouped: dict[str, list[Occurrence]] = {}
    for occurrence in _occurrences():
        grouped.setdefault(occurrence.id, []).append(occurrence)
    return grouped


class FestivalCalendar:
    """The calendar. Cheap to make: tables are read on first use."""

    def get(self, festival_id: str) -> Festival | None:
        """The festival of that id, or None."""
        return _festivals().get(festival_id)

    def all(self) -> Sequence[Festival]:
        """Every festival."""
        return tuple(_festivals().values())

    def next(self, festival_id: str, today: date, state: str | None = None) -> Occurrence | None:
        """The next day of a festival, today included; the state's own day where states differ.

        None for an unknown id, and beyond the table's last year.
        """
        rows = _by_festival().get(festival_id, [])
        first = bisect_left(rows, today, key=lambda row: row.date)
        return next((row for row in rows[first:] if _holds(row, state, rows)), None)

    def last(self, festival_id: str, today: date, state: str | None = None) -> Occurrence | None:
        """The latest day of a festival before today, to tell a wish that comes too late."""
        rows = _by_festival().get(festival_id, [])
        first = bisect_left(rows, today, key=lambda row: row.date)
        return next((row for row in reversed(rows[:first]) if _holds(row, state, rows)), None)

    def in_year(self, year: int, state: str | None = None) -> Sequence[Occurrence]:
        """Every day of a year, for a state or with all states' rows."""
        rows = [row for row in _occurrences() if row.date.year == year]
        if state is None:
            return rows
        table = _by_festival()
        return [
            row for row in rows if row.festival.kept_in(state) and _holds(row, state, table[row.id])
        ]

    def upcoming(
        self, today: date, state: str | None = None, days: int = 45
    ) -> Sequence[Occurrence]:
        """What a state keeps from today through the next ``days`` days, nearest first."""
        until = today + timedelta(days=days)
        table = _by_festival()
        rows = _occurrences()
        first = bisect_left(rows, today, key=lambda row: row.date)
        return [
            row
            for row in rows[first:]
            if row.date <= until
            and row.festival.kept_in(state)
            and _holds(row, state, table[row.id])
        ]


def _holds(row: Occurrence, state: str | None, rows: Sequence[Occurrence]) -> bool:
    """Whether a row is the one for the state: its own row beats the general one of that time."""
    if row.states:
        return state in row.states
    return not any(
        state in other.states and abs((other.date - row.date).days) < 100
        for other in rows
        if other.states
    )
