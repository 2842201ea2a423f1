"""How much of a thing the figure is for: ``500 gram``, ``25 kilo``, ``3``; or ``per`` one.

"3 kurti 999" is not a kurti for ₹999, "3 months 2999" is not ₹2,999 a month, and "10 kilo pe 20 rs
kam" is not ₹20 off any kilo: a draft names the quantity with the thing, and a unit only where the
price is that of one.
"""

from typing import Any, Final

from agents.understanding.reading import Reading
from agents.understanding.words import markers
from integrations.languages.numbers import Number, find_numbers

UNITS: Final = (
    "kilo", "gram", "ml", "litre", "inch", "dozen", "piece", "plate", "box", "month", "metre",
    "person",
)  # fmt: skip
"""Unit codes; the words of each are the marker group ``unit_<code>``."""
_REACH: Final = 6
_LARGEST_COUNT: Final = 12


def read_pack(reading: Reading) -> dict[str, Any]:
    """``pack``, a quantity and its unit (``500 gram``, or ``3`` alone), or ``per``, a unit."""
    anchor = reading.spans.get("amount_inr") or reading.spans.get("discount_percent")
    if anchor is None:
        return {}
    found: dict[str, Any] = {}
    quantity = _quantity(reading, anchor[0])
    if quantity and quantity[1] != "1":
        number, pack = quantity
        reading.take("pack", number.first, number.after + (" " in pack))
        return {"pack": pack}
    if "amount_inr" in reading.spans:
        unit = _unit_behind(reading, anchor[1]) or _unit_ahead(reading, anchor[0])
        if unit is None and quantity:
            unit = _unit(reading.word(quantity[0].after))
        if unit:
            found["per"] = unit
    return found


def _quantity(reading: Reading, place: int) -> tuple[Number, str] | None:
    """The last quantity before the figure: its number, and how the pack is said."""
    start = _clause_start(reading, place)
    product = reading.spans.get("product", (-1, -1))
    last: tuple[Number, str] | None = None
    for number in find_numbers(reading.message, reading.variant):
        if not start <= number.first < place or (number.first, number.after) in reading.prices:
            continue
        unit = _unit(reading.word(number.after))
        if unit:
            last = number, "1" if number.value == 1 else f"{number.value:g} {unit}"
        elif (
            number.after == product[0]
            and not number.worded
            and number.value in range(2, _LARGEST_COUNT + 1)
        ):
            last = number, f"{number.value:g}"
    return last


def _unit(word: str) -> str | None:
    return next((unit for unit in UNITS if word in markers(f"unit_{unit}")), None)


def _unit_behind(reading: Reading, place: int) -> str | None:
    """``640 kilo``, ``800 per month``, ``₹80/plate``, ``30 each``."""
    at = place
    while reading.word(at) in markers("for_one"):
        at += 1
    return _unit(reading.word(at))


def _unit_ahead(reading: Reading, place: int) -> str | None:
    """``kilo 640``, ``per plate 80``, ``மாசம் 800``; with a number before it is a quantity."""
    unit = _unit(reading.word(place - 1))
    counted = reading.word(place - 2)[:1].isdigit()
    return None if counted else unit


def _clause_start(reading: Reading, place: int) -> int:
    """Where the words about this figure begin: behind a comma or another amount."""
    ends = {after for _, after in reading.prices if after <= place}
    for at in range(place, max(0, place - _REACH), -1):
        if at in ends or reading.word(at - 1) in (",", ".", ";", "+"):
            return at
    return max(0, place - _REACH)
