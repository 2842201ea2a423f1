"""Free answers about the shop: what it sells for how much, who comes and why, which languages."""

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from agents.understanding.categories import category_of_goods
from agents.understanding.word_groups import has_any, phrases_of
from agents.understanding.words import is_product, markers, phrases
from app.core.money import format_rupees, rupees_to_paise
from app.core.variants import Variant
from integrations.languages.numbers import Number, find_numbers
from integrations.languages.text import Message, read

_ITEM: Final = re.compile(r"[,;\n•|]|(?<=[^\W\d])/(?=[^\W\d])|[.।](?:\s|$)")
_PER_UNIT: Final = re.compile(
    r"(?<=\d)\s*/\s*(?:kgs?|kilo|pcs?|pieces?|plate|box|dozen|each|-)(?!\w)"
)
_MOST_ITEMS: Final = 30
_LONGEST_ITEM: Final = 60
_LEAST_PRICE: Final = 2
_LEAST_IN_A_ROW: Final = 3
_HIGHEST_CLASS: Final = 12
_MOST_KILOS: Final = 5
_SENTENCES: Final = re.compile(r"[,;\n।]|\.(?:\s|$)")


def read_products(text: str, variant: Variant | None) -> tuple[list[str], list[float]]:
    """What she names, in her words without the grammar, and the prices beside it in rupees."""
    names: list[str] = []
    prices: list[float] = []
    plain = _PER_UNIT.sub(" ", re.sub(r"(?<=\d),(?=\d)", "", text))
    for piece in _ITEM.split(plain):
        for part in _at_joints(read(piece)):
            message = read(part)
            amounts = [n for n in find_numbers(message, variant) if _may_be_a_price(message, n)]
            prices += [number.value for number in amounts]
            name = _without_grammar(message, amounts)
            if name and len(name) <= _LONGEST_ITEM:
                names += _goods_in(name) if not amounts else [name]
    return list(dict.fromkeys(names))[:_MOST_ITEMS], prices


def _goods_in(name: str) -> list[str]:
    """``atta dal chawal``: things side by side without a comma, each on a list of goods."""
    words = name.split()
    if len(words) < _LEAST_IN_A_ROW or is_product(name):
        return [name]
    return words if all(is_product(word) or category_of_goods(word) for word in words) else [name]


_JOINT: Final = frozenset(
    [
        *("and", "aur", "or", "&", "और", "या", "மற்றும்", "మరియు", "inka", "ఇంకా", "plus", "+"),
        *("tatha", "apparam", "appuram", "அப்புறம்", "அப்பறம்"),
    ]
)


def _at_joints(message: Message) -> list[str]:
    parts, first = [], 0
    for place, token in enumerate(message.tokens):
        if token.text in _JOINT:
            parts.append(message.said(first, place))
            first = place + 1
    parts.append(message.said(first, len(message.tokens)))
    return [part for part in parts if part.strip()]


def _without_grammar(message: Message, numbers: Sequence[Number]) -> str:
    """The item: sentence words and the price with its unit off both ends."""
    dropped = _places(message, "products_grammar")
    money = markers("rupee_before") | markers("rupee_after") | markers("counted") | _PER
    money |= markers("unit_month")
    for number in numbers:
        dropped |= set(range(number.first, number.after))
    if numbers:
        dropped |= _places(message, "starts_at")
        dropped |= {n for n, token in enumerate(message.tokens) if token.text in money}
    kept = [
        n for n, token in enumerate(message.tokens) if n not in dropped and token.script != "other"
    ]
    if not kept:
        return ""
    # Small words inside a name stay: "gajar ka halwa", "taste of India".
    inside = [n for n in range(kept[0], kept[-1] + 1) if not _is_price(message, n, numbers)]
    words = [message.said(n, n + 1) for n in inside]
    whole = message.said(kept[0], kept[-1] + 1) if len(words) == kept[-1] + 1 - kept[0] else ""
    return (whole or " ".join(words)).strip(" .:!-'\"।")


_PER: Final = frozenset(["per", "@", "/", "-", "="])


def _may_be_a_price(message: Message, number: Number) -> bool:
    """Not the class that is taught, nor the size of a thing."""
    before = message.tokens[number.first - 1].text if number.first else ""
    behind = message.tokens[number.after].text if number.after < len(message.tokens) else ""
    taught = any(token.text in markers("school_class") for token in message.tokens)
    if number.value < _LEAST_PRICE or (taught and number.value <= _HIGHEST_CLASS):
        return False
    weighed = behind in markers("counted") and number.value <= _MOST_KILOS
    return not weighed and before not in markers("school_class") | markers("counted_before")


def _is_price(message: Message, place: int, numbers: Sequence[Number]) -> bool:
    token = message.tokens[place]
    inside = any(number.first <= place < number.after for number in numbers)
    return inside or (token.text in markers("rupee_before") | markers("rupee_after"))


def price_range(text: str, variant: Variant | None) -> str | None:
    """``₹200-₹800``, ``₹99`` or ``₹99+`` out of prices in any words."""
    message = read(re.sub(r"(?<=\d),(?=\d)", "", text))
    amounts = [n.value for n in find_numbers(message, variant) if n.value >= _LEAST_PRICE]
    found = range_of(amounts)
    if found and "-" not in found and has_any(message, "starts_at"):
        return f"{found}+"
    return found


def range_of(amounts: Sequence[float]) -> str | None:
    """The span of some prices in rupees; None without any."""
    if not amounts:
        return None
    low, high = (
        format_rupees(rupees_to_paise(Decimal(str(value))))
        for value in (min(amounts), max(amounts))
    )
    return low if low == high else f"{low}-{high}"


def read_languages(text: str) -> list[str]:
    """The ways of writing a text names, in its order; those it refuses are left out."""
    message = read(text)
    found: list[str] = []
    for hit in phrases("languages").find(message):
        after = message.tokens[hit.after].text if hit.after < len(message.tokens) else ""
        if after not in markers("not_after") and hit.value not in found:
            found.append(hit.value)
    return found


def split_people_and_reason(text: str) -> tuple[str, str]:
    """Who comes, and why to her: what stands before and after the "because"."""
    message = read(text)
    hits = phrases_of("because").find(message)
    if not hits:
        return text.strip(), ""
    first = hits[0]
    before, after = message.said(0, first.first), message.said(first.after, len(message.tokens))
    if not after.strip(" .,।"):
        # "शुद्ध घी की वजह से": the cue stands behind its reason.
        pieces = [piece for piece in _SENTENCES.split(before) if piece.strip()]
        return (", ".join(pieces[:-1]), pieces[-1]) if pieces else ("", before)
    return before, after


def bare_people(text: str) -> str:
    """Who comes, without "mostly" and "come to us" around it."""
    return _bare(text, "audience_grammar", "audience_tail")


def bare_reason(text: str) -> str:
    """Why they come, without the grammar in front."""
    return _bare(text, "usp_grammar", "usp_tail")


def bare_owner(text: str) -> str:
    """A person's name without "my name is"."""
    return _bare(text, "owner_grammar")


def _bare(text: str, lead: str, tail: str = "") -> str:
    """Grammar taken off the front and off the end; what stands inside stays."""
    message = read(text)
    leads, tails = (_places(message, group) for group in (lead, tail or lead))
    first, after = 0, len(message.tokens)
    while first < after and (first in leads or message.tokens[first].script == "other"):
        first += 1
    while after > first and (after - 1 in tails or message.tokens[after - 1].script == "other"):
        after -= 1
    return message.said(first, after).strip(" .,:!-'\"।")


def _places(message: Message, group: str) -> set[int]:
    hits = phrases_of(group).find(message)
    return {place for hit in hits for place in range(hit.first, hit.after)}
