"""Spending that runs away, told from a good festival week: a robust baseline of each business.

Two questions are asked of a business that spends: did the last five minutes cost far more than the
dearest five minutes of her usual days, and did today cost far more than such a day does. Usual is
the median of days of the same season, with its spread by the median absolute deviation, so that a
runaway of last week does not become the new normal. Days before a festival that is kept in her
State are a season of their own; before the first one is known, more is allowed. In her first great
festival nobody knows how high its days rise, so the day's alarm is as wide as it may be; it follows
the last days of every great festival. The five minutes are watched as ever.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from statistics import median
from typing import Final, Literal

from integrations.india.festival_calendar import FestivalCalendar

WINDOW: Final = timedelta(minutes=5)
HISTORY: Final = timedelta(days=400)
"""A year and a month: last year's festivals are part of it."""

LEAST_FACTOR: Final = 4.0
MOST_FACTOR: Final[Mapping[str, float]] = {"burst": 6.0, "day": 9.0}
"""An alarm is from four times the usual on, more where her days differ, and at most so much."""

FLOOR_PAISE: Final[Mapping[str, int]] = {"burst": 400, "day": 2_000}
"""Below this nothing is worth disturbing her for."""

UNKNOWN_PAISE: Final[Mapping[str, int]] = {"burst": 1_000, "day": 5_000}
"""What is usual while too few days are known."""

ENOUGH_DAYS: Final = 7
ENOUGH_IN_SEASON: Final = 5
RECENT_DAYS: Final = 56
_FIRST: Final[Mapping[str, float]] = {"ordinary": 1.0, "small": 1.5, "great": 3.0}
"""How much more a festival brings when no earlier one is known."""

_LAST_YEAR: Final = timedelta(days=100)
"""Days of a great festival that are older belong to an earlier one."""
_LAST_DAYS: Final = 3

_DEVIATIONS: Final = 4.0
_CONSISTENT: Final = 1.4826  # makes the median deviation an estimate of the standard one
_LEAST_SPREAD: Final = 0.25
_MOST_WEEKDAY: Final[Mapping[str, float]] = {"burst": math.log(1.3), "day": math.log(2)}
_WEEKDAYS_NEEDED: Final = 3
_LONGEST_LEAD: Final = 14
_GREAT_LEAD: Final = 21
_SMALL_LEAD: Final = 10

Kind = Literal["burst", "day"]
Level = Literal["ordinary", "small", "great"]
Season = Callable[[date], Level]
"""What time of the year a day is: before a great festival, before a smaller one, or neither."""


@dataclass(frozen=True, slots=True)
class DaySpent:
    """A day of hers: what it cost, and what its dearest five minutes cost."""

    day: date
    paise: int
    dearest_paise: int

    def of(self, kind: Kind) -> int:
        """The figure that a kind of alarm looks at."""
        return self.dearest_paise if kind == "burst" else self.paise


@dataclass(frozen=True, slots=True)
class Runaway:
    """What was spent, what is usual, and from where on it is an alarm."""

    kind: Kind
    paise: int
    usual_paise: int
    limit_paise: int


def festive_days(calendar: FestivalCalendar, state: str | None, years: Sequence[int]) -> Season:
    """The days before festivals that people of the State prepare for by buying.

    A festival is great when shops begin three weeks ahead, as they do before Diwali.
    """
    days: dict[date, Level] = {}
    for year in years:
        for each in calendar.in_year(year, state):
            festival = each.festival
            wanted = festival.sell and festival.lead_days >= _SMALL_LEAD
            if not wanted or not festival.kept_in(state):
                continue
            level: Level = "great" if festival.lead_days >= _GREAT_LEAD else "small"
            for back in range(min(festival.lead_days, _LONGEST_LEAD) + 1):
                day = each.date - timedelta(days=back)
                if days.get(day) != "great":
                    days[day] = level
    return lambda day: days.get(day, "ordinary")


def find_runaway(
    history: Sequence[DaySpent], today: date, spent: Mapping[Kind, int], season: Season
) -> Runaway | None:
    """The alarm of this moment, if there is one.

    Args:
        history: days before today on which something was spent, in any order.
        spent: paise of the last five minutes (``burst``) and of today so far (``day``).
        season: what time of the year a day is, in her State.
    """
    for kind, paise in spent.items():
        if paise < FLOOR_PAISE[kind]:
            continue
        usual, limit = expected(history, today, kind, season)
        if paise > limit:
            return Runaway(kind, paise, round(usual), round(limit))
    return None


def expected(
    history: Sequence[DaySpent], today: date, kind: Kind, season: Season
) -> tuple[float, float]:
    """What such a day usually costs, and from where on it is an alarm."""
    known = [each for each in history if each.of(kind) > 0 and each.day < today]
    if len(known) < ENOUGH_DAYS:
        usual = float(UNKNOWN_PAISE[kind]) * _FIRST[season(today)]
        return usual, usual * LEAST_FACTOR
    same = _of_season(known, today, season)
    learnt = len(same) >= ENOUGH_IN_SEASON
    since = today - timedelta(days=RECENT_DAYS)
    recent = [each for each in known if each.day >= since] or known
    logs = {each.day: math.log(each.of(kind)) for each in (same if learnt else recent)}
    middle = median(logs.values())
    spread = _CONSISTENT * median(abs(value - middle) for value in logs.values())
    most = _MOST_WEEKDAY[kind]
    usual = math.exp(middle + max(-most, min(most, _weekday(logs, today, middle))))
    if not learnt:
        usual *= _FIRST[season(today)]
    if kind == "day" and season(today) == "great":
        usual = max(usual, _last_days(known))
        if _is_first_great(known, today, season):
            usual = max(usual, _FIRST["great"] * _ordinary_day(known, today, season))
            return usual, usual * MOST_FACTOR[kind]
    reach = math.exp(_DEVIATIONS * max(spread, _LEAST_SPREAD))
    factor = min(MOST_FACTOR[kind], max(LEAST_FACTOR, reach))
    return usual, max(usual * factor, float(FLOOR_PAISE[kind]))


def _is_first_great(known: Sequence[DaySpent], today: date, season: Season) -> bool:
    earlier = [
        each for each in known if today - each.day > _LAST_YEAR and season(each.day) == "great"
    ]
    return len(earlier) < ENOUGH_IN_SEASON


def _last_days(known: Sequence[DaySpent]) -> float:
    """What the days before this one cost, for days that rise towards a festival; one wild day is
    not enough to be usual."""
    last = sorted(known, key=lambda each: each.day)[-_LAST_DAYS:]
    return median(each.paise for each in last)


def _ordinary_day(known: Sequence[DaySpent], today: date, season: Season) -> float:
    since = today - timedelta(days=RECENT_DAYS)
    lately = [each.paise for each in known if each.day >= since and season(each.day) == "ordinary"]
    return median(lately) if lately else 0.0


def _of_season(known: Sequence[DaySpent], today: date, season: Season) -> list[DaySpent]:
    """Days like today: of festival time however long ago, ordinary ones of the last weeks."""
    level = season(today)
    same = [each for each in known if season(each.day) == level]
    if level != "ordinary":
        return same
    since = today - timedelta(days=RECENT_DAYS)
    lately = [each for each in same if each.day >= since]
    return lately if len(lately) >= ENOUGH_IN_SEASON else same


def _weekday(logs: Mapping[date, float], today: date, middle: float) -> float:
    """How this weekday differs, where enough of them are known."""
    same = [value for day, value in logs.items() if day.weekday() == today.weekday()]
    if len(same) < _WEEKDAYS_NEEDED:
        return 0.0
    return median(same) - middle
