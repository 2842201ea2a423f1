"""As many emoji as her rule allows."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, kept, wrong

NAME: Final = "emoji"
NEEDS: Final = frozenset({"text", "constitution"})

MOST: Final = {"none": 0, "few": 4, "many": 12}
_EMOJI: Final = re.compile("[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b50\u2764]")


def check(subject: Subject) -> Finding:
    """Fails above the count her rule stands for."""
    count = len(_EMOJI.findall(subject.text))
    said = subject.constitution.sentence(NAME)
    if count <= MOST[subject.constitution.emoji]:
        return kept(NAME, said)
    return wrong(NAME, "rule" if said else None, weight="look", count=count, rule=said)
