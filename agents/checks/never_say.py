"""None of the words she ruled out."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "never_say"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first of her forbidden words."""
    for words in subject.constitution.never_say:
        if words.strip() and first((words,), subject.folded):
            return wrong(NAME, weight="stop", words=words)
    return right(NAME)
