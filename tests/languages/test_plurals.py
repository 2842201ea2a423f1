"""No message counts one of a thing as if it were several, in any way of writing."""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from typing import Final

import pytest

from app.core.variants import SHELLS, VARIANTS, Variant
from integrations.languages import messages
from integrations.languages.messages import LOCALES, SHELL_ONLY_DOMAINS, catalog, text

SEVERAL: Final[dict[str, re.Pattern[str]]] = {
    "en": re.compile(
        r"(?<![\d.])1 (?:[a-z]+ )?(?!(?:is|was|has|this|waits|compiles|business)\b)[a-z]{2,}s\b"
    ),
    "hi": re.compile(
        r"(?<![\d.])1 (?!में)(?:\S+ें|\S+ों|\S+याँ)(?=[\s.,;:।]|$)|(?<!\d)1 \S+ हैं(?=[\s।;,])"
    ),
    "ta": re.compile(r"(?<![\d.])1 \S+(?:கள்|களுக்குள்)(?=[\s.,;:]|$)"),
    "te": re.compile(r"(?<![\d.])1 (?:\S+ )?\S*(?:లు|ల్లో|ల్లోపు|ళ్లు)(?=[\s.,;:]|$)"),
    "hi-Latn": re.compile(r"(?<![\d.])1 (?!mein\b)\w+(?:ein|[^i]on)\b|(?<!\d)1 \w+ hain\b"),
    "ta-Latn": re.compile(r"(?<![\d.])1 \w+gal\b"),
    "te-Latn": re.compile(
        r"(?<![\d.])1 (?:\w+ )?\w+(?:alu|llu|ulu)\b|(?<!\d)1 (?:\w+ )?[a-z]{3,}s\b"
    ),
}
"""How each says that there are several, close behind the number.

English and Telugu put an adjective between them; what Hindi makes of its nouns is heard in the verb
too. Tamil needs no plural after a number, so a written one is the only sign.
"""


def fields(sentence: str) -> Iterator[str]:
    return (name for _, name, _, _ in string.Formatter().parse(sentence) if name)


def domains() -> list[str]:
    return sorted(path.stem for path in (LOCALES / "en" / "LC_MESSAGES").glob("*.po"))


COUNTS: Final = {
    *("n", "count", "total", "left", "right", "days", "minutes", "seconds", "owned", "done"),
    *("max", "min", "before", "after", "most", "needed", "low", "high"),
}
"""Fields that hold a number of things, by their names; those of a plural are known besides."""


def told_of_one(variant: Variant) -> Iterator[tuple[str, str]]:
    """Every message that counts, as it is said of one thing; other numbers in it are 7."""
    for domain in domains():
        if domain in SHELL_ONLY_DOMAINS and variant not in SHELLS:
            continue
        counted = messages._counted(domain)
        for key, sentence in catalog(variant, domain).items():
            of_one = set(counted[key][:1]) if key in counted else COUNTS
            params = {
                name: 1 if name in of_one else 7 if name in COUNTS else ""
                for name in fields(sentence)
            }
            if 1 in params.values():
                yield key, text(variant, key, **params)


@pytest.mark.parametrize("variant", VARIANTS)
def test_one_is_not_several(variant: Variant) -> None:
    told = dict(told_of_one(variant))
    assert len(told) >= 25
    assert {key: said for key, said in told.items() if SEVERAL[variant].search(said)} == {}


@pytest.mark.parametrize(
    ("variant", "wrong", "right"),
    [
        ("en", "Up to 1 days.", "Up to 21 days."),
        ("en", "1 short questions", "1 short question"),
        ("hi", "आपकी बताई 1 बातें", "आपकी बताई 1 बात"),
        ("hi", "1 अक्षर हैं; 1 ही", "1 अक्षर है; 1 ही"),
        ("ta", "1 எழுத்துகள் வரை", "1 எழுத்து வரை"),
        ("te", "1 అక్షరాలు ఉన్నాయి", "1 అక్షరం ఉంది"),
        ("hi-Latn", "1 baatein", "1 baat"),
        ("te-Latn", "1 chinna prashnalu.", "1 chinna prashna."),
    ],
)
def test_the_walk_hears_several(variant: Variant, wrong: str, right: str) -> None:
    assert SEVERAL[variant].search(wrong)
    assert not SEVERAL[variant].search(right)


@pytest.mark.parametrize(
    ("variant", "one", "several"),
    [
        ("en", "2 SMS, 1 letter left", "1 SMS, 12 letters left"),
        ("te-Latn", "2 SMS, inka 1 aksharam", "1 SMS, inka 12 aksharalu"),
    ],
)
def test_the_number_may_be_the_second(variant: Variant, one: str, several: str) -> None:
    assert text(variant, "chat.card.segments", count=2, left=1) == one
    assert text(variant, "chat.card.segments", count=1, left=12) == several


def test_the_number_is_the_first_of_the_sentence_not_of_the_call() -> None:
    names = {"plan": "Growth", "more": "Agency"}
    several = text("en", "account.error.seats_used", m=1, n=20, **names)
    assert several == "The Growth plan is for 20 people. The Agency plan is for 1."
    assert "for 1 person." in text("en", "account.error.seats_used", m=20, n=1, **names)
