"""Nothing was left to be filled in."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "placeholder"
NEEDS: Final = frozenset({"text"})

_HOLE: Final = re.compile(
    r"\{+[^{}\n]{0,40}\}+|\[\s*[^\]\d\n]{2,40}\]|<[^<>\d\n]{2,40}>|_{3,}|\bX{3,}\b|\.{4,}"
    r"|\b(?:None|null|undefined|NaN|TBD|N/A|lorem ipsum)\b"
    r"|\b(?:your|my) (?:shop|business|store) name\b|\bshop ka naam\b:?$|\bxyz\b",
    re.IGNORECASE,
)


def check(subject: Subject) -> Finding:
    """Fails on braces, brackets with words, blanks and a program's words for nothing."""
    for match in _HOLE.finditer(subject.text):
        if match.group().casefold() not in subject.own_words:
            return wrong(NAME, weight="stop", words=match.group().strip())
    return right(NAME)
