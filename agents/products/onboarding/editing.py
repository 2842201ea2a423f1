"""One row of the summary changed in place: what was typed, read as the value of that row."""

from typing import Any, Final

from agents.products.onboarding.topics import RULE_KINDS
from agents.understanding.answers import AnswerReading, read_answer
from agents.understanding.categories import read_category
from agents.understanding.places import read_place
from agents.understanding.shop_answers import price_range
from app.core.variants import Variant
from integrations.languages.text import read

# What she writes in these rows is the value, letter for letter.
_AS_TYPED: Final = frozenset({"business_name", "owner_name", "area", "audience", "usp"})
_LISTS: Final = frozenset({"never_say"})
_LINES: Final = frozenset({"always_say"})
_EMPTY: Final[dict[str, Any]] = {
    "never_say": [],
    "always_say": [],
    "emoji": "few",
    "approval": "always",
}
_CHOICES: Final[dict[str, frozenset[str]]] = {
    "tone": frozenset({"friendly", "formal", "funny", "urgent", "devotional"}),
    "emoji": frozenset({"none", "few", "many"}),
    "approval": frozenset({"always", "risky_only"}),
}
_LONGEST: Final = 400
_MOST: Final = 30


def read_edit(field: str, typed: str, talk: Variant) -> AnswerReading:
    """The values that ``typed`` gives the row, or its problem; nothing typed takes the value away.

    A town brings its State along.
    """
    text = " ".join(typed.split()) if field not in _LINES else typed.strip()
    text = text[:_LONGEST]
    if not text:
        return AnswerReading({field: _EMPTY.get(field)}, {field: ""})
    if field in _AS_TYPED:
        return AnswerReading({field: text}, {field: text})
    if field in _LINES:
        return _told(field, _parts(text, "\n"), text)
    if field in _LISTS:
        return _told(field, _parts(text, ",", "\n", ";"), text)
    if text in _CHOICES.get(field, ()):
        return _told(field, text, text)
    match field:
        case "category":
            found = read_category(text)
            return _told(field, found[0] if found else text.lower(), text)
        case "city":
            return _town(text)
        case "price_range":
            return _told(field, price_range(text, talk) or text, text)
        case "products":
            return _told(field, _parts(text, ",", "\n", ";"), text)
        case _:
            return read_answer(field, text, talk)


def _told(field: str, value: Any, said: str) -> AnswerReading:
    return AnswerReading({field: value}, {field: said})


def _parts(text: str, *marks: str) -> list[str]:
    for mark in marks[1:]:
        text = text.replace(mark, marks[0])
    parts = (" ".join(part.split()).strip(" .।") for part in text.split(marks[0]))
    return list(dict.fromkeys(part for part in parts if part))[:_MOST]


def _town(text: str) -> AnswerReading:
    place = read_place(text)
    if place is None or not any(token.script != "other" for token in read(text).tokens):
        return AnswerReading(problem_key="agents.answer.city_missing")
    values = place.values()
    return AnswerReading(values, dict.fromkeys(values, text), suggestion=place.suggestion)


def is_rule(field: str) -> bool:
    """Whether the row is one of her rules; the tone is, and a fact too."""
    return field in RULE_KINDS
