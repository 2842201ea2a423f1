"""Amounts as they are said: in words for a bill, and short in lakh and crore.

CLDR's compact form says millions in Indian English; nobody here does.
"""

from decimal import ROUND_HALF_EVEN, Decimal
from typing import Final, NamedTuple

from app.core.money import format_rupees, rupees_to_paise
from app.core.variants import Variant
from integrations.languages.plurals import is_one
from integrations.languages.regional_languages import in_words

LARGEST: Final = 10**9
"""Rupees from which an amount has no words here: a hundred crore."""

_CRORE: Final = 10_000_000
_LAKH: Final = 100_000
_HUNDRED_PAISE: Final = 100


class _Words(NamedTuple):
    rupee: str
    rupees: str
    one_rupee: str
    rupees_and: str
    paisa: str
    paise: str
    one_paisa: str
    below_zero: str


# ``rupees_and``: rupees with paise after them. ``one_rupee`` is the number before the noun.
_WORDS: Final[dict[Variant, _Words]] = {
    "en": _Words("rupee", "rupees", "one", "rupees and", "paisa", "paise", "one", "minus"),
    "hi": _Words("रुपया", "रुपये", "एक", "रुपये", "पैसा", "पैसे", "एक", "माइनस"),
    "ta": _Words("ரூபாய்", "ரூபாய்", "ஒரு", "ரூபாய்", "பைசா", "பைசா", "ஒரு", "மைனஸ்"),
    "te": _Words(
        "రూపాయి", "రూపాయలు", "ఒక", "రూపాయల", "పైసా", "పైసలు", "ఒక", "మైనస్"
    ),
    "hi-Latn": _Words("rupaya", "rupaye", "ek", "rupaye", "paisa", "paise", "ek", "minus"),
    "ta-Latn": _Words("rubai", "rubai", "oru", "rubai", "paisa", "paisa", "oru", "minus"),
    "te-Latn": _Words(
        "rupayi", "rupayalu", "oka", "rupayala", "paisa", "paisalu", "oka", "minus"
    ),
}  # fmt: skip

# Telugu's hundreds and above lose the plural's vowel before a noun.
_OBLIQUE: Final[dict[Variant, tuple[tuple[str, str], ...]]] = {
    "te": (("వందలు", "వందల"), ("వేలు", "వేల"), ("లక్షలు", "లక్షల"), ("కోట్లు", "కోట్ల")),
    "te-Latn": (
        ("vandalu", "vandala"),
        ("velu", "vela"),
        ("lakshalu", "lakshala"),
        ("kotlu", "kotla"),
    ),
}

# Singular and plural by CLDR's rule for the number written; the sign stands before it.
_SCALES: Final[dict[Variant, tuple[tuple[str, str], tuple[str, str]]]] = {
    "en": (("lakh", "lakh"), ("crore", "crore")),
    "hi": (("लाख", "लाख"), ("करोड़", "करोड़")),
    "ta": (("லட்சம்", "லட்சம்"), ("கோடி", "கோடி")),
    "te": (("లక్ష", "లక్షలు"), ("కోటి", "కోట్లు")),
    "hi-Latn": (("lakh", "lakh"), ("crore", "crore")),
    "ta-Latn": (("latcham", "latcham"), ("kodi", "kodi")),
    "te-Latn": (("laksha", "lakshalu"), ("koti", "kotlu")),
}


def rupees_in_words(paise: int, variant: Variant) -> str:
    """``एक हज़ार दो सौ रुपये``; paise only where there are any, as on a bill.

    Raises ValueError from a hundred crore rupees on, as ``in_words`` does.
    """
    words = _WORDS[variant]
    whole, rest = divmod(abs(paise), _HUNDRED_PAISE)
    parts = [words.below_zero] if paise < 0 else []
    if whole or not rest:
        noun = words.rupee if whole == 1 else words.rupees
        noun = words.rupees_and if rest and whole != 1 else noun
        noun = f"{noun} and" if rest and whole == 1 and variant == "en" else noun
        parts += [words.one_rupee if whole == 1 else before_noun(whole, variant), noun]
    if rest:
        count = words.one_paisa if rest == 1 else before_noun(rest, variant)
        parts += [count, words.paisa if rest == 1 else words.paise]
    return " ".join(parts)


def before_noun(number: int, variant: Variant) -> str:
    """The number in words as it stands before what is counted: రెండు వేలు, but రెండు వేల రూపాయలు."""
    said = in_words(number, variant)
    for plural, oblique in _OBLIQUE.get(variant, ()):
        if said.endswith(plural):
            return said.removesuffix(plural) + oblique
    return said


def compact_rupees(paise: int, variant: Variant) -> str:
    """``₹1.25 lakh``, ``₹2 करोड़``, ``₹3.5 కోట్లు``; below a lakh the whole amount.

    Two places at most, rounded half to even, so what is shown is never more precise than said.
    """
    rupees = Decimal(paise) / _HUNDRED_PAISE
    size = abs(rupees).quantize(Decimal(1), ROUND_HALF_EVEN)
    if size < _LAKH:
        return format_rupees(paise)
    crores = _short(size / _CRORE) >= 1
    number = _short(size / (_CRORE if crores else _LAKH))
    one, many = _SCALES[variant][crores]
    shown = format_rupees(rupees_to_paise(number))
    shown = shown.rstrip("0") if number % 1 else shown
    name = one if is_one(number, variant) else many
    return f"{'-' if paise < 0 else ''}{shown} {name}"


def said_rupees(paise: int, variant: Variant) -> str:
    """The amount as it is said: ``₹1.25 lakh`` where that is all of it, else ``₹1,24,999``."""
    rupees = Decimal(paise) / _HUNDRED_PAISE
    scale = _CRORE if abs(rupees) >= _CRORE else _LAKH
    whole = abs(rupees) >= _LAKH and _short(rupees / scale) * scale == rupees
    return compact_rupees(paise, variant) if whole else format_rupees(paise)


def _short(number: Decimal) -> Decimal:
    return number.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
