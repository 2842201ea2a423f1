"""No discount above the limit she set herself."""

from decimal import Decimal
from typing import Final

from agents.checks.base import Finding, Subject, kept, right, wrong

NAME: Final = "discount_cap"
NEEDS: Final = frozenset({"text", "constitution"})


def check(subject: Subject) -> Finding:
    """Fails on the first percentage above her limit."""
    cap = subject.constitution.discount_cap_percent
    if cap is None:
        return right(NAME)
    said = subject.constitution.sentence("discount_cap_percent")
    for figure in subject.figures:
        if figure.kind == "percent" and Decimal(figure.value) > Decimal(str(cap)):
            told = {"words": figure.text, "cap": f"{cap:g}"}
            return wrong(
                NAME, "rule" if said else None, weight="look", mendable=False, rule=said, **told
            )
    return kept(NAME, said)
