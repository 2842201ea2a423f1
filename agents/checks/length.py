"""The draft fits where it goes."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "length"
NEEDS: Final = frozenset({"text", "max_chars", "params"})


def check(subject: Subject) -> Finding:
    """Fails above the channel's limit, counted in code points as the channels do."""
    limits = (subject.max_chars, subject.params.get("max_chars"))
    most = min((int(limit) for limit in limits if limit), default=None)
    size = len(subject.text)
    if most is not None and size > most:
        return wrong(NAME, weight="stop", count=size, max=most)
    return right(NAME)
