"""None of the words she ruled out."""

from typing import Final

from agents.checks.base import Finding, Subject, kept, wrong
from agents.checks.words import first

NAME: Final = "never_say"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first of her forbidden words."""
    rules = subject.constitution
    for words in rules.never_say:
        if words.strip() and first((words,), subject.folded):
            said = rules.sentence(NAME, words)
            return wrong(NAME, "rule" if said else None, weight="stop", words=words, rule=said)
    return kept(NAME, rules.sentence(NAME) if rules.never_say else "")
