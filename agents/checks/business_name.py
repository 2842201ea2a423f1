"""The shop's own name stands in the draft, spelt as she spells it."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.text import squeeze

NAME: Final = "business_name"
_WORD: Final = re.compile(r"(?<![^\s*_(\[\"'“‘:,.#|/-])[^\s*_]")
_SPREAD: Final = 3  # a name set with blanks or joiners between its letters is longer than it is
NEEDS: Final = frozenset({"text", "foundation"})


def check(subject: Subject) -> Finding:
    """Fails when the name is missing; when she has not told it, writing again does not help."""
    name = subject.foundation.get("business_name")
    if not name:
        return wrong(NAME, "unknown", weight="look", mendable=False)
    if _stands_in(squeeze(str(name)), subject.text):
        return right(NAME)
    return wrong(NAME, weight="look", name=name)


def _stands_in(name: str, text: str) -> bool:
    """Whether the name begins at a word of the text: "Riya" is not in "Priya".

    Endings may be joined to it, blanks and hyphens may be set otherwise.
    """
    reach = _SPREAD * len(name)
    starts = (word.start() for word in _WORD.finditer(text))
    return any(squeeze(text[start : start + reach]).startswith(name) for start in starts)
