"""The lines she wants in every message are there."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.text import squeeze

NAME: Final = "always_say"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first of her lines that is missing."""
    text = squeeze(subject.text)
    for words in subject.constitution.always_say:
        if squeeze(words) not in text:
            return wrong(NAME, weight="look", words=words)
    return right(NAME)
