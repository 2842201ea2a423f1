"""Every other number, hour and weekday is one she gave."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "number_supported"
NEEDS: Final = frozenset({"text", "said", "foundation", "inputs", "computed"})

_SMALL: Final = frozenset({"1", "2", "24", "7"})  # "1 message", "24x7": ways of speaking


def check(subject: Subject) -> Finding:
    """Fails on the first number that nothing stands for."""
    loose = [
        figure
        for figure in subject.unsupported("number", "time", "weekday")
        if figure.value not in _SMALL or figure.kind != "number"
    ]
    return wrong(NAME, weight="look", words=loose[0].text.strip()) if loose else right(NAME)
