"""What a request says, in a form that is equal only for requests that want the same draft.

Nothing is guessed. Words that change nothing are left out (``data/same_requests.txt``); festivals,
channels and known goods may be spelt as they sound; figures count by their value, in whatever
digits or words they are written. Every other word counts letter for letter and in its place, so a
negation, a name, a city or the order of two things always tells two requests apart. Only in a
message that nothing binds together (no negation, no before or after, one festival, one channel)
may the festival, the channel and the one discount stand anywhere.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final

from agents.economics.semantic_cache_lists import Item, Kind, known
from agents.understanding.words import markers, phrases, products
from app.core.variants import Variant
from integrations.india.festival_words import find_festivals
from integrations.languages.numbers import Number, find_numbers
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Message, Token, fold, read

Signature = tuple[str, ...]

_LONGEST: Final = 600  # beyond this a message is a text to work on, and only its exact form counts
_BREAKS: Final = frozenset(",.;:!|।॥…~*_\n")
_LOOSE: Final = frozenset({"asking", "channel", "break"})
_JOINS: Final = frozenset({"and", "+", "/", "or", "ya"})


def signature(text: str, variant: Variant | None, today: date) -> Signature:
    """The form of a request; two requests with equal forms want the same draft.

    ``today`` only settles which of two festivals a shared name means. Forms of messages in two
    variants must not be compared: the partition keeps them apart.
    """
    if len(text) > _LONGEST:
        return ("exactly", normalised(text))
    items = _without_fillers(_figures(_items(read(text), variant, today)))
    if _is_bound(items):
        channel, rest = _channel_apart(items)
        return (*map(_form, channel), "|", *map(_form, _between_words(rest)))
    moved, rest = _moved(items)
    discount, rest = _discount(_between_words(rest))
    return (*sorted(map(_form, moved)), *map(_form, discount), "|", *map(_form, rest))


def normalised(text: str) -> str:
    """The text as typed, but for case, blanks, kinds of digits and marks at its ends."""
    return " ".join(fold(text).split()).strip(" .,!;।")


def _items(message: Message, variant: Variant | None, today: date) -> list[Item]:
    tokens = message.tokens
    starts = {place: (after, item) for place, after, item in _named(message, today)}
    numbers = {number.first: number for number in find_numbers(message, variant)}
    items: list[Item] = []
    place = 0
    while place < len(tokens):
        if place in starts:
            after, item = starts[place]
        elif place in numbers and _counts(numbers[place], tokens):
            after, item = numbers[place].after, Item("number", _plain(numbers[place].value))
        else:
            after, item = _listed(tokens, place)
        items.append(item)
        place = after
    return items


def _named(message: Message, today: date) -> list[tuple[int, int, Item]]:
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
        while after - first > 1 and _listed(tokens, after - 1)[1].kind != "word":
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


def _plain(value: float) -> str:
    return str(int(value)) if float(value).is_integer() else repr(round(value, 4))


def _listed(tokens: Sequence[Token], place: int) -> tuple[int, Item]:
    token = tokens[place]
    for words, item in known().get(token.text, ()):
        after = place + len(words)
        if tuple(each.text for each in tokens[place:after]) == words:
            return after, item
    if token.text in markers("percent"):
        return place + 1, Item("percent", "%")
    if token.text in markers("rupee_after") and not token.text.startswith("@"):
        return place + 1, Item("rupees", "rs")
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
            if kinds[2:] == ["rupees"]:
                after += 1
            found.append(Item("rupees", f"rs {number.form}"))
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


def _after_off(items: Sequence[Item], place: int) -> int:
    """Past "off" or "ka discount" behind a percentage; the same place where there is none."""
    at = place
    if at < len(items) and items[at] == Item("link", "of"):
        at += 1
    return at + 1 if at < len(items) and items[at].form in markers("off") else place


def _without_fillers(items: list[Item]) -> list[Item]:
    """Without words of asking and address where they only ask and address."""
    items = [
        item
        for place, item in enumerate(items)
        if not (item.kind == "edges" and place in (0, len(items) - 1))
    ]
    kept: list[Item] = []
    for place, item in enumerate(items):
        before = items[place - 1].kind if place else "break"
        behind = items[place + 1].kind if place + 1 < len(items) else "break"
        if item.kind == "one" and behind in ("channel", "asking"):
            continue
        if item.kind == "asking" and (before in _LOOSE or behind in _LOOSE):
            continue
        kept.append(item)
    return kept


def _is_bound(items: Sequence[Item]) -> bool:
    """Whether the place of a thing may matter."""
    kinds = [item.kind for item in items]
    return "binding" in kinds or kinds.count("festival") > 1 or kinds.count("channel") > 1


def _channel_apart(items: Sequence[Item]) -> tuple[list[Item], list[Item]]:
    """The one channel where it is a clause of its own: ``…, whatsapp message``. It may stand first
    or last, whatever the other clauses say; beside any other word it stays where it is."""
    places = [place for place, item in enumerate(items) if item.kind == "channel"]
    if len(places) != 1:
        return [], list(items)
    first = after = places[0]
    while first and items[first - 1].kind != "break":
        first -= 1
    while after < len(items) and items[after].kind != "break":
        after += 1
    if any(item.kind not in ("channel", "link") for item in items[first:after]):
        return [], list(items)
    return [items[places[0]]], [*items[:first], *items[after:]]


def _between_words(items: Iterable[Item]) -> list[Item]:
    """Marks between words stay, for they say what belongs together; those at the ends go."""
    kept: list[Item] = []
    for item in items:
        if item.kind != "break" or (kept and kept[-1].kind != "break"):
            kept.append(item)
    return kept[:-1] if kept and kept[-1].kind == "break" else kept


def _moved(items: list[Item]) -> tuple[list[Item], list[Item]]:
    """The festival and the channel, with the small word that ties each to the message; the rest."""
    moved: list[Item] = []
    rest = list(items)
    for kind in ("festival", "channel"):
        place = next((at for at, item in enumerate(rest) if item.kind == kind), None)
        if place is None:
            continue
        moved.append(rest[place])
        if place + 1 < len(rest) and rest[place + 1].kind == "link":
            del rest[place : place + 2]
        elif place and rest[place - 1].kind == "link" and _is_english(rest[place - 1]):
            del rest[place - 1 : place + 1]
        else:
            del rest[place]
    return moved, rest


def _is_english(item: Item) -> bool:
    # The forms are shared by all languages; a link that begins the rest can only be one before.
    return item.form in ("for", "on", "in")


def _discount(rest: list[Item]) -> tuple[list[Item], list[Item]]:
    """The one discount on the one thing, whichever of them is said first."""
    offs = [place for place, item in enumerate(rest) if item.kind == "off"]
    joined = any(item.kind == "break" or item.form in _JOINS for item in rest)
    if len(offs) != 1 or joined or offs[0] not in (0, len(rest) - 1):
        return [], rest
    discount = rest.pop(offs[0])
    on = Item("link", "on")
    if rest and rest[0] == on:
        rest = rest[1:]
    elif rest and rest[-1] == on:
        rest = rest[:-1]
    return [discount], rest


def _form(item: Item) -> str:
    return f"{item.kind}={item.form}" if item.kind != "word" else item.form
