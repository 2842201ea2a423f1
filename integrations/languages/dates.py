"""Days as people say them: ``8 Nov``, ``15 tareekh tak``, ``kal``, ``அடுத்த வெள்ளி``, ``3 రోజుల``."""

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from app.core.variants import Variant
from integrations.languages.day_ranges import Day, Found, as_ranges, with_other_ends
from integrations.languages.day_roles import RoleReader
from integrations.languages.numbers import number_at
from integrations.languages.text import Message, bare_forms
from integrations.languages.time_words import ORDINALS, WEAK, TimeReader


@dataclass(frozen=True, slots=True)
class Duration:
    """A length of time found, in whole days."""

    days: int
    first: int
    after: int


_MONTH_END_WORDS: Final = """
monthend mahinekeend mahineend mahinekeant mahinakeant महीनेकेअंत महीनेकेआखिर மாசகடைசி மாதகடைசி
maasakadaisi maasakadasi నెలాఖరు నెలఆఖరు nelakhari nelaakhari endofmonth endofthemonth
"""
_MONTH_END: Final = frozenset(_MONTH_END_WORDS.split())
_MONTH_END_HEADS: Final = frozenset(word[:2] for word in _MONTH_END)
_NUMERIC: Final = re.compile(
    r"(?<![\d/.-])(?:(?P<y1>20\d\d)-(?P<m1>\d{1,2})-(?P<d1>\d{1,2})"
    r"|(?P<d2>\d{1,2})[/.-](?P<m2>\d{1,2})[/.-](?P<y2>(?:20)?\d\d)"
    r"|(?P<d3>\d{1,2})/(?P<m3>\d{1,2}))(?![\d/])"
)


def read_days(message: Message, variant: Variant | None, today: date) -> list[Day]:
    """Every day named in a message, left to right; relative ones counted from ``today`` (IST)."""
    reader = TimeReader(message, variant, today)
    found = _numeric(reader)
    taken = {at for _, first, after, _ in found for at in range(first, after)}
    readers: tuple[Callable[[TimeReader, int], Found | None], ...] = (
        _month_day, _marked_day, _from_now, _relative, _weekday, _month_end,
    )  # fmt: skip
    place = 0
    while place < len(message.tokens):
        step = place + 1
        for read_one in readers:
            day = None if place in taken else read_one(reader, place)
            if day and not taken & set(range(day[1], day[2])):
                found.append(day)
                taken |= set(range(day[1], day[2]))
                step = max(day[2], step)
                break
        place = step
    roles = RoleReader(reader)
    days = [
        Day(
            day, first, after,
            roles.role(first, after, fixed=named or first in reader.weekdays),
            named, first in reader.weekdays,
        )
        for day, first, after, named in with_other_ends(reader, sorted(found, key=lambda d: d[1]))
    ]  # fmt: skip
    return as_ranges(reader, days)


def read_durations(message: Message, variant: Variant | None) -> list[Duration]:
    """Every length of time: ``3 din``, ``do hafte``, ``ஒரு வாரம்``, ``5-day``."""
    reader = TimeReader(message, variant, date.min)
    found: list[Duration] = []
    for place, (key, after) in sorted(reader.time.items()):
        size = {"day": 1, "week": 7, "month": 30}.get(str(key))
        counted = reader.count_before(place) if size else None
        if counted is None and size and size > 1 and reader.time_at(after, "day"):
            counted, after = (1, place), after + 1  # వారం రోజులు: a week of days
        if size is None or counted is None or not 1 <= counted[0] * size <= 366:
            continue
        if any(
            reader.time_at(near, "after", "later")
            for near in range(after, min(after + 2, len(reader.tokens)))
        ):
            continue
        found.append(Duration(counted[0] * size, counted[1], after))
    return found


def _upcoming(today: date, month: int, day: int, year: int | None = None) -> date | None:
    for candidate in (year,) if year else (today.year, today.year + 1):
        if 1 <= month <= 12 and 1 <= day <= monthrange(candidate, month)[1]:
            found = date(candidate, month, day)
            if year or found >= today:
                return found
    return None


def _numeric(reader: TimeReader) -> list[Found]:
    found: list[Found] = []
    line = "".join(token.text for token in reader.tokens)
    starts: dict[int, int] = {}
    ends: dict[int, int] = {}
    at = 0
    for index, token in enumerate(reader.tokens):
        starts[at] = index
        at += len(token.text)
        ends[at] = index + 1
    for match in _NUMERIC.finditer(line):
        parts = match.groupdict()
        year = parts["y1"] or parts["y2"]
        number = int(year) + (2000 if year and len(year) == 2 else 0) if year else None
        month = next(int(parts[f"m{n}"]) for n in "123" if parts[f"m{n}"])
        day = next(int(parts[f"d{n}"]) for n in "123" if parts[f"d{n}"])
        when = _upcoming(reader.today, month, day, number)
        if when and match.start() in starts and match.end() in ends:
            first, after = starts[match.start()], ends[match.end()]
            found.append((when, first, after, True))
    return found


def _year_at(reader: TimeReader, place: int) -> tuple[int | None, int]:
    if place < len(reader.tokens) and re.fullmatch(r"20\d\d", reader.tokens[place].text):
        return int(reader.tokens[place].text), place + 1
    after = place + 1
    if after < len(reader.tokens) and reader.tokens[place].text == ",":
        # "8 Nov, 2026"; what stands behind a comma may also be the price.
        year = reader.tokens[after].text
        if re.fullmatch(r"20[23]\d", year) and not _unit_after(reader, after + 1):
            return int(year), after + 1
    return None, place


def _month_day(reader: TimeReader, place: int) -> Found | None:
    """``8 Nov`` read at the month, ``November 8`` likewise."""
    month = reader.months.get(place)
    if month is None:
        return None
    number, after = int(month[0]) + 1, month[1]
    before = reader.count_before(place)
    if before and 1 <= before[0] <= 31:
        year, end = _year_at(reader, after)
        when = _upcoming(reader.today, number, before[0], year)
        return (when, before[1], end, True) if when else None
    follows = (
        number_at(reader.message, after, reader.variant) if after < len(reader.tokens) else None
    )
    if (
        follows
        and follows.value == int(follows.value)
        and 1 <= follows.value <= 31
        and not _unit_after(reader, follows.after)
    ):
        end = follows.after
        while end < len(reader.tokens) and (
            reader.tokens[end].text in ORDINALS
            or (reader.tokens[end].text == "-" and not _digit(reader, end + 1))
        ):
            end += 1
        year, end = _year_at(reader, end)
        when = _upcoming(reader.today, number, int(follows.value), year)
        return (when, place, end, True) if when else None
    return None


def _digit(reader: TimeReader, place: int) -> bool:
    return place < len(reader.tokens) and reader.tokens[place].script == "digit"


def _unit_after(reader: TimeReader, place: int) -> bool:
    return place < len(reader.tokens) and reader.tokens[place].text in (
        "%",
        "percent",
        "off",
        "rs",
        "₹",
    )


def _marked_day(reader: TimeReader, place: int) -> Found | None:
    """``15 tareekh``, ``20வது தேதி``, ``20th``: the next such day of a month."""
    after = reader.time_at(place, "daymark")
    counted = reader.count_before(place) if after else None
    if after is None or counted is None or not 1 <= counted[0] <= 31:
        return None
    said = reader.tokens[place].text
    if said in WEAK and not (place - counted[1] == 1 and _is_dated(reader, counted[1], after)):
        return None
    month, year = reader.today.month, reader.today.year
    for _ in range(12):
        if (
            counted[0] <= monthrange(year, month)[1]
            and date(year, month, counted[0]) >= reader.today
        ):
            return date(year, month, counted[0]), counted[1], after, True
        month, year = (1, year + 1) if month == 12 else (month + 1, year)
    return None


def _from_now(reader: TimeReader, place: int) -> Found | None:
    """``3 din baad``, ``after 2 days``, ``2 நாள் கழிச்சு``."""
    key = reader.time.get(place)
    size = {"day": 1, "week": 7}.get(str(key[0])) if key else None
    counted = reader.count_before(place) if size else None
    if key is None or size is None or counted is None:
        return None
    after = reader.time_at(key[1], "after", "later")
    ahead = ("after", "following")
    if after is None and (counted[1] == 0 or reader.time_at(counted[1] - 1, *ahead) is None):
        return None
    first = counted[1] if after else counted[1] - 1
    return reader.today + timedelta(days=counted[0] * size), first, after or key[1], False


def _is_dated(reader: TimeReader, first: int, after: int) -> bool:
    """ "15th" is a day with a word of time beside it; "10th maths" is a class."""
    before = reader.tokens[first - 1].text if first else ""
    behind = reader.tokens[after].text if after < len(reader.tokens) else ""
    if behind in _SCHOOL:
        return False
    return reader.beside_role(first, after) or before in _DATED_BEFORE or behind in _DATED_BEHIND


_SCHOOL: Final = frozenset(
    ["class", "std", "standard", "grade", "maths", "math", "science", "pass", "fail", "board"]
)
_DATED_BEFORE: Final = frozenset(["on", "by", "from", "till", "before", "the", "after", "date"])
_DATED_BEHIND: Final = frozenset(
    ["ko", "tak", "se", "ku", "ki", "of", "night", "evening", "morning"]
)
_RELATIVE: Final = {"today": 0, "tomorrow": 1, "day_after_tomorrow": 2}


def _relative(reader: TimeReader, place: int) -> Found | None:
    found = reader.time.get(place)
    if found is None or found[0] not in (*_RELATIVE, "weekend"):
        return None
    if found[0] == "weekend":
        if not reader.beside_role(place, found[1]):
            return None
        ahead = 6 - reader.today.weekday()
    else:
        ahead = _RELATIVE[str(found[0])]
    return reader.today + timedelta(days=ahead), place, found[1], False


def _weekday(reader: TimeReader, place: int) -> Found | None:
    found = reader.weekdays.get(place)
    if found is None or not reader.strong(place, found[1]):
        return None
    ahead = (int(found[0]) - reader.today.weekday()) % 7
    if place and reader.time_at(place - 1, "next"):
        # "Next Friday" is the Friday of the coming Monday-to-Sunday week.
        ahead = 7 - reader.today.weekday() + int(found[0])
    elif ahead == 0 and not (place and reader.time_at(place - 1, "this")):
        ahead = 7
    return reader.today + timedelta(days=ahead), place, found[1], False


def _month_end(reader: TimeReader, place: int) -> Found | None:
    if reader.tokens[place].text[:2] not in _MONTH_END_HEADS:
        return None
    for after in range(min(len(reader.tokens), place + 4), place, -1):
        joined = "".join(token.text for token in reader.tokens[place:after])
        if any(form in _MONTH_END for form in bare_forms(joined, reader.tokens[after - 1].script)):
            last = monthrange(reader.today.year, reader.today.month)[1]
            return reader.today.replace(day=last), place, after, False
    return None
