"""A shop's name out of the sentence that tells it, letter for letter as it was typed."""

import re
from typing import Final

from agents.understanding.words import markers
from integrations.india.cities import find_cities
from integrations.languages.text import Message, read

_LONGEST: Final = 80
_QUOTED: Final = re.compile(r"[\"“‘]([^\"”’]{2,80})[\"”’]|(?<!\w)'([^']{2,80})'(?!\w)")
_BREAK: Final = re.compile(r"[,;\n।]|\.\s|\s-\s|\s[–—]\s")
# Words that tie a place to the sentence: "Gupta Sweets in Lucknow", "… Lucknow mein", "… मदुरै में".
_IN_FRONT: Final = frozenset(["in", "at", "from", "near"])
_BEHIND: Final = frozenset(
    ["mein", "me", "main", "m", "la", "le", "lo", "se", "में", "से", "லேர்ந்து", "ல", "లో"]
)


def read_shop_name(text: str) -> tuple[str | None, str]:
    """The name, and the rest of the text that may tell the city or the phone."""
    quoted = _QUOTED.search(text)
    if quoted:
        return (quoted[1] or quoted[2]).strip(), text[: quoted.start()] + " " + text[quoted.end() :]
    pieces = [piece for piece in _BREAK.split(text) if piece.strip()]
    for index, piece in enumerate(pieces):
        name, tail = _from_piece(piece)
        if name:
            rest = ", ".join([*pieces[:index], tail, *pieces[index + 1 :]])
            return name[:_LONGEST], rest
    return None, text


def _from_piece(piece: str) -> tuple[str | None, str]:
    """The name in one part of the sentence: sentence words off both ends, a place off its end."""
    message = read(piece)
    first, after = _after_naming(message), len(message.tokens)
    after, place = _before_place(message, first, after)
    leads, tails = markers("name_lead"), markers("name_tail")
    if first == 0:
        while first < after and message.tokens[first].text in leads:
            first += 1
    while after > first and _is_tail(message, after - 1, tails):
        after -= 1
    name = message.said(first, after).strip(" .!:-'\"")
    if not any(char.isalpha() for char in name):
        return None, place
    return name, place


def _is_tail(message: Message, place: int, tails: frozenset[str]) -> bool:
    token = message.tokens[place]
    return token.script == "other" or token.text in tails


def _after_naming(message: Message) -> int:
    """Where the name begins when the sentence says so: ``… ka naam``, ``is called``, ``పేరు``."""
    words = message.words()
    for place in range(len(words) - 2, -1, -1):
        if words[place] in markers("naming") and not _is_in_a_name(message, place):
            after = place + 1
            while after < len(words) - 1 and words[after] in markers("after_naming"):
                after += 1
            if _has_name(message, after):
                return after
    return 0


def _is_in_a_name(message: Message, place: int) -> bool:
    """``The Naam Store``: a capital inside the sentence, and no colon to say otherwise."""
    typed = message.raw[message.tokens[place].start]
    return place > 0 and typed.isupper() and message.tokens[place + 1].text not in ":-="


def _has_name(message: Message, first: int) -> bool:
    tails = markers("name_tail")
    return any(
        token.script != "other" and token.text not in tails for token in message.tokens[first:]
    )


def _before_place(message: Message, first: int, after: int) -> tuple[int, str]:
    """``after`` moved before a place that is tied to the sentence, and that place's words."""
    for hit in find_cities(message):
        tied_in_front = hit.first > first and message.tokens[hit.first - 1].text in _IN_FRONT
        behind = message.tokens[hit.after].text if hit.after < after else ""
        if hit.first <= first:
            continue
        if tied_in_front:
            return hit.first - 1, message.said(hit.first, after)
        if behind in _BEHIND or (not hit.exact and hit.after == after):
            return hit.first, message.said(hit.first, after)
    return after, ""
