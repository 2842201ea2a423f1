"""As many emoji as her rule allows."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "emoji"
NEEDS: Final = frozenset({"text", "constitution"})

MOST: Final = {"none": 0, "few": 4, "many": 12}
_EMOJI: Final = re.compile("[\U0001f1e6-\U0001faff\u2600-\u27bf\u2b50\u2764]")


def check(subject: Subject) -> Finding:
    """Fails above the count her rule stands for."""
    count = len(_EMOJI.findall(subject.text))
    rule = subject.constitution.emoji
    return wrong(NAME, weight="look", count=count) if count > MOST[rule] else right(NAME)
