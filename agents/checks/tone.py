"""The tone she asked for, as far as marks show it: a plain one neither shouts nor plays."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, kept, wrong

NAME: Final = "tone"
NEEDS: Final = frozenset({"text", "constitution"})

_MOST_CRIES: Final = {"formal": 0, "devotional": 1}
_FACES: Final = re.compile("[\U0001f600-\U0001f64f\U0001f910-\U0001f92f\U0001f970-\U0001f97a]")
_NO_FACES: Final = frozenset({"formal", "devotional"})


def check(subject: Subject) -> Finding:
    """Fails on exclamation marks a plain tone has no room for, and on faces where none belong."""
    tone = subject.constitution.tone or ""
    said = subject.constitution.sentence(NAME)
    cries = subject.text.count("!")
    face = _FACES.search(subject.text) if tone in _NO_FACES else None
    words = face.group() if face else "!" if cries > _MOST_CRIES.get(tone, cries) else ""
    if not words:
        return kept(NAME, said if subject.constitution.tone else "")
    return wrong(NAME, "rule" if said else None, weight="look", words=words, rule=said)
