"""What an amount in a request is: a price, money off, or the least to spend."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any, Final

from integrations.languages.text import latin_digits
from skills.wordlists import cue, word_list

_FIGURE: Final = re.compile(
    r"(?<![\d.])(?:₹|rs\.?|inr|rupees|रु\.?|ரூ\.?|రూ\.?)?\s*"
    r"(\d{1,3}(?:,\d{2,3})+|\d+)(?:\.\d+)?(?![\d%])",
    re.IGNORECASE,
)
_AT_LEAST: Final = re.compile(r"\b(above|over|minimum|min|more than|bill of)\s*$", re.IGNORECASE)
_NEAR: Final = 18
_I: Final = re.IGNORECASE
_MOST: Final = (
    r"tak\b(?:\s+(?:ka|ki|ke))?(?=\s*(?:$|[,.]|off|disc|bachat|chh?oot))|तक (?:की|का)"
    r"|(?:varaikkum|varai) (?:off|discount|thallupadi)|(?:வரை|வரைக்கும்) தள்ளுபடி"
    r"|varaku (?:off|discount|thaggimpu|taggimpu)|వరకు తగ్గింపు"
)
_COUNTED: Final = r"(?<![\d.,])(?P<figure>\d[\d,]*(?:\.\d+)?)(?![\d.,]?\d)"
_UP_TO: Final = tuple(
    re.compile(pattern, _I)
    for pattern in (
        rf"(?:up\s?to|upto|अप\s?टू|max(?:imum)?)\s*(?:₹|rs\.?)?\s*{_COUNTED}",
        rf"\d\s*%?\s*(?:-|–|to|se|से)\s*{_COUNTED}\s*%",
        rf"{_COUNTED}\s*(?:%|percent|rs|rupees|रुपये|ரூபாய்|రూపాయల)?\s*(?:{_MOST})",
    )
)
""" "up to 50%", "20-50%", "50% tak"."""
_ONWARDS: Final = re.compile(
    r"\s*(?:/-|rs\.?|rupees?|rupaye|रुपये|रुपए|ரூபாய்|ரூபா|రూపాయలు|రూపాయల)?\s*"
    r"(?:onwards?|se\s+(?:shuru|start|suru)|से\s+(?:शुरू|शुरु)|and up\b"
    r"|(?:முதல்|ல இருந்து|லிருந்து|lerundhu|la irundhu|mudhal|నుంచి|నుండి|nunchi|nundi)"
    r"(?:\s*(?:$|[,.]|ஆரம்ப|aaramb|start|మొదలు|modalu)))",
    re.IGNORECASE,
)
_STARTING: Final = re.compile(
    r"(?:\bstarting(?:\s+(?:at|from))?|\bstarts?\s+(?:at|from)|\b(?:price|rates?)\s+from|\bonly\s+from)"
    r"\s*(?:₹|rs\.?)?\s*$",
    re.IGNORECASE,
)
_CUED_UNITS: Final = ("kilo", "plate", "piece", "box", "litre", "dozen", "month")
_COUNT_BEFORE: Final = re.compile(r"(?<![\d.,])(\d{1,2})[ -]*$")
_UNITS: Final = (
    *_CUED_UNITS,
    *("gram", "metre", "person"),
)


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
    up_to = _is_up_to(text, percent if percent is not None else amount)
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
        starts = _is_from_price(text, place)
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


def settle(read: Offer, amount: Decimal | None, said: Mapping[str, Any]) -> Offer:
    """The offer with what was understood before us put above what its words seemed to say.

    ``said`` are the inputs: ``amount_is``, ``spend_inr``, ``per`` (the unit of the price) and
    ``pack``; the price of a pack is that of no unit.
    """
    role, spend, unit = said.get("amount_is"), said.get("spend_inr"), said.get("per")
    if unit or said.get("pack"):
        read = replace(read, unit=str(unit) if unit in _UNITS else None)
    if role is None and spend is None:
        return read
    spend = Decimal(str(spend)) if spend else None
    unit = read.unit if unit or read.price == amount else None
    return Offer(
        price=amount if role == "price" else None,
        off=amount if role == "off" else None,
        spend=spend or (amount if role == "spend" else None),
        unit=unit,
        from_price=read.from_price and role == "price",
        up_to=read.up_to,
    )


def _is_up_to(text: str, figure: Decimal | None) -> bool:
    """The most there is, not what everything has."""
    if figure is None:
        return False
    return any(
        Decimal(match["figure"].replace(",", "")) == figure
        for pattern in _UP_TO
        for match in pattern.finditer(text)
    )


def _is_from_price(text: str, place: tuple[int, int]) -> bool:
    """ "₹450 onwards", "899 se shuru", "starting 99"; in "199 from 25 Dec" it is the day's word."""
    return bool(
        _ONWARDS.match(text[place[1] : place[1] + 2 * _NEAR])
        or _STARTING.search(text[max(place[0] - 2 * _NEAR, 0) : place[0]])
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
    # The amount itself counts nothing: "99 each".
    near = f"{text[max(place[0] - _NEAR, 0) : place[0]]}₹ {text[place[1] : place[1] + _NEAR]}"
    found = ((cue(f"unit_{unit}", near), unit) for unit in _CUED_UNITS)
    return next((unit for match, unit in found if match and not _of_several(match)), None)


def _of_several(unit: re.Match[str]) -> bool:
    """ "3 mahine", "25 kg": a quantity, not what one costs."""
    counted = _COUNT_BEFORE.search(unit.string[: unit.start()])
    return counted is not None and counted[1] != "1"


def said_price(price: str, offer: Offer, variant: str) -> str:
    """The price as it is said in the variant, with its unit and "from" where they were said."""
    units = word_list("units")
    said = price
    if offer.unit:
        said = units[offer.unit][variant].format(price=said)
    if offer.from_price:
        said = units["from"][variant].format(price=said)
    return str(said)
