"""Which one of several a message points at by counting: "pehla wala", "రెండోది", "2nd one", "no 2"."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from agents.understanding.words import markers
from integrations.languages.text import Message, Phrases, read

LAST: Final = -1
_FILE: Final = Path(__file__).parent / "data" / "ordinals.txt"
_NUMBERED: Final = frozenset(
    {"number", "no", "nambar", "option", "draft", "#", "नंबर", "நம்பர்", "నంబర్"}
)
# What may stand between the number and the one it counts: "pehle wale ko", "rendavathu onnu".
_POINTING: Final = frozenset(
    ["ko", "को", "onnu", "onna", "ஒண்ணு", "வாலா", "dhaan", "than", "tho", "draft", "ड्राफ्ट", "option"]
)
_MOST: Final = 9


@dataclass(frozen=True, slots=True)
class Counted:
    """The number counted from 1 (``LAST`` for the last), and the words that are left."""

    number: int
    rest: str


@cache
def _ordinals() -> Phrases[int]:
    lines = (
        line.partition(":") for line in _FILE.read_text("utf-8").splitlines() if line[0] != "#"
    )
    return Phrases(
        {word.strip(): int(number) for number, _, words in lines for word in words.split(",")}
    )


def read_counted(text: str) -> Counted | None:
    """The one that ``text`` counts, or None where it counts none, or more than one."""
    message = read(text)
    hits = [(hit.first, hit.after, hit.value) for hit in _ordinals().find(message)]
    hits = hits or _by_figure(message)
    if len({number for _, _, number in hits}) != 1 or len(message.tokens) > _MOST:
        return None
    first, after, number = hits[0]
    while first and _points(message, first - 1):
        first -= 1
    while after < len(message.tokens) and _points(message, after):
        after += 1
    rest = f"{message.said(0, first)} {message.said(after, len(message.tokens))}".strip(" ,.")
    return Counted(number, rest)


def _by_figure(message: Message) -> list[tuple[int, int, int]]:
    """ "2 wala", "number 2", "draft 1"; a bare figure is an amount or a rate."""
    found = []
    for place, token in enumerate(message.tokens):
        if token.script != "digit" or len(token.text) != 1 or token.text not in "1234":
            continue
        before = message.tokens[place - 1].text if place else ""
        behind = message.tokens[place + 1].text if place + 1 < len(message.tokens) else ""
        if before in _NUMBERED or behind in _THE_ONE:
            found.append((place - (before in _NUMBERED), place + 1, int(token.text)))
    return found


_THE_ONE: Final = frozenset({"wala", "wali", "wale", "vala", "vali", "वाला", "वाली", "वाले", "one"})


def _points(message: Message, place: int) -> bool:
    return message.tokens[place].text in markers("the_one") | _POINTING | _THE_ONE
