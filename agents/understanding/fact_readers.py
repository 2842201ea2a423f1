"""One reader a fact: what an answer says of it, or the reason why it cannot be used."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from agents.understanding.categories import category_of_goods, read_category
from agents.understanding.rule_answers import (
    read_approval,
    read_cap,
    read_emoji,
    read_phrases,
    read_tone,
)
from agents.understanding.shop_answers import (
    bare_owner,
    bare_people,
    bare_reason,
    price_range,
    read_languages,
    split_people_and_reason,
)
from app.core.variants import Variant
from integrations.india.cities import find_states
from integrations.india.gstin import LENGTH, check_gstin
from integrations.india.vpa import check_vpa
from integrations.languages.text import latin_digits, read

GSTIN: Final = re.compile(r"(?<![0-9A-Za-z])\d{2}[\s-]?[A-Za-z0-9]{5}[A-Za-z0-9\s-]{6,14}(?!\w)")
WEBSITE: Final = re.compile(
    r"(?<![@\w.])(?:https?://)?(?:www\.)?[a-z0-9][a-z0-9-]*(?:\.[a-z0-9-]+)*"
    r"\.(?:com|in|net|org|shop|store|online|info|biz|site|business|me|page)(?:/[^\s,]*)?(?![\w@])",
    re.IGNORECASE,
)
_LONGEST: Final = 200
_AROUND_AT: Final = re.compile(r"\s*@\s*")
_VPA: Final = re.compile(r"\S*@\S*")
_PHONE: Final = re.compile(r"(?<!\d)[6-9]\d{4}[\s-]?\d{5}(?!\d)")
_TOLD: Final = {
    "gstin": GSTIN,
    "website": WEBSITE,
    "vpa": re.compile(r"[\w.-]{2,}@[a-z]{2,}"),
    "phone": _PHONE,
}


@dataclass(frozen=True, slots=True)
class FactReading:
    """A value in stored form, or ``problem`` (the end of its key) with ``params``."""

    value: Any = None
    problem: str | None = None
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None


Reader = Callable[[str, Variant | None], FactReading]


def contacts_told(text: str) -> list[str]:
    """Which numbers, addresses and codes a message tells in full, by the fact they are."""
    plain = latin_digits(text)
    return [name for name, pattern in _TOLD.items() if pattern.search(plain)]


def _category(said: str, variant: Variant | None) -> FactReading:
    del variant
    found = read_category(said)
    if found:
        return FactReading(found[0])
    if goods := category_of_goods(said):
        return FactReading(goods)
    bare = bare_reason(said)[:_LONGEST]
    return FactReading(bare.lower()) if bare else FactReading(problem="empty")


def _state(said: str, variant: Variant | None) -> FactReading:
    del variant
    hits = find_states(read(said))
    return FactReading(hits[0].value) if hits else FactReading(problem="state_missing")


def _gstin(said: str, variant: Variant | None) -> FactReading:
    del variant
    plain = latin_digits(said)
    match = GSTIN.search(plain)
    reading = check_gstin(_number_in(match.group()) if match else _longest_code(plain))
    if reading.valid:
        return FactReading(reading.gstin)
    return FactReading(
        problem=f"gstin_{reading.reason}", params=reading.params, suggestion=reading.suggestion
    )


def _number_in(found: str) -> str:
    """The number without words that follow it: "27 AAPFU 0939F 1ZV hai"."""
    joined = ""
    for word in found.split():
        if len(joined) >= LENGTH or (joined and len(joined) + len(word) > LENGTH + 1):
            break
        joined += word
    return joined


def _longest_code(plain: str) -> str:
    """What was likely meant as the number: the longest piece with a digit in it."""
    pieces = [piece for piece in re.findall(r"[0-9A-Za-z]+", plain) if any(map(str.isdigit, piece))]
    return max(pieces, key=len, default="")


def _vpa(said: str, variant: Variant | None) -> FactReading:
    del variant
    plain = _AROUND_AT.sub("@", latin_digits(said))
    found = _VPA.search(plain)
    reading = check_vpa(found.group().strip(".,;:!?()\"'।") if found else plain)
    if reading.valid:
        return FactReading(reading.vpa, suggestion=reading.suggestion)
    return FactReading(
        problem=f"vpa_{reading.reason}", params=reading.params, suggestion=reading.suggestion
    )


def _website(said: str, variant: Variant | None) -> FactReading:
    del variant
    match = WEBSITE.search(latin_digits(said))
    if match is None:
        return FactReading(problem="website_missing")
    return FactReading(match.group().rstrip(".").lower())


def _languages(said: str, variant: Variant | None) -> FactReading:
    del variant
    found = read_languages(said)
    return FactReading(found) if found else FactReading(problem="languages_missing")


def _audience(said: str, variant: Variant | None) -> FactReading:
    del variant
    people, reason = split_people_and_reason(said)
    return FactReading((bare_people(people) or bare_people(reason) or said)[:_LONGEST])


def _usp(said: str, variant: Variant | None) -> FactReading:
    del variant
    people, reason = split_people_and_reason(said)
    return FactReading((bare_reason(reason or people) or said)[:_LONGEST])


def _price_range(said: str, variant: Variant | None) -> FactReading:
    found = price_range(said, variant)
    return FactReading(found) if found else FactReading(problem="amount_missing")


def _owner(said: str, variant: Variant | None) -> FactReading:
    del variant
    name = bare_owner(said)
    return FactReading(name[:80]) if name else FactReading(problem="empty")


def _tone(said: str, variant: Variant | None) -> FactReading:
    del variant
    tone = read_tone(said)
    return FactReading(tone) if tone else FactReading(problem="tone_missing")


def _emoji(said: str, variant: Variant | None) -> FactReading:
    del variant
    found = read_emoji(said, asked=True)
    return FactReading(found) if found else FactReading(problem="emoji_missing")


def _cap(said: str, variant: Variant | None) -> FactReading:
    cap = read_cap(said, variant, asked=True)
    return FactReading(cap) if cap is not None else FactReading(problem="cap_missing")


def _approval(said: str, variant: Variant | None) -> FactReading:
    del variant
    found = read_approval(said, asked=True)
    return FactReading(found) if found else FactReading(problem="approval_missing")


def _never(said: str, variant: Variant | None) -> FactReading:
    del variant
    return _words(said, "never_say")


def _always(said: str, variant: Variant | None) -> FactReading:
    del variant
    return _words(said, "always_say")


def _words(said: str, kind: str) -> FactReading:
    words = read_phrases(said, kind).values.get(kind)
    return FactReading(words) if words else FactReading(problem="empty")


FACT_READERS: Final[Mapping[str, Reader]] = {
    "category": _category,
    "state": _state,
    "gstin": _gstin,
    "vpa": _vpa,
    "website": _website,
    "languages": _languages,
    "audience": _audience,
    "usp": _usp,
    "price_range": _price_range,
    "owner_name": _owner,
    "tone": _tone,
    "emoji": _emoji,
    "discount_cap_percent": _cap,
    "approval": _approval,
    "never_say": _never,
    "always_say": _always,
}
