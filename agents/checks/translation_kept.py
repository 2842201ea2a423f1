"""What is in another language now still has every figure, number to call and link it had."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.figures import FigureKind, read_figures

NAME: Final = "translation_kept"
NEEDS: Final = frozenset({"text", "inputs"})

FROM: Final = "translated_from"
"""The input that holds the text before; without it there is nothing to keep."""
_KINDS: Final[frozenset[FigureKind]] = frozenset(
    {"link", "email", "upi", "phone", "date", "amount", "percent"}
)


def check(subject: Subject) -> Finding:
    """Fails on the first figure or link of the text before that is gone, or written otherwise."""
    before = subject.inputs.get(FROM)
    lost = lost_figures(before, subject.text) if isinstance(before, str) else []
    return wrong(NAME, weight="look", words=lost[0]) if lost else right(NAME)


def lost_figures(before: str, after: str) -> list[str]:
    """The figures and links of ``before``, as they stand there, that ``after`` has not."""
    kept = {(figure.kind, figure.value) for figure in read_figures(after)}
    return [
        figure.text.strip()
        for figure in read_figures(before)
        if figure.kind in _KINDS and (figure.kind, figure.value) not in kept
    ]
