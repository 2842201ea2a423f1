"""Word lists of what owners tell us (``data/*.txt``): which notions a message speaks of."""

import re
from functools import cache
from pathlib import Path
from typing import Final, Literal

from agents.understanding.words import markers
from integrations.languages.text import Message, Phrases, read

File = Literal["told_facts", "told_rules", "spending", "shops"]

_DATA: Final = Path(__file__).parent / "data"
_MOST_QUOTED: Final = 6
_QUOTES: Final = (
    re.compile(r"[\"“«](?P<words>[^\"”»]+)[\"”»]?"),
    re.compile(r"(?<!\w)['‘](?P<words>.+?)(?:['’](?!\w)|$)", re.DOTALL),
)
_PASTED: Final = re.compile(r"(?:[:：](?!\d)|\n).*", re.DOTALL)
# Lists whose words are compared as they stand: an ending taken off would make them other words.
_EXACT: Final = {"told_facts": frozenset({"grammar", "naming"})}
_LOOSE: Final = {
    "told_rules": frozenset({"emoji", "rules"}),
    "spending": frozenset({"spent", "budget", "money"}),
    "shops": frozenset(),
}


@cache
def groups(file: File) -> dict[str, tuple[str, ...]]:
    """The words of each notion."""
    lines = (
        line.partition(":") for line in (_DATA / f"{file}.txt").read_text("utf-8").splitlines()
    )
    return {
        name: tuple(word.strip().replace("_", " ") for word in words.split(",") if word.strip())
        for name, mark, words in lines
        if mark and not name.startswith("#")
    }


@cache
def _phrases(file: File, group: str) -> Phrases[str]:
    loose = group in _LOOSE[file] if file in _LOOSE else group not in _EXACT[file]
    return Phrases(dict.fromkeys(groups(file)[group], group), loose=loose)


def own_words(text: str) -> str:
    """The message without what it quotes at length: somebody else's words tell and rule nothing.

    A few words in quotes stay, they are the object of hers ("never say 'cheap'").
    """
    for quote in _QUOTES:
        for match in quote.finditer(text):
            if len(match["words"].split()) > _MOST_QUOTED:
                text = text.replace(match["words"], " ")
    if any(token.text in markers("review") for token in read(text).tokens):
        text = _PASTED.sub(" ", text)
    return text


def places_of(file: File, group: str, message: Message) -> set[int]:
    """The tokens of the message that speak of the notion."""
    hits = _phrases(file, group).find(message)
    return {place for hit in hits for place in range(hit.first, hit.after)}
