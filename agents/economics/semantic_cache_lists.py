"""The closed lists by which requests are compared (``data/same_requests.txt``), as items.

Whoever adds a word says that it changes nothing of the draft that is wanted: in doubt a word
stays out, and two requests are two.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final, Literal

from app.core.variants import Shell
from integrations.languages.text import fold, read

Kind = Literal[
    "word", "nothing", "being", "finite", "article", "mine", "greeting", "address", "message",
    "piece", "wish", "thanks",
    "asking", "wanting before", "wanting after", "one", "link", "join", "binding", "break",
    "number", "percent", "rupees", "festival", "channel", "product", "off",
]  # fmt: skip

_DATA: Final = Path(__file__).parent / "data" / "same_requests.txt"
_HEADING: Final = re.compile(r"# ([a-z_]+(?: [a-z]+)?)")
_TAGGED: Final = re.compile(r"(en|hi|ta|te): (.*)")
_LISTED: Final = (
    "nothing", "being", "finite", "article", "mine", "greeting", "address", "asking",
    "wanting before", "wanting after", "one", "message", "piece", "wish", "thanks", "link", "off",
    "same", "join", "binding",
)  # fmt: skip
_BY_FIRST: Final = frozenset({"piece", "same"})


@dataclass(frozen=True, slots=True)
class Item:
    """One thing said: what kind, and the form it is compared in."""

    kind: Kind
    form: str


@dataclass(frozen=True, slots=True)
class _Line:
    heading: str
    language: str
    phrases: tuple[str, ...]


@cache
def _lines() -> tuple[_Line, ...]:
    """The word list; a phrase is folded, and an empty language is all of them."""
    found: list[_Line] = []
    heading = ""
    for line in _DATA.read_text("utf-8").splitlines():
        if match := _HEADING.fullmatch(line):
            heading = match[1]
        elif line and not line.startswith("#"):
            tagged = _TAGGED.fullmatch(line)
            language, said = (tagged[1], tagged[2]) if tagged else ("", line)
            phrases = tuple(fold(each.strip()) for each in said.split(",") if each.strip())
            found.append(_Line(heading, language, phrases))
    return tuple(found)


@cache
def known(language: Shell | None) -> dict[str, list[tuple[tuple[str, ...], Item]]]:
    """Phrases of a language by their first token, the longest first."""
    found: dict[tuple[str, ...], Item] = {}
    for words, item in _items(language):
        found.setdefault(words, item)
    by_head: dict[str, list[tuple[tuple[str, ...], Item]]] = {}
    for words, item in sorted(found.items(), key=lambda pair: -len(pair[0])):
        by_head.setdefault(words[0], []).append((words, item))
    return by_head


def _items(language: Shell | None) -> Iterator[tuple[tuple[str, ...], Item]]:
    for wanted in _LISTED:
        for line in _lines():
            name, _, link = line.heading.partition(" ")
            kind = name if name in ("link",) else line.heading
            if kind != wanted or line.language not in ("", language):
                continue
            for phrase in line.phrases:
                words = tuple(token.text for token in read(phrase).tokens)
                form = link if kind == "link" else line.phrases[0] if kind in _BY_FIRST else phrase
                yield words, Item("word" if kind == "same" else kind, form)  # type: ignore[arg-type]


@cache
def day_words() -> frozenset[str]:
    """Words beside those of dates that tie a message to the day it was written."""
    return frozenset(
        phrase for line in _lines() if line.heading == "day_words" for phrase in line.phrases
    )
