"""A poster's lines are short enough to be read while walking past."""

import unicodedata
from collections.abc import Iterator
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.text import fold

NAME: Final = "poster_lines"
NEEDS: Final = frozenset({"text", "channel", "params", "foundation", "slots"})

CHANNEL: Final = "poster"
CHARS: Final = 36
WORDS: Final = 7
LINES: Final = 11
_SHOWN: Final = 24
_FULL_STOPS: Final = (".", "।")


def check(subject: Subject) -> Finding:
    """Fails on the first line that is long or ends in a full stop, and on too many lines.

    Letters are counted as eyes do, signs above and below them left out. A line that is only her
    name, her goods, her place or a sentence she always says is as long as it is.
    """
    if subject.channel != CHANNEL:
        return right(NAME)
    lines = [line.strip() for line in subject.text.splitlines() if line.strip()]
    most = int(subject.params.get("lines", LINES))
    if len(lines) > most:
        return wrong(NAME, "many", weight="look", count=len(lines), max=most)
    for line in lines:
        rest = _without(line, _own(subject))
        if len(rest.split()) > int(subject.params.get("words", WORDS)):
            return wrong(NAME, weight="look", words=_short(line))
        if _letters(rest) > int(subject.params.get("chars", CHARS)):
            return wrong(NAME, weight="look", words=_short(line))
        if rest.endswith(_FULL_STOPS):
            return wrong(NAME, "stop", weight="look", words=_short(line))
    return right(NAME)


def _own(subject: Subject) -> Iterator[str]:
    """Words of hers that may stand in a line at any length, the longest first."""
    facts = [str(value) for value in subject.foundation.values() if isinstance(value, str)]
    names = [*facts, *subject.constitution.always_say, str(subject.slots.get("product") or "")]
    return (fold(name) for name in sorted(names, key=len, reverse=True) if name.strip())


def _without(line: str, own: Iterator[str]) -> str:
    folded = fold(line)
    for name in own:
        folded = folded.replace(name, "")
    return folded.strip()


def _letters(text: str) -> int:
    return sum(not unicodedata.category(char).startswith("M") for char in text)


def _short(line: str) -> str:
    return line if len(line) <= _SHOWN else f"{line[:_SHOWN].rstrip()}…"
