"""A reel's shots follow one another from the first second, are quick, and are easy to say."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.text import fold

NAME: Final = "reel_shots"
NEEDS: Final = frozenset({"text", "channel", "params", "foundation", "slots"})

CHANNEL: Final = "reel"
TIMING: Final = re.compile(r"(?m)^(\d+):([0-5]\d)\s*[-–]\s*(\d+):([0-5]\d)\s*$")
_SAID: Final = re.compile(r"[“\"]([^”\"\n]+)[”\"]")
FEWEST, MOST, SECONDS, HOOK, WORDS = 3, 8, 45, 4, 10
_SHOWN: Final = 28


def check(subject: Subject) -> Finding:
    """Fails without timed shots, on a gap or an overlap, on a slow beginning and a long breath."""
    if subject.channel != CHANNEL:
        return right(NAME)
    most = {name: int(subject.params.get(name, value)) for name, value in _LIMITS.items()}
    shots = [_span(match) for match in TIMING.finditer(subject.text)]
    if not most["fewest"] <= len(shots) <= most["shots"]:
        return wrong(
            NAME, "count", weight="look", count=len(shots), low=most["fewest"], high=most["shots"]
        )
    begins = [0, *(until for _, until in shots)]
    if any(at != begin or until <= at for (at, until), begin in zip(shots, begins, strict=False)):
        return wrong(NAME, "gap", weight="look")
    if shots[-1][1] > most["seconds"] or shots[0][1] > most["hook"]:
        return wrong(NAME, weight="look", count=shots[-1][1], max=most["seconds"])
    own = fold(" ".join((subject.own_words, *map(str, subject.inputs.values()))))
    for said in _SAID.findall(subject.text):
        if sum(word not in own for word in fold(said).split()) > most["words"]:
            short = said if len(said) <= _SHOWN else f"{said[:_SHOWN].rstrip()}…"
            return wrong(NAME, "breath", weight="look", words=short)
    return right(NAME)


_LIMITS: Final = {
    "fewest": FEWEST,
    "shots": MOST,
    "seconds": SECONDS,
    "hook": HOOK,
    "words": WORDS,
}


def _span(match: re.Match[str]) -> tuple[int, int]:
    from_minute, from_second, to_minute, to_second = map(int, match.groups())
    return from_minute * 60 + from_second, to_minute * 60 + to_second
