"""An offer says till when it holds."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "offer_end"
NEEDS: Final = frozenset({"text", "slots"})


def check(subject: Subject) -> Finding:
    """Fails when there is a discount and no day, date or festival that bounds it."""
    percent = next((f for f in subject.figures if f.kind == "percent"), None)
    if percent is None:
        return right(NAME)
    bounded = any(f.kind in ("date", "weekday") for f in subject.figures)
    if bounded or subject.slots.get("duration_days"):
        return right(NAME)
    return wrong(NAME, weight="look", mendable=False, words=percent.text)
