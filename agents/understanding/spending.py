"""What she asks about her spending here, or sets as its limit: "is mahine ka hisaab", "budget 300".

A message is taken for one of these only when every word of it belongs to the subject: "500 budget
mein Instagram ad" is about an ad, and the same words about her shop's sales mean her shop.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal

from agents.understanding.told_words import own_words, places_of
from app.core.variants import Variant
from integrations.languages.numbers import find_numbers
from integrations.languages.regional_languages import language
from integrations.languages.text import Message, Phrases, read

Span = Literal["month", "day", "task"]
MOST_WORDS: Final = 12
_SUBJECTS: Final = ("spent", "report", "budget")
_GROUPS: Final = ("set", "lift", "ask", "month", "before", "day", "task", "money", "small")
_LARGEST: Final = 10_000_000


@dataclass(frozen=True, slots=True)
class Spending:
    """``show`` a month (``months_ago`` 0 is this one), ``set`` a limit of ``span`` to ``rupees``,
    or ``lift`` it."""

    act: Literal["show", "set", "lift"]
    span: Span = "month"
    rupees: int = 0
    months_ago: int = 0


def read_spending(text: str, variant: Variant | None, today: date) -> Spending | None:
    """What the message asks or sets; None when it is about something else. Never raises."""
    message = read(own_words(text))
    if not 0 < len(message.tokens) <= 2 * MOST_WORDS:
        return None
    found = {group: places_of("spending", group, message) for group in _SUBJECTS}
    if not any(found.values()):
        return None
    found |= {group: places_of("spending", group, message) for group in _GROUPS}
    found["ask"] -= found["set"]  # "kar do" is no "do": give
    named = _month_named(message, today)
    amounts = [
        number
        for number in find_numbers(message, variant)
        if not (number.worded and _covered(range(number.first, number.after), found))
    ]
    taken = {place for places in found.values() for place in places} | set(named[1])
    taken |= {place for each in amounts for place in range(each.first, each.after)}
    if any(place not in taken and _says(message, place) for place in range(len(message.tokens))):
        return None
    if found["budget"]:
        return _limit(found, [number.value for number in amounts])
    asks = found["spent"] or (found["report"] and (found["month"] or found["before"] or named[1]))
    if not asks or amounts:
        return None
    return Spending("show", months_ago=1 if found["before"] else named[0])


def _limit(found: dict[str, set[int]], amounts: list[float]) -> Spending | None:
    span: Span = "task" if found["task"] else "day" if found["day"] else "month"
    if found["lift"] and not amounts:
        return Spending("lift", span)
    if not amounts:
        # "what is my budget"
        return Spending("show") if found["ask"] or found["spent"] else None
    value = amounts[0]
    if len(amounts) > 1 or value != int(value) or not 0 <= value <= _LARGEST or found["ask"]:
        return None
    return Spending("set", span, int(value))


def _covered(places: range, found: dict[str, set[int]]) -> bool:
    return all(any(place in group for group in found.values()) for place in places)


def _says(message: Message, place: int) -> bool:
    """Whether the token is a word; marks say nothing."""
    return message.tokens[place].script != "other"


@cache
def _months() -> Phrases[int]:
    entries: dict[str, int] = {}
    for base in ("en", "hi", "ta", "te"):
        for number, spelling in enumerate(language(base).months, 1):
            for name in (*spelling.latin, *spelling.native):
                entries.setdefault(name, number)
    return Phrases(entries)


def _month_named(message: Message, today: date) -> tuple[int, list[int]]:
    """How many months ago the named month last was, and the tokens that name it."""
    hits = [hit for hit in _months().find(message) if hit.after - hit.first == 1]
    if not hits:
        return 0, []
    places = [place for hit in hits for place in range(hit.first, hit.after)]
    return (today.month - hits[0].value) % 12, places
