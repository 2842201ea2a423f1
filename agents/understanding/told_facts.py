"""What an owner says of her own shop in one message: the facts, and those she only speaks of.

Fields and stored forms: ``phone`` ten digits, ``vpa`` and ``website`` in lower case, ``gstin`` in
capitals, ``business_name``, ``owner_name``, ``area`` and ``address`` as typed, ``city`` and
``state`` in English spelling, ``hours`` ``HH:MM-HH:MM``, ``closed_on`` weekdays in English (empty:
open every day), ``products`` what is new among them; ``gone`` are products no longer sold.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from agents.understanding.answers import read_answer
from agents.understanding.opening_hours import read_hours, weekdays_in
from agents.understanding.slots import read_slots
from agents.understanding.told_words import groups, places_of
from agents.understanding.words import is_product, markers
from app.core.variants import Variant
from integrations.india.cities import City, find_cities
from integrations.india.localities import find_localities
from integrations.languages.text import Hit, Message, bare_forms, fold, latin_digits, read

_DIGITS: Final = re.compile(r"\d(?:[\s\-().]*\d){6,}")
_GSTIN: Final = re.compile(r"\b[0-9]{2}[A-Z]{5}[0-9A-Z]{5,9}\b", re.IGNORECASE)
_SITE: Final = re.compile(
    r"\b(?:https?://)?(?:www\.)?[a-z0-9][a-z0-9\-]*(?:\.[a-z0-9\-]+)*\.(?:com|in|co\.in|net|org|shop|"
    r"store|online|info|biz|site)(?:/[^\s]*)?",
    re.IGNORECASE,
)
_ADDRESS: Final = re.compile(
    r"\d|\b(?:road|rd|street|st|gali|opp|opposite|near|floor|cross|plot|chowk|market|bazaar)\b"
    r"|रोड|गली|चौक|मार्केट|ரோடு|தெரு|சாலை|రోడ్|వీధి|బజార్"
)
_IN: Final = re.compile(r"(?<=[\u0b80-\u0bff]{3})ல$|(?<=[\u0c00-\u0c7f]{3})లో$")
_JOINED: Final = re.compile(r"(([\u0b95-\u0bb9])\u0bcd)\2\u0bc1\u0bae\u0bcd$")
_AT: Final = re.compile(r"\S+\s?@\s?\S+")
_MOST_NAME_WORDS: Final = 8
_MOST_PLACE_WORDS: Final = 4
_MOST_PARTS: Final = 2
_NOT_AHEAD: Final = frozenset({"not", "no"})
_LARGE: Final = 200_000
_INSIDE: Final = frozenset(["of", "and", "&", ".", "'", "-"])
SPOKEN_OF: Final = ("phone", "vpa", "gstin", "business_name", "owner_name", "website", "place")


@dataclass(slots=True)
class Told:
    """``values`` by field with ``said``; ``open_on`` are weekdays it is open after all.

    ``asks``: she asks what we know, rather than telling. ``name_at`` are the tokens of a name.

    ``about`` are fields she names without a usable value; ``problem_key`` and ``params`` say why
    that of ``problem_of`` is not usable, as in an answer.
    """

    values: dict[str, Any] = field(default_factory=dict)
    said: dict[str, str] = field(default_factory=dict)
    gone: tuple[str, ...] = ()
    about: tuple[str, ...] = ()
    asks: bool = False
    name_at: tuple[int, int] = (0, 0)
    problem_of: str | None = None
    problem_key: str | None = None
    params: Mapping[str, Any] = field(default_factory=dict)
    suggestion: str | None = None

    def put(self, name: str, value: Any, said: str) -> None:
        """Know a field."""
        self.values[name] = value
        self.said[name] = said


def _places(message: Message, group: str) -> set[int]:
    return places_of("told_facts", group, message)


def read_told(text: str, variant: Variant | None) -> Told:
    """Read what ``text`` tells of the shop. Never raises."""
    told = Told()
    rest = _contacts(told, text)
    message = read(rest)
    cues = {name: _places(message, name) for name in SPOKEN_OF}
    cues["phone"] -= _places(message, "not_phone")
    told.asks = bool(_places(message, "asks")) or text.rstrip().endswith("?")
    _hours(told, message, variant)
    _names(told, message, cues)
    _products(told, message, variant)
    _place(told, message, cues)
    told.about = tuple(_unsaid(told, cues))
    return told


def _unsaid(told: Told, cues: Mapping[str, set[int]]) -> Iterator[str]:
    """Fields that are named and not told; moving is believed only when nothing else is spoken of.

    "number" in "GST number" or "UPI number" is no telephone.
    """
    other = set().union(*(places for name, places in cues.items() if name != "phone"))
    named = [
        name
        for name in SPOKEN_OF[:-1]
        if name not in told.values and cues[name] - (other if name == "phone" else set())
    ]
    if told.problem_of and told.problem_of not in named:
        named.insert(0, told.problem_of)
    yield from named
    if not named and not told.values and not told.gone and cues["place"]:
        yield "place"


def _contacts(told: Told, text: str) -> str:
    """Telephone, UPI id, GSTIN and website; the text without them."""
    rest = latin_digits(text)
    for name, shape in (("vpa", _AT), ("gstin", _GSTIN), ("phone", _DIGITS)):
        match = shape.search(rest)
        if match is None:
            continue
        said = match.group().strip(" .,;:!?()[]")
        answer = read_answer(name, said, None)
        if name in answer.values:
            told.put(name, answer.values[name], said)
        else:
            told.problem_of, told.problem_key = name, answer.problem_key
            told.params, told.suggestion = answer.params, answer.suggestion
        rest = rest.replace(match.group(), " , ")
    if match := _SITE.search(rest):
        told.put("website", match.group().lower().removesuffix("."), match.group())
        rest = rest.replace(match.group(), " , ")
    return rest


def _hours(told: Told, message: Message, variant: Variant | None) -> None:
    closed, opened = _places(message, "closed"), _places(message, "open")
    days = weekdays_in(message, variant)
    said = message.raw.strip()
    spoken = opened or _places(message, "hours")
    if _places(message, "all_days") and (spoken or closed):
        told.put("closed_on", [], said)
    elif closed and days:
        told.put("closed_on", days, said)
    elif opened and days:
        told.put("open_on", days, said)
    hours = read_hours(message, variant, spoken_of=bool(spoken) and not days)
    if hours.opens or hours.closes:
        told.put("hours", f"{hours.opens or ''}-{hours.closes or ''}", said)


def _names(told: Told, message: Message, cues: Mapping[str, set[int]]) -> None:
    for name in ("business_name", "owner_name"):
        if not cues[name]:
            continue
        taken = cues[name] | _places(message, "naming")
        runs = _runs(message, taken)
        # A name follows its cue; before that stand the words that lead up to it.
        behind = [run for run in runs if run[0] > max(taken)] or runs
        longest = max(behind, key=lambda run: run[1] - run[0], default=(0, 0))
        value = message.said(*longest).strip(" .,!:-'\"।")
        if value and longest[1] - longest[0] <= _MOST_NAME_WORDS:
            told.put(name, value, message.raw.strip())
            told.name_at = longest
        return


def _products(told: Told, message: Message, variant: Variant | None) -> None:
    gone = _places(message, "no_more")
    sells = _places(message, "sells")
    if not gone and not sells:
        return
    runs = _runs(message, gone | sells)
    words = " ".join(message.said(*run) for run in runs)
    product = read_slots(words, variant, date.min).product or (words if len(runs) == 1 else "")
    if not product:
        return
    product = _known_form(product)
    if gone:
        told.gone, told.said["products"] = (product,), message.raw.strip()
    else:
        told.put("products", [product], message.raw.strip())


def _known_form(product: str) -> str:
    """ "கேக்கும்" is a cake with "also" joined to it."""
    if " " in product:
        return product
    token = read(product).tokens[-1]
    # The vowel doubles the consonant it is joined to: கேக் and உம் are கேக்கும்.
    single = _JOINED.sub(r"\1", token.text)
    forms = (single, *bare_forms(token.text, token.script)[1:])
    return next((form for form in forms if form != token.text and is_product(form)), product)


def _place(told: Told, message: Message, cues: Mapping[str, set[int]]) -> None:
    """A town she names, and what else is left of a sentence that speaks of where the shop is."""
    named = "business_name" in told.values
    spoken = (bool(cues["place"]) or _is_here(message)) and not named
    if told.gone or (told.values and not cues["place"] and not named):
        return
    first, after = told.name_at
    taken = set().union(*cues.values(), range(first, after))
    runs = [run for run in _runs(message, taken) if run[1] <= first or run[0] >= after]
    towns = [(run, _town(message, run)) for run in runs]
    best = max(
        (town for _, town in towns if town), key=lambda hit: hit.value.population, default=None
    )
    others = [run for run, town in towns if town is None and not _is_left(message, run[0], run[1])]
    said = message.raw.strip()
    if best is not None:
        told.put("city", best.value.name, said)
        if best.value.state:
            told.put("state", best.value.state, said)
        own = [run for run, town in towns if town is best]
        others += [(run[0], best.first) for run in own if _is_area(message, run[0], best.first)]
    if not others or not (spoken or best):
        return
    words = ", ".join(message.said(*run) for run in others)
    if _ADDRESS.search(fold(words)):
        told.put("address", message.said(others[0][0], others[-1][1]), said)
    elif spoken and len(others) <= _MOST_PARTS and len(words.split()) <= _MOST_PLACE_WORDS:
        told.put("area", _bare(words), said)


def _town(message: Message, run: tuple[int, int]) -> Hit[City] | None:
    """The town of a stretch: all of it, or its end when that is too large to be a mere Nagar.

    What people know as a part of a larger city (Kukatpally) is no town here.
    """
    parts = {(part.first, part.after) for part in find_localities(message)}
    inside = [
        hit
        for hit in find_cities(message)
        if run[0] <= hit.first and hit.after <= run[1] and (hit.first, hit.after) not in parts
    ]
    covered = {place for hit in inside for place in range(hit.first, hit.after)}
    whole = covered == set(range(*run))
    meant = [hit for hit in inside if not _is_left(message, hit.first, hit.after)]
    for hit in sorted(meant, key=lambda hit: hit.value.population, reverse=True):
        if whole or (hit.after == run[1] and hit.value.population >= _LARGE):
            return hit
    return None


def _is_area(message: Message, first: int, after: int) -> bool:
    """Whether words before a town are a part of it, and no other town."""
    return first < after and not any(
        first <= hit.first and hit.after <= after for hit in find_cities(message)
    )


def _is_left(message: Message, first: int, after: int) -> bool:
    """ "from Mumbai", "Mumbai se", "not Mumbai": where the shop was, or is not."""
    before = [token.text for token in message.tokens[max(0, first - 3) : first]]
    behind = message.tokens[after].text if after < len(message.tokens) else ""
    left = set(groups("told_facts")["left_behind"]) | (markers("not_after") - _NOT_AHEAD)
    return "from" in before or before[-1:] == ["not"] or behind in left


def _is_here(message: Message) -> bool:
    """ "shop ab Adyar me hai": a place is said without a word for moving."""
    words, lists = message.words(), groups("told_facts")
    inside = set(words) & set(lists["here_in"]) or any(_IN.search(word) for word in words)
    return bool(inside and set(words) & set(lists["here_shop"]))


def _bare(words: str) -> str:
    """ "அடையாறுல" without its "in"."""
    return _IN.sub("", words)


def _runs(message: Message, taken: set[int]) -> list[tuple[int, int]]:
    """Stretches of the message that are no grammar, as first token and the one after.

    Small words inside a stretch stay when names stand on both sides ("Taste of India").
    """
    grammar = _places(message, "grammar")
    tokens, count = message.tokens, len(message.tokens)
    free = [
        at not in taken
        and at not in grammar
        and tokens[at].script != "other"
        and tokens[at].text not in markers("not_after")
        for at in range(count)
    ]
    runs: list[tuple[int, int]] = []
    place = 0
    while place < count:
        if not free[place]:
            place += 1
            continue
        first = place
        while place < count and (
            free[place] or (tokens[place].text in _INSIDE and place + 1 < count and free[place + 1])
        ):
            place += 1
        runs.append((first, place))
    return runs
