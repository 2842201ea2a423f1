"""Days that belong together: ``28-30 Nov``, ``Friday to Sunday``, ``Sat & Sun``."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from integrations.languages.day_roles import Role
from integrations.languages.numbers import number_at
from integrations.languages.time_words import ORDINALS, TimeReader

Found = tuple[date, int, int, bool]
"""A day, its first token, the token after it, and whether it was named as a calendar date."""
_TO_WORDS: Final = """
to - se from lekar till thru through between and & mudhal muthal irundhu lerundhu nunchi nundi से लेकर
முதல் இருந்து నుంచి నుండి
"""
_AND_WORDS: Final = "and & + n aur or um mariyu और व மற்றும் உம் మరియు , /"
_TO: Final = frozenset(_TO_WORDS.split())
_AND: Final = frozenset(_AND_WORDS.split())
_SAME: Final = frozenset([",", "(", ")", "-", "ko", "को", "na", "నాడు", "ku"])
_NOT_DAYS: Final = frozenset(["%", "percent", "off", "rs", "₹", "baje", "am", "pm", "kg"])
_WEEK: Final = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class Day:
    """A day found: which, from which tokens, and what it is to the offer (``Role``).

    ``named``: a calendar date (8 Nov), not a relative word; ``weekly``: said as a weekday.
    """

    day: date
    first: int
    after: int
    role: Role
    named: bool
    weekly: bool = False


def with_other_ends(reader: TimeReader, found: Sequence[Found]) -> list[Found]:
    """``28 to 30 Nov`` and ``Nov 28 to 30`` name the month once: the other end is added."""
    days: list[Found] = []
    for day, first, after, named in found:
        before = _count_before(reader, first, day) if named else None
        behind = _count_behind(reader, after, day) if named else None
        if before:
            days.append(before)
        days.append((day, first, after, named))
        if behind:
            days.append(behind)
    return days


def _count_before(reader: TimeReader, place: int, day: date) -> Found | None:
    joint = place - 1
    if joint < 1 or reader.tokens[joint].text not in _TO | _AND:
        return None
    counted = reader.count_before(joint)
    if counted is None or not 1 <= counted[0] < day.day:
        return None
    return day.replace(day=counted[0]), counted[1], joint, True


def _count_behind(reader: TimeReader, place: int, day: date) -> Found | None:
    tokens = reader.tokens
    if place + 1 >= len(tokens) or tokens[place].text not in _TO:
        return None
    number = number_at(reader.message, place + 1, reader.variant)
    if number is None or number.worded or not day.day < number.value <= 31:
        return None
    after = number.after
    while after < len(tokens) and tokens[after].text in ORDINALS:
        after += 1
    if (after < len(tokens) and tokens[after].text in _NOT_DAYS) or after in reader.months:
        return None
    try:
        return day.replace(day=int(number.value)), place + 1, after, True
    except ValueError:
        return None


def as_ranges(reader: TimeReader, days: Sequence[Day]) -> list[Day]:
    """The days with the roles that they give each other.

    Of two days joined by "to" the first is the beginning and the second the end; so are two days
    running. A date and its weekday are one day.
    """
    joined: list[Day] = []
    for day in days:
        before = joined[-1] if joined else None
        between = [t.text for t in reader.tokens[before.after : day.first]] if before else []
        if before and _same_day(before, day, between):
            joined[-1] = _merged(before, day)
        elif before and _is_range(before, day, between):
            joined[-1] = replace(before, role="from")
            end = day.day + _WEEK if day.day < before.day and day.weekly else day.day
            joined.append(replace(day, day=end, role="until"))
        else:
            joined.append(day)
    return joined


def _same_day(one: Day, other: Day, between: Sequence[str]) -> bool:
    """``30 Nov Monday``, ``Sunday, 8 Nov``."""
    return (
        {one.named, other.named} == {True, False}
        and (one.weekly or other.weekly)
        and all(word in _SAME for word in between)
        and "on" in (one.role, other.role)
    )


def _merged(one: Day, other: Day) -> Day:
    named, role = (one if one.named else other), (other if one.role == "on" else one).role
    return Day(named.day, one.first, other.after, role, named=True)


def _is_range(one: Day, other: Day, between: Sequence[str]) -> bool:
    if one.role == "from" and other.role == "until":
        return True
    if not between:
        return _run_on(one, other)
    if one.role not in ("on", "from") or other.role not in ("on", "until"):
        return False
    if between[-1] in _TO - _AND or (one.role == "from" and between[-1] in _TO):
        return len(between) <= 2
    return len(between) == 1 and between[0] in _AND and _run_on(one, other)


def _run_on(one: Day, other: Day) -> bool:
    """Two days running, both of the offer."""
    return one.role == other.role == "on" and other.day - one.day == timedelta(days=1)
