"""Figures as they are said aloud: ``20% off`` is "twenty percent off" into a camera."""

import re
from collections.abc import Mapping
from typing import Final, Protocol

from app.core.variants import Variant
from integrations.languages.regional_languages import in_words

_AMOUNT: Final = re.compile(r"₹(\d[\d,]*)(?![\d,]*\.\d)")
_PERCENT: Final = re.compile(r"(?<![\d.])(\d{1,3})%")
_WHOLE: Final = re.compile(r"\d{1,3}")
_LARGEST: Final = 10**9
_RUPEES: Final[Mapping[Variant, str]] = {
    "en": "rupees",
    "hi": "रुपये",
    "ta": "ரூபாய்",
    "te": "రూపాయలు",
    "hi-Latn": "rupaye",
    "ta-Latn": "rubai",
    "te-Latn": "rupayalu",
}
_OF_HUNDRED: Final[Mapping[Variant, str]] = {
    "en": "percent",
    "hi": "परसेंट",
    "ta": "சதவீதம்",
    "te": "శాతం",
    "hi-Latn": "percent",
    "ta-Latn": "percent",
    "te-Latn": "percent",
}
_BEFORE_A_NOUN: Final[Mapping[Variant, tuple[tuple[str, str], ...]]] = {
    "te": (("లు", "ల"),),
    "te-Latn": (("lu", "la"),),
}
# Nobody says the written forms into a camera.
_SPOKEN_TAMIL: Final = (
    ("இரண்டு", "ரெண்டு"),
    ("இரண்டா", "ரெண்டா"),
    ("மூன்று", "மூணு"),
    ("நான்கா", "நாலா"),
    ("நான்கு", "நாலு"),
    ("ஐந்தா", "அஞ்சா"),
    ("பதினைந்து", "பதினஞ்சு"),
    ("ஐந்து", "அஞ்சு"),
    ("ஒன்பது", "ஒம்பது"),
    ("ஒன்று", "ஒண்ணு"),
    ("நாற்பது", "நாப்பது"),
    ("ஐம்பது", "அம்பது"),
    ("நூற்று", "நூத்தி"),
    ("நூற்றி", "நூத்தி"),
    ("ணூற்றி", "ணூத்தி"),
)
_NAMES: Final = ("cut", "price", "spend", "days")


class _Facts(Protocol):
    @property
    def variant(self) -> Variant: ...

    @property
    def values(self) -> Mapping[str, str]: ...

    @property
    def fields(self) -> Mapping[str, str]: ...

    def put(self, name: str, value: str | None, source: str = "") -> None: ...


def add_spoken(facts: _Facts) -> None:
    """Put each figure that is known among the facts once more, as ``cut_said`` and so on."""
    for name in _NAMES:
        if value := facts.values.get(name):
            facts.put(f"{name}_said", aloud(value, facts.variant), facts.fields.get(name, ""))


def aloud(value: str, variant: Variant) -> str:
    """The value with its whole figures in words; a fraction stays as it is written."""
    if _WHOLE.fullmatch(value):
        return _words(value, variant)
    value = _AMOUNT.sub(lambda match: _amount(match, variant), value)
    return _PERCENT.sub(lambda match: f"{_words(match[1], variant)} {_OF_HUNDRED[variant]}", value)


def _counted(words: str, variant: Variant) -> str:
    """The words as they stand before what they count: రెండు వేలు is రెండు వేల రూపాయలు."""
    for whole, joined in _BEFORE_A_NOUN.get(variant, ()):
        if words.endswith(whole):
            return words.removesuffix(whole) + joined
    return words


def _amount(match: re.Match[str], variant: Variant) -> str:
    digits = match[1].replace(",", "")
    if int(digits) >= _LARGEST:
        return match[0]
    return f"{_counted(_words(digits, variant), variant)} {_RUPEES[variant]}"


def _words(digits: str, variant: Variant) -> str:
    words = in_words(int(digits), variant)
    if variant == "ta":
        for written, spoken in _SPOKEN_TAMIL:
            words = words.replace(written, spoken)
    return words
