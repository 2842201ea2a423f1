"""There is a text, and a person could read it."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "empty"
NEEDS: Final = frozenset({"text"})

FEWEST_LETTERS: Final = 8
_GARBLED: Final = re.compile(r"\ufffd|(?:à¤|à®|à°|Ã.|â€)|(\w)\1{7,}")


def check(subject: Subject) -> Finding:
    """Fails on next to nothing, broken encoding, and one line said over and over."""
    letters = sum(map(str.isalpha, subject.text))
    if letters < FEWEST_LETTERS:
        return wrong(NAME, weight="stop")
    lines = [line.strip() for line in subject.text.splitlines() if len(line.strip()) > 12]
    repeated = any(lines.count(line) > 2 for line in lines)
    if repeated or _GARBLED.search(subject.text):
        return wrong(NAME, "garbled", weight="stop")
    return right(NAME)
