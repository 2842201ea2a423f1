"""The closed lists by which requests are compared (``data/same_requests.txt``), as items.

Whoever adds a word says that it changes nothing of the draft that is wanted: in doubt a word
stays out, and two requests are two.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from integrations.languages.text import fold, read

Kind = Literal[
    "word", "nothing", "edges", "asking", "one", "link", "binding", "break",
    "number", "percent", "rupees", "festival", "channel", "product", "off",
]  # fmt: skip

_DATA: Final = Path(__file__).parent / "data" / "same_requests.txt"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said: what kind, and the form it is compared in."""

    kind: Kind
    form: str


@cache
def _groups() -> dict[str, list[list[str]]]:
    """The lines of the word list by their heading; a line is its phrases, folded."""
    groups: dict[str, list[list[str]]] = {}
    current: list[list[str]] = []
    for line in _DATA.read_text("utf-8").splitlines():
        if line.startswith("# ") and len(line.split()) <= 3:
            current = groups.setdefault(line[2:], [])
        elif line and not line.startswith("#"):
            current.append([fold(phrase.strip()) for phrase in line.split(",") if phrase.strip()])
    return groups


@cache
def known() -> dict[str, list[tuple[tuple[str, ...], Item]]]:
    """Phrases of the list by their first token, the longest first."""
    found: dict[tuple[str, ...], Item] = {}
    for heading, lines in _groups().items():
        kind, _, link = heading.partition(" ")
        for line in lines:
            for phrase in line:
                words = tuple(token.text for token in read(phrase).tokens)
                form = link or (line[0] if kind == "same" else phrase)
                if kind in ("nothing", "edges", "asking", "one", "link", "binding"):
                    found.setdefault(words, Item(kind, form))  # type: ignore[arg-type]
                elif kind == "same":
                    found.setdefault(words, Item("word", form))
    by_head: dict[str, list[tuple[tuple[str, ...], Item]]] = {}
    for words, item in sorted(found.items(), key=lambda pair: -len(pair[0])):
        by_head.setdefault(words[0], []).append((words, item))
    return by_head


@cache
def day_words() -> frozenset[str]:
    """Words beside those of dates that tie a message to the day it was written."""
    return frozenset(phrase for line in _groups()["day_words"] for phrase in line)
