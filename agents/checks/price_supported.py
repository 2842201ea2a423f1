"""Every amount of money is one she gave or a tool worked out."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "price_supported"
NEEDS: Final = frozenset({"text", "said", "foundation", "inputs", "computed"})


def check(subject: Subject) -> Finding:
    """Fails on the first amount that nothing stands for."""
    loose = subject.unsupported("amount")
    return wrong(NAME, weight="stop", words=loose[0].text.strip()) if loose else right(NAME)
