"""What an amount in a request is: a price, money off, or the least to spend."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from integrations.languages.text import latin_digits
from skills.wordlists import cue, word_list

_FIGURE: Final = re.compile(
    r"(?<![\d.])(?:₹|rs\.?|inr|rupees|रु\.?|ரூ\.?|రూ\.?)?\s*"
    r"(\d{1,3}(?:,\d{2,3})+|\d+)(?:\.\d+)?(?![\d%])",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(r"\b(above|over|minimum|min|more than|bill of)\s*$", re.IGNORECASE)
_NEAR: Final = 18
_UNITS: Final = ("kilo", "plate", "piece", "box", "litre", "dozen", "month")


@dataclass(frozen=True, slots=True)
class Offer:
    """Amounts of a request in rupees, each with the role its words give it."""

    price: Decimal | None = None
    off: Decimal | None = None
    spend: Decimal | None = None
    unit: str | None = None
    from_price: bool = False
    up_to: bool = False


def read_offer(request: str, amount: Decimal | None, percent: Decimal | None) -> Offer:
    """Give ``amount`` (as understood, in rupees) its role by the words around it in ``request``."""
    text = latin_digits(request)
    up_to = (percent is not None or amount is not None) and cue("upto", text) is not None
    if amount is None:
        return Offer(up_to=up_to)
    figures = [
        (Decimal(match[1].replace(",", "")), match.start(), match.end())
        for match in _FIGURE.finditer(text)
    ]
    role, unit, starts = "price", None, False
    place = next(((start, end) for value, start, end in figures if value == amount), None)
    if place is None:
        role = _role_anywhere(text, percent)
    else:
        role = _role(text, place, percent)
        unit = _unit(text, place)
        starts = cue("from", text[place[1] : place[1] + _NEAR]) is not None
    other = [value for value, _, _ in figures if value != amount]
    if role == "spend" and percent is None:
        # "₹1,000 ki kharid par ₹200 off": the slot holds one figure, the words give the other.
        off = next(
            (v for v, s, e in figures if v != amount and _role(text, (s, e), None) == "off"), None
        )
        return Offer(off=off, spend=amount, up_to=up_to) if off else Offer(price=amount, unit=unit)
    if role == "off":
        spend = next(
            (v for v, s, e in figures if v in other and _role(text, (s, e), percent) == "spend"),
            None,
        )
        return Offer(off=amount, spend=spend, up_to=up_to)
    if role == "spend":
        return Offer(spend=amount, up_to=up_to)
    return Offer(price=amount, unit=unit, from_price=starts, up_to=up_to and percent is not None)


def settle(read: Offer, amount: Decimal | None, role: object, spend: Decimal | None) -> Offer:
    """The offer with what was understood before us put above what its words seemed to say."""
    if role is None and spend is None:
        return read
    unit = read.unit if read.price == amount else None
    return Offer(
        price=amount if role == "price" else None,
        off=amount if role == "off" else (read.off if read.off != amount else None),
        spend=spend or (amount if role == "spend" else None),
        unit=unit,
        from_price=read.from_price and role == "price",
        up_to=read.up_to,
    )


def _role_anywhere(text: str, percent: Decimal | None) -> str:
    if percent is not None:
        return "spend" if cue("spend", text) else "price"
    return "off" if cue("off", text) else "price"


def _role(text: str, place: tuple[int, int], percent: Decimal | None) -> str:
    after = text[place[1] : place[1] + _NEAR]
    off, spend = cue("off", after), cue("spend", after)
    if spend and (percent is not None or not off or spend.start() < off.start()):
        return "spend"
    if off and percent is None and not re.search(r"\d", after[: off.start()]):
        return "off"
    before = text[max(place[0] - _NEAR, 0) : place[0]]
    if percent is not None and _AT_LEAST.search(before):
        return "spend"
    flat = re.search(r"(flat|discount of|off)\s*$", before.strip(), re.IGNORECASE)
    return "off" if flat and percent is None else "price"


def _unit(text: str, place: tuple[int, int]) -> str | None:
    near = text[max(place[0] - _NEAR, 0) : place[1] + _NEAR]
    found = ((cue(f"unit_{unit}", near), unit) for unit in _UNITS)
    return next((unit for match, unit in found if match), None)


def said_price(price: str, offer: Offer, variant: str) -> str:
    """The price as it is said in the variant, with its unit and "from" where they were said."""
    units = word_list("units")
    said = price
    if offer.unit:
        said = units[offer.unit][variant].format(price=said)
    if offer.from_price:
        said = units["from"][variant].format(price=said)
    return str(said)
