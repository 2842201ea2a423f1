"""The lines she wants in every message are there."""

from typing import Final

from agents.checks.base import Finding, Subject, kept, wrong
from integrations.languages.text import squeeze

NAME: Final = "always_say"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first of her lines that is missing."""
    text = squeeze(subject.text)
    rules = subject.constitution
    for words in rules.always_say:
        if squeeze(words) not in text:
            said = rules.sentence(NAME, words)
            return wrong(NAME, "rule" if said else None, weight="look", words=words, rule=said)
    return kept(NAME, rules.sentence(NAME) if rules.always_say else "")
