"""Corrections in the middle of our questions: ``nahi, Pune nahi, Nashik`` while a number is asked.

What is corrected must be told already, and the sentence must name the fact or hold a value that can
be nothing else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from agents.products.onboarding.readings import contacts
from agents.understanding.answers import read_answer
from agents.understanding.categories import read_category
from agents.understanding.places import read_place
from agents.understanding.rule_answers import read_cap, read_tone
from agents.understanding.shop_answers import read_languages
from agents.understanding.word_groups import has_any, phrases_of
from agents.understanding.words import markers
from app.core.variants import Variant
from integrations.india.cities import find_cities
from integrations.languages.text import read

# What a correction may be about, the surest first.
_CORRECTABLE: Final = (
    "phone", "city", "business_name", "category", "discount_cap_percent", "tone", "languages",
    "products", "vpa", "gstin", "approval", "audience", "usp", "owner_name",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Correction:
    """The field she corrects, and all the values that follow (a city brings its State)."""

    field: str
    values: Mapping[str, Any]


def read_correction(
    asked: str, said: str, talk: Variant | None, told: Mapping[str, Any], *, plain_no: bool
) -> Correction | None:
    """``nahi, Pune nahi, Nashik`` while something else is asked: the fact it changes."""
    message = read(said)
    begins_no = bool(message.tokens) and message.tokens[0].text in markers("says_no")
    changes = has_any(message, "changes") or _names_a_fact(asked, said, told)
    if not (changes or (begins_no and len(message.tokens) > 1) or plain_no):
        return None
    if asked in ("never_say", "discount_cap_percent") and not changes:
        # There a no is an answer, unless it takes back the very town she told.
        towns = _evidence("city", said, talk, told)
        return Correction("city", towns) if towns and _takes_back(said, told) else None
    if reading := _named_correction(said, talk, told):
        return reading
    for name in _CORRECTABLE:
        if name not in told or (name == asked and not told.get(name)):
            continue
        if reading := _corrected(name, said, talk, told, strict=True):
            return reading
    return None


def _takes_back(said: str, told: Mapping[str, Any]) -> bool:
    """Whether the town she told, or the one it was before, is named beside another one."""
    towns = {hit.value.name for hit in find_cities(read(said))}
    return len(towns) > 1 and told.get("city") in towns


def _named_correction(
    said: str, talk: Variant | None, told: Mapping[str, Any]
) -> Correction | None:
    """She says which fact: ``naam galat hai, Gupta Sweets hai``."""
    message = read(said)
    for name in _CORRECTABLE:
        group = f"field_{name}"
        if name in told and name in _NAMED and phrases_of(group).find(message):
            # A name is read by the very word that says it is one.
            bare = said if name == "business_name" else _without(said, "field_" + name)
            bare = _without_no(bare) if name == "business_name" else bare
            if reading := _corrected(name, bare, talk, told, strict=False):
                return reading
    return None


_NAMED: Final = frozenset(
    {
        *("business_name", "city", "phone", "category", "products", "tone", "languages"),
        *("discount_cap_percent", "approval", "vpa", "gstin"),
    }
)


def _without_no(said: str) -> str:
    """The clauses that hold a value: "naam galat hai, Gupta Sweets hai" without its first."""
    clauses = [clause for clause in said.replace("।", ",").split(",") if clause.strip()]
    told = [clause for clause in clauses if not has_any(read(clause), "changes")]
    plain = told or [_without(clause) for clause in clauses]
    return ", ".join(clause.strip() for clause in plain)


def _without(said: str, *groups: str) -> str:
    message = read(said)
    dropped: set[int] = set()
    for group in (*groups, "changes"):
        dropped |= {
            place
            for hit in phrases_of(group).find(message)
            for place in range(hit.first, hit.after)
        }
    if message.tokens and message.tokens[0].text in markers("says_no"):
        dropped.add(0)
    kept = [message.said(n, n + 1) for n in range(len(message.tokens)) if n not in dropped]
    return " ".join(kept).strip(" ,.-:")


def _corrected(
    name: str, said: str, talk: Variant | None, told: Mapping[str, Any], *, strict: bool
) -> Correction | None:
    values = (
        _evidence(name, said, talk, told) if strict else dict(read_answer(name, said, talk).values)
    )
    if name not in values or (not strict and values[name] == told.get(name)):
        return None
    if name == "city":
        values.pop("area", None)  # what stands before the town is the sentence, not a part of it
    return Correction(name, values)


def _names_a_fact(asked: str, said: str, told: Mapping[str, Any]) -> bool:
    """``city is Nashik`` while the products are asked: a fact told before, named at the head."""
    message = read(said)
    verbs = any(token.text in _IS for token in message.tokens)
    return verbs and any(
        hit.first <= _AT_HEAD
        for name in _STATED
        if name in told and name != asked
        for hit in phrases_of(f"field_{name}").find(message)
    )


_STATED: Final = ("city", "phone", "business_name")
_AT_HEAD: Final = 2
_IS: Final = frozenset(["is", "hai", "h", "है", "undi", "ఉంది"])


def _without_town(said: str, told: Mapping[str, Any]) -> str:
    """The sentence without the town she told before, where it names another one too."""
    message = read(said)
    hits = find_cities(message)
    old = [hit for hit in hits if hit.value.name == told.get("city")]
    if not old or len(hits) == len(old):
        return said
    dropped = {place for hit in old for place in range(hit.first, hit.after)}
    return " ".join(message.said(n, n + 1) for n in range(len(message.tokens)) if n not in dropped)


def _evidence(
    name: str, said: str, talk: Variant | None, told: Mapping[str, Any]
) -> dict[str, Any]:
    """The value of a field in a sentence that does not name the field: only where it is sure."""
    match name:
        case "city":
            place = read_place(said)
            if place and place.city == told.get("city"):
                other = read_place(_without_town(said, told))
                place = other if other and other.sure else place
            found = place.values() if place and place.sure else {}
            found.pop("area", None)
            return found
        case "phone" | "vpa" | "gstin":
            found = contacts(said)
            return {name: found[name]} if name in found else {}
        case "tone":
            tone = read_tone(said)
            return {"tone": tone} if tone else {}
        case "languages":
            languages = read_languages(said)
            return {"languages": languages} if languages else {}
        case "discount_cap_percent":
            cap = read_cap(said, talk, asked=False)
            return {name: cap} if cap is not None else {}
        case "category":
            trade = read_category(_without(said))
            return {"category": trade[0]} if trade else {}
        case _:
            return {}
