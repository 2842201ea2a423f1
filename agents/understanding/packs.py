"""How much of a thing the price or the discount is for: ``500 g``, ``25 kg``, ``3``.

"3 kurti 999" is not a kurti for ₹999, and "10 kilo pe 20 rs kam" is not ₹20 off any kilo: a draft
names the quantity with the thing.
"""

from typing import Any, Final

from agents.understanding.reading import Reading
from agents.understanding.words import markers
from integrations.languages.numbers import find_numbers

_REACH: Final = 6
_LARGEST_COUNT: Final = 12
_UNITS: Final = ("kg", "g", "ml", "l", "inch", "dozen", "piece")


def read_pack(reading: Reading) -> dict[str, Any]:
    """``pack``: the quantity, with its unit's code where it has one; one of a thing is no pack."""
    anchor = reading.spans.get("amount_inr") or reading.spans.get("discount_percent")
    if anchor is None or "product" not in reading.spans:
        return {}
    start = _clause_start(reading, anchor[0])
    product = reading.spans["product"]
    for number in find_numbers(reading.message, reading.variant):
        if not start <= number.first < anchor[0] or (number.first, number.after) in reading.prices:
            continue
        unit = _unit(reading.word(number.after))
        counts_it = unit is None and number.after == product[0] and not number.worded
        if unit and number.value != 1:
            return _taken(reading, number.first, number.after + 1, f"{number.value:g} {unit}")
        if counts_it and 2 <= number.value <= _LARGEST_COUNT:
            return _taken(reading, number.first, number.after, f"{number.value:g}")
    return {}


def _taken(reading: Reading, first: int, after: int, pack: str) -> dict[str, Any]:
    reading.take("pack", first, after)
    return {"pack": pack}


def _unit(word: str) -> str | None:
    return next((unit for unit in _UNITS if word in markers(f"unit_{unit}")), None)


def _clause_start(reading: Reading, place: int) -> int:
    """Where the words about this figure begin: behind a comma or another amount."""
    ends = {after for _, after in reading.prices if after <= place}
    for at in range(place, max(0, place - _REACH), -1):
        if at in ends or reading.word(at - 1) in (",", ".", ";", "+"):
            return at
    return max(0, place - _REACH)
