"""No discount above the limit she set herself."""

from decimal import Decimal
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "discount_cap"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first percentage above her limit."""
    cap = subject.constitution.discount_cap_percent
    if cap is None:
        return right(NAME)
    for figure in subject.figures:
        if figure.kind == "percent" and Decimal(figure.value) > Decimal(str(cap)):
            return wrong(NAME, weight="look", mendable=False, words=figure.text, cap=f"{cap:g}")
    return right(NAME)
