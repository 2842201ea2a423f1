"""None of the words she ruled out, in whichever script they would stand."""

from typing import Final

from agents.checks.base import Finding, Subject, kept, wrong
from agents.checks.words import first
from integrations.languages.across_scripts import said_across

NAME: Final = "never_say"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first of her forbidden words."""
    rules = subject.constitution
    for words in rules.never_say:
        if not words.strip():
            continue
        if first((words,), subject.folded) or said_across(words, subject.text):
            said = rules.sentence(NAME, words)
            return wrong(NAME, "rule" if said else None, weight="stop", words=words, rule=said)
    return kept(NAME, rules.sentence(NAME) if rules.never_say else "")
