"""What a request says, in a form that is equal only for requests that want the same draft.

Nothing is guessed. Words that change nothing are left out (``data/same_requests.txt``); festivals,
channels and known goods may be spelt as they sound; figures count by their value, in whatever
digits or words they are written. Every other word counts letter for letter and in its place, so a
negation, a name, a city or the order of two things always tells two requests apart. What may stand
elsewhere is settled in ``semantic_cache_clauses``.
"""

from collections.abc import Sequence
from datetime import date
from typing import Final

from agents.economics.semantic_cache_clauses import in_order
from agents.economics.semantic_cache_lists import Item, Kind, known
from agents.understanding.words import markers, phrases, products
from app.core.variants import Shell, Variant, base_of
from integrations.india.festival_words import find_festivals
from integrations.languages.numbers import Number, find_numbers
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Message, Token, fold, read

Signature = tuple[str, ...]

_LONGEST: Final = 600  # beyond this a message is a text to work on, and only its exact form counts
_BREAKS: Final = frozenset(",.;:!|।॥…~*_\n")
_PARTS: Final = frozenset({"word", "join", "binding"})


def signature(text: str, variant: Variant | None, today: date) -> Signature:
    """The form of a request; two requests with equal forms want the same draft.

    ``today`` only settles which of two festivals a shared name means. Forms of messages in two
    variants must not be compared: the partition keeps them apart.
    """
    if len(text) > _LONGEST:
        return ("exactly", normalised(text))
    return in_order(_figures(_items(read(text), variant, today)))


def normalised(text: str) -> str:
    """The text as typed, but for case, blanks, kinds of digits and marks at its ends."""
    return " ".join(fold(text).split()).strip(" .,!;।")


def _items(message: Message, variant: Variant | None, today: date) -> list[Item]:
    tokens = message.tokens
    language = base_of(variant) if variant else None
    starts = {place: (after, item) for place, after, item in _named(message, today, language)}
    numbers = {number.first: number for number in find_numbers(message, variant)}
    items: list[Item] = []
    place = 0
    while place < len(tokens):
        if place in starts:
            after, item = starts[place]
        elif place in numbers and _counts(numbers[place], tokens):
            after, item = numbers[place].after, _number(numbers[place], tokens)
        else:
            after, item = _listed(tokens, place, language)
        items.append(item)
        place = after
    return items


def _named(message: Message, today: date, language: Shell | None) -> list[tuple[int, int, Item]]:
    """Festivals, channels and known goods, each by what it is and how the typed words sound."""
    tokens, taken = message.tokens, set[int]()
    found: list[tuple[int, int, Item]] = []
    hits: list[tuple[Kind, str, int, int]] = [
        *(("festival", hit.value, hit.first, hit.after) for hit in find_festivals(message, today)),
        *(
            ("channel", hit.value, hit.first, hit.after)
            for hit in phrases("channels").find(message)
        ),
        *(
            ("product", hit.value, hit.first, hit.after)
            for hit in products().find(message)
            if hit.exact
        ),
    ]
    for kind, name, first, after in hits:
        # "whatsapp pe", "insta post ke liye": the lists hold words that are read by themselves.
        while after - first > 1 and _listed(tokens, after - 1, language)[1].kind not in _PARTS:
            after -= 1
        if taken & set(range(first, after)):
            continue
        taken |= set(range(first, after))
        words = tokens[first:after]
        digits = any(token.script == "digit" for token in words)
        typed = " ".join(token.text for token in words)
        sound = typed if digits else phonetic_key(typed)
        found.append((first, after, Item(kind, f"{name}:{sound}")))
    return found


def _counts(number: Number, tokens: Sequence[Token]) -> bool:
    """Digits always; number words only where no everyday word is meant (``do``, ``saath``)."""
    if not number.worded or number.scaled:
        return True
    unit = tokens[number.after].text if number.after < len(tokens) else ""
    return unit in markers("percent") or unit in markers("rupee_after")


def _number(number: Number, tokens: Sequence[Token]) -> Item:
    """By its value; digits that begin with a nought are a code, and count as they are typed."""
    typed = tokens[number.first].text
    if number.after == number.first + 1 and typed.startswith("0") and typed.isdigit():
        return Item("number", typed)
    return Item("number", _plain(number.value))


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(value, 4))


def _listed(tokens: Sequence[Token], place: int, language: Shell | None) -> tuple[int, Item]:
    token = tokens[place]
    for words, item in known(language).get(token.text, ()):
        after = place + len(words)
        if tuple(each.text for each in tokens[place:after]) == words:
            return after, item
    if token.text in markers("percent"):
        return place + 1, Item("percent", "%")
    if token.text in markers("rupee_after") and not token.text.startswith("@"):
        return place + 1, Item("rupees", "₹" if token.text == "₹" else "rs")
    if token.text in markers("not_after") or token.text in markers("not_before"):
        return place + 1, Item("binding", token.text)
    return place + 1, _mark(tokens, place)


def _mark(tokens: Sequence[Token], place: int) -> Item:
    """A mark between figures (``9:30``, ``10-15``) is part of them; others only part sentences."""
    token = tokens[place]
    behind = tokens[place - 1].script == "digit" if place else False
    ahead = tokens[place + 1].script == "digit" if place + 1 < len(tokens) else False
    if token.text == "-":
        return Item("word", "-") if ahead else Item("nothing", "-")
    if token.text == "/":
        slash_dash = place + 1 < len(tokens) and tokens[place + 1].text == "-"
        return Item("nothing" if slash_dash else "word", "/")
    if token.text in _BREAKS and not (behind and ahead and token.text in ":."):
        return Item("break", ",")
    return Item("word", token.text)


def _figures(items: list[Item]) -> list[Item]:
    """Amounts of money and discounts as one thing each: ``₹500`` = ``500 rs``; ``20% off``."""
    items = [item for item in items if item.kind != "nothing"]
    found: list[Item] = []
    place = 0
    while place < len(items):
        kinds = [item.kind for item in items[place : place + 3]]
        if kinds[:2] == ["rupees", "number"]:
            number, after = items[place + 1], place + 2
            if kinds[2:] == ["rupees"] and not _begins_amount(items, place + 2):
                after += 1
            found.append(Item("rupees", f"rs {number.form}"))
        elif kinds == ["number", "rupees", "number"]:
            # ₹ belongs to what is behind it; whose "500 rs 2" is, nobody knows.
            found.append(items[place])
            after = place + 1
            if items[after].form != "₹":
                found.append(Item("word", "rs"))
                after += 1
        elif kinds[:2] == ["number", "rupees"]:
            found.append(Item("rupees", f"rs {items[place].form}"))
            after = place + 2
        elif kinds[:2] == ["number", "percent"]:
            after = _after_off(items, place + 2)
            kind: Kind = "off" if after > place + 2 else "percent"
            found.append(Item(kind, f"{'off ' if kind == 'off' else ''}{items[place].form}%"))
        else:
            found.append(items[place])
            after = place + 1
        place = after
    return found


def _begins_amount(items: Sequence[Item], place: int) -> bool:
    """Whether the sign belongs to the figure behind it: ``₹500 ₹300``."""
    return place + 1 < len(items) and items[place + 1].kind == "number"


def _after_off(items: Sequence[Item], place: int) -> int:
    """Past "off" or "ka discount" behind a percentage; the same place where there is none."""
    at = place
    if at < len(items) and items[at] == Item("link", "of"):
        at += 1
    if at == len(items):
        return place
    is_off = items[at].kind == "off" or items[at].form in markers("off")
    return at + 1 if is_off else place
