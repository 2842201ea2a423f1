"""When a shop is open: the days it is closed every week, and the hours of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from app.core.variants import Variant
from integrations.languages.dates import read_days
from integrations.languages.numbers import find_numbers
from integrations.languages.text import Hit, Message, Phrases

WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ANY_DAY: Final = date(2026, 1, 5)
_NOON: Final = 12
_DAY_PARTS: Final = {
    "am": "am a.m subah subeh savere सुबह सवेरे காலை காலைல kaalai kaalaila kalaila morning "
    "ఉదయం పొద్దున udayam podduna poddunne kaala",
    "noon": "noon dopahar dopahr afternoon दोपहर மதியம் mathiyam madhiyam మధ్యాహ్నం madhyahnam",
    "pm": "pm p.m shaam sham evening raat rat night शाम रात மாலை சாயங்காலம் இரவு ராத்திரி நைட் "
    "saayangaalam sayangalam maalai raathiri rathiri iravu సాయంత్రం రాత్రి sayantram raatri rathri",
}
_O_CLOCK: Final = (
    "baje bje baj o'clock oclock mani manikku maniku gantalaku gantala gantalaki ganta gantalu "
    "बजे मणि மணி மணிக்கு மணில గంటలకు గంటలకి గంటల గంటలు"
)
_UNTIL: Final = (
    "till until to tak tk se varai varaikkum varaikum vara varaku varaki close closes closing band "
    "तक बंद வரை வரைக்கும் மூடு வரக்கும் వరకు వరకూ మూసి"
)


@dataclass(frozen=True, slots=True)
class Hours:
    """``opens`` and ``closes`` as ``HH:MM``; either may be unknown."""

    opens: str | None = None
    closes: str | None = None


@cache
def _parts() -> Phrases[str]:
    return Phrases({word: part for part, words in _DAY_PARTS.items() for word in words.split()})


@cache
def _o_clock() -> Phrases[str]:
    return Phrases(dict.fromkeys(_O_CLOCK.split(), "o'clock"))


@cache
def _until() -> frozenset[str]:
    return frozenset(_UNTIL.split())


def weekdays_in(message: Message, variant: Variant | None) -> list[str]:
    """The days of the week a message names, in English, in the order of the week."""
    days = {day.day.weekday() for day in read_days(message, variant, _ANY_DAY) if day.weekly}
    return [WEEKDAYS[place] for place in sorted(days)]


def read_hours(message: Message, variant: Variant | None, *, spoken_of: bool) -> Hours:
    """The hours a message tells; ``spoken_of``: it says that it is about hours.

    Without that, numbers are hours only beside a word such as baje or a part of the day.
    """
    parts = {place: hit.value for hit in _parts().find(message) for place in _span(hit)}
    clock = {place for hit in _o_clock().find(message) for place in _span(hit)}
    times = _times(message, variant, parts, clock, spoken_of=spoken_of)
    if not times:
        return Hours()
    if len(times) == 1:
        minutes, part, place = times[0]
        ahead = {token.text for token in message.tokens[place + 1 : place + 4]}
        if ahead & _until() or part == "pm":
            return Hours(closes=_clock(minutes, part or "pm"))
        return Hours(opens=_clock(minutes, part or "am"))
    (first, one, _), (second, other, _) = times[0], times[-1]
    return Hours(_clock(first, one or "am"), _clock(second, other or "pm"))


def _span(hit: Hit[str]) -> range:
    return range(hit.first, hit.after)


def _times(
    message: Message,
    variant: Variant | None,
    parts: dict[int, str],
    clock: set[int],
    *,
    spoken_of: bool,
) -> list[tuple[int, str | None, int]]:
    """Minutes since noon or midnight, the part of the day said with them, and their place."""
    found: list[tuple[int, str | None, int]] = []
    after = -1
    for number in find_numbers(message, variant):
        if number.first < after or not 1 <= number.value <= 24:
            continue
        minutes, after = _minutes(message, number.value, number.after)
        # "subah 9 se raat 10" and "9 am to 10 pm": the nearest word is the hour's own.
        near = (number.first - 1, after, number.first - 2, after + 1, after + 2)
        part = next((parts[at] for at in near if at in parts), None)
        beside = after in clock or after + 1 in clock
        if number.worded and not (part or beside):
            continue
        if part or beside or spoken_of:
            found.append((minutes, part, after - 1))
    return found


def _minutes(message: Message, value: float, after: int) -> tuple[int, int]:
    """``9:30`` is three tokens; half past nine may also be said as 9.5."""
    tokens: Sequence[str] = [token.text for token in message.tokens[after : after + 2]]
    whole = round(value * 60)
    if len(tokens) == 2 and tokens[0] in ":." and tokens[1].isdigit() and len(tokens[1]) == 2:
        return whole + int(tokens[1]), after + 2
    cents = round(value * 100) % 100
    if cents in (15, 30, 45):  # 9.30 is how many write half past nine
        return int(value) * 60 + cents, after
    return whole, after


def _clock(minutes: int, part: str) -> str:
    hour, minute = divmod(minutes, 60)
    if part in ("pm", "noon") and hour < _NOON:
        hour += 0 if part == "noon" and hour == _NOON - 1 else _NOON
    elif part == "am" and hour == _NOON:
        hour = 0
    return f"{hour % 24:02d}:{minute:02d}"
