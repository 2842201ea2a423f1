"""No offer beside a day of mourning or solemnity, and none in a message of wishes only."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "sell_free"
NEEDS: Final = frozenset({"text", "festival", "params"})


def check(subject: Subject) -> Finding:
    """Fails on an amount or a percentage where nothing may be sold."""
    solemn = subject.festival is not None and not subject.festival.sell
    if not solemn and not subject.params.get("always", False):
        return right(NAME)
    offers = [f for f in subject.figures if f.kind in ("amount", "percent")]
    if not offers:
        return right(NAME)
    return wrong(NAME, "day" if solemn else None, weight="look", words=offers[0].text.strip())
