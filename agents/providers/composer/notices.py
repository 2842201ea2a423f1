"""A notice to customers: the shop is shut on some days, or a new one opens. Nothing is guessed."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, Final, Protocol

from agents.providers.composer.days import named_day
from agents.providers.composer.values import clean, person
from app.core.clock import IST
from app.core.variants import Variant
from integrations.india.cities import find_cities
from integrations.india.localities import find_localities
from integrations.languages.dates import read_days
from integrations.languages.day_ranges import Day
from integrations.languages.formats import clock_time, hours_span, span
from integrations.languages.identify import identify
from integrations.languages.text import Message, read
from skills.wordlists import cue, word_list

_LONGEST: Final = 500
_LONGEST_SHUT: Final = 60
_FAR: Final = 60
_CLOCK: Final = re.compile(
    r"(?<!\d)(\d{1,2})(?:[:.](\d\d))?\s*(a\.?m|p\.?m|baje|bje|o.?clock|mani|manikku|gantala|gantalaki"
    r"|बजे|மணி|గంటల)",
    re.IGNORECASE,
)
_MORNING: Final = re.compile(
    r"morning|subah|kaalai|kalai|podduna|सुबह|காலை|ఉదయం|పొద్దున", re.IGNORECASE
)
_NIGHT: Final = re.compile(
    r"evening|night|shaam|sham|raat|saayangaalam|raathiri|sayantram|raatri|शाम|रात|மாலை|இரவு|ராத்திரி"
    r"|సాయంత్రం|రాత్రి",
    re.IGNORECASE,
)
# "25 ko khulegi": a day of the month without its month, which is the next one so numbered.
_BARE_DAY: Final = re.compile(
    r"(?<![\d₹:.])(\d{1,2})\s*(?:ko|को|th|st|nd|rd|tareekh|tarikh|तारीख|na\b|naa\b|న|thethi"
    r"|-?ம் தேதி|ஆம் தேதி|தேதி|tedhi|తేదీ)",
    re.IGNORECASE,
)
_CLAUSE: Final = re.compile(r"[,.;\n।]|\baur\b|\band\b|\bphir\b|और|फिर")
# "on Gandhi Road", "Gandhi Road la": the part of town as she calls it.
_STREET: Final = (
    r"(?:road|rd|street|nagar|market|bazaar|bazar|colony|chowk|layout|complex|mall|circle|junction)"
)
_ROADS: Final = re.compile(
    rf"(?:\b(?:in|at|on)\s+((?:[\w.]+\s+){{1,2}}{_STREET})\b)"
    rf"|(?:((?:[\w.]+\s+){{1,2}}{_STREET})\s+(?:mein|me|par|pe|la|le|lo|ki|ku)\b)"
    r"|(?:((?:\S+\s+){1,2}(?:रोड|नगर|मार्केट|बाज़ार|बाजार|चौक|कॉलोनी))\s+(?:में|पर))",
    re.IGNORECASE,
)
_NO_NAME: Final = (
    "branch",
    "shop",
    "dukan",
    "dukaan",
    "kadai",
    "new",
    "nayi",
    "naya",
    "our",
    "को",
    "से",
    "नई",
)


_OF_AN_OFFER: Final = (
    *("starts", "date", "days", "last_day"),
    *("new_stock", "bogo", "delivery", "admission", "booking"),
)
_SOLD: Final = ("cut", "price", "spend", "product", "products", "usp", "till", "per_unit")


class _Facts(Protocol):
    variant: Variant

    def put(self, name: str, value: str | None, source: str = "") -> None: ...

    def flag(self, *names: str) -> None: ...

    def drop(self, *names: str) -> None: ...


class _Said(Protocol):
    def own(self, name: str) -> Any: ...

    def text(self, name: str, longest: int = 2000) -> str | None: ...


@dataclass(slots=True)
class _Read:
    """A request with its days; ``today`` is the owner's."""

    text: str
    message: Message
    days: list[Day]
    today: date

    def middle(self, day: Day) -> int:
        """Where in the text a day is named."""
        tokens = self.message.tokens
        return (tokens[day.first].start + tokens[day.after - 1].end) // 2

    def apart(self, one: int, other: int) -> int:
        """How far two places are from each other; a comma or an "and" between them is a wall."""
        first, last = sorted((one, other))
        return last - first + _FAR * len(_CLAUSE.findall(self.text[first:last]))


def add_notice(facts: _Facts, said: _Said, today: date) -> None:
    """Put a notice among the facts, when the request is one.

    A closing sells nothing; beside an opening stands an offer that was named as one.
    """
    text = (said.text("request") or "")[:_LONGEST]
    if cue("new_place", text) and cue("is_opening", text):
        _opening(facts.put, facts.flag, _reading(text, today), facts.variant)
        facts.drop(*_OF_AN_OFFER)
        if not cue("in_rupees", text):
            facts.drop("price", "per_unit")
    elif _is_shut(text) and _shut(
        facts.put, facts.flag, said, _reading(text, today), facts.variant
    ):
        facts.drop(*_OF_AN_OFFER, *_SOLD)


def _is_shut(text: str) -> bool:
    if cue("not_shut", text):
        return False
    return bool(cue("shut_for_sure", text) or (cue("is_shut", text) and cue("the_shop", text)))


def _reading(text: str, today: date) -> _Read:
    message = read(text)
    heard = identify(text).variant
    days = read_days(message, None if heard == "und" else heard, today)
    return _Read(text, message, [day for day in days if day.day >= today], today)


def _shut(
    put: Callable[[str, str | None, str], None],
    flag: Callable[..., None],
    said: _Said,
    heard: _Read,
    variant: Variant,
) -> bool:
    """The days or hours on which it is shut, and when it opens again, as far as they were told."""
    clocks = _clocks(heard.text)
    if clocks is None:
        return False
    dated = [day for day in heard.days if day.role != "every"]
    back = _back(heard, dated)
    shut = [day for day in dated if day.day != back] or []
    first, last = _ends(shut, said, heard)
    if back and last and back <= last:
        back = None
    flag("notice", "shut")
    if len(clocks) == 1:
        put("shut_at", clock_time(clocks[0], variant), "slots.request")
    elif clocks:
        put("shut_hours", hours_span(clocks[0], clocks[1], variant), "slots.request")
    if first and last and last > first:
        begins, ends = (named_day(day, heard.today, variant) for day in (first, last))
        put("shut_span", span(begins, ends, variant), "slots.date")
    elif first:
        put("shut_day", named_day(first, heard.today, variant), "slots.date")
        if first == heard.today:
            flag("shut_today")
    put("back", named_day(back, heard.today, variant) if back else None, "slots.date")
    return True


def _ends(shut: list[Day], said: _Said, heard: _Read) -> tuple[date | None, date | None]:
    """First and last day; a length of time counts from the first."""
    ends = [day.day for day in shut]
    if not ends:
        bare = _bare_day(heard, cue("is_shut", heard.text), heard.today)
        ends = [bare] if bare else []
    if not ends:
        return None, None
    begins = any(day.role == "from" for day in shut) or len(ends) == 1
    length = said.own("duration_days")
    only = min(ends) == max(ends)
    if only and begins and isinstance(length, int | float) and 1 < length <= _LONGEST_SHUT:
        return ends[0], ends[0] + timedelta(days=int(length) - 1)
    if only and shut and shut[0].role == "until":
        return heard.today, ends[0]
    return min(ends), max(ends)


def _back(heard: _Read, days: list[Day]) -> date | None:
    """The day of opening again: the one that stands nearer to that word than to being shut."""
    again, shut = cue("opens_again", heard.text), cue("is_shut", heard.text)
    if again is None or shut is None:
        return None
    near = [
        day
        for day in days
        if heard.apart(heard.middle(day), again.start())
        < heard.apart(heard.middle(day), shut.start())
    ]
    if near:
        return min(near, key=lambda day: heard.apart(heard.middle(day), again.start())).day
    others = [day.day for day in days]
    return _bare_day(heard, again, max(others, default=heard.today))


def _bare_day(heard: _Read, word: re.Match[str] | None, after: date) -> date | None:
    """The day whose number alone stands beside a word, the next of its kind from ``after`` on."""
    if word is None:
        return None
    beside = [
        match
        for match in _BARE_DAY.finditer(heard.text)
        if heard.apart(match.end(), word.start()) < _FAR and 1 <= int(match[1]) <= 31
    ]
    if not beside:
        return None
    number = int(min(beside, key=lambda match: heard.apart(match.end(), word.start()))[1])
    days = (after + timedelta(days=ahead) for ahead in range(62))
    return next((day for day in days if day.day == number), None)


def _clocks(text: str) -> list[datetime] | None:
    """The hours named, in order; None where one of them cannot be told from its half of the day."""
    found = []
    for match in _CLOCK.finditer(text):
        hour, minute, unit = int(match[1]), int(match[2] or 0), match[3].lower()
        if hour > 12 or minute > 59:
            return None
        before = text[max(0, match.start() - 15) : match.start()]
        if unit.startswith("a") or (not unit.startswith("p") and _MORNING.search(before)):
            hour %= 12
        elif unit.startswith("p") or _NIGHT.search(before) or hour <= 8:
            hour = hour % 12 + 12
        elif hour != 12:
            return None
        found.append(datetime.combine(date(2026, 1, 5), time(hour, minute), IST))
    return found if len(found) <= 2 else None


def _opening(
    put: Callable[[str, str | None, str], None],
    flag: Callable[..., None],
    heard: _Read,
    variant: Variant,
) -> None:
    flag("notice", "opens")
    kind = "branch" if cue("a_branch", heard.text) else "shop"
    put("outlet", word_list("outlets")[kind][variant], "")
    word = cue("is_opening", heard.text)
    at = word.start() if word else 0
    days = [day for day in heard.days if day.role not in ("every", "until", "eve")]
    nearest = min(days, key=lambda day: heard.apart(heard.middle(day), at), default=None)
    first = nearest.day if nearest else _bare_day(heard, word, heard.today)
    if first:
        put("opens_day", named_day(first, heard.today, variant), "slots.date")
    elif cue("has_opened", heard.text):
        flag("opened")
    where = _where(heard)
    put("opens_place", person(where, variant) if where else None, "slots.request")


def _where(heard: _Read) -> str | None:
    """The part of town of a new shop, else its town, as she wrote it."""
    message = heard.message
    names = [
        # "அண்ணா நகர்ல" without its "in"
        message.said(part.first, part.after) if part.exact else part.value.name
        for part in find_localities(message)
    ]
    names += [message.said(hit.first, hit.after) for hit in find_cities(message) if hit.exact]
    for name in names:
        said = clean(name, 40)
        if said and len(said) > 2 and said.casefold() not in ("nagar", "नगर", "நகர்", "నగర్"):
            return said
    match = _ROADS.search(heard.text)
    if match is None:
        return None
    words = (match[1] or match[2] or match[3]).split()
    while words and words[0].casefold() in _NO_NAME:
        words = words[1:]
    return clean(" ".join(words), 40) if len(words) > 1 else None
