"""Every other number, hour and weekday is one she gave."""

from dataclasses import replace
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.reel_shots import CHANNEL, TIMING

NAME: Final = "number_supported"
NEEDS: Final = frozenset({"text", "said", "foundation", "inputs", "computed"})

_SMALL: Final = frozenset({"1", "2", "24", "7"})  # "1 message", "24x7": ways of speaking


def _of_text(subject: Subject) -> Subject:
    """Without the clock of a reel's shots, which is ours and counts nothing of hers."""
    if subject.channel != CHANNEL:
        return subject
    return replace(subject, text=TIMING.sub(" ", subject.text))


def check(subject: Subject) -> Finding:
    """Fails on the first number that nothing stands for."""
    loose = [
        figure
        for figure in _of_text(subject).unsupported("number", "time", "weekday")
        if figure.value not in _SMALL or figure.kind != "number"
    ]
    return wrong(NAME, weight="look", words=loose[0].text.strip()) if loose else right(NAME)
