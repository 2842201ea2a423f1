"""What came of a case, and how cases become figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

Share = tuple[float, float]
"""How many were right, of how many."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """One judged case: ``shares`` are the parts of the metrics; ``passed`` when all is right."""

    case_id: str
    language: str
    passed: bool
    expected: Any
    got: Any
    shares: Mapping[str, Share] = field(default_factory=dict)


def one(right: bool) -> Share:
    """A share of one thing."""
    return float(right), 1.0


def ratio(outcomes: Iterable[Outcome], name: str) -> float | None:
    """The share over all outcomes that have it; None when none has."""
    shares = [outcome.shares[name] for outcome in outcomes if name in outcome.shares]
    total = sum(of for _, of in shares)
    return sum(right for right, _ in shares) / total if total else None


def ratios(outcomes: Sequence[Outcome], *names: str) -> dict[str, float]:
    """The shares that can be told; one with nothing to count is left out."""
    found = {name: ratio(outcomes, name) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def harmonic(precision: float | None, recall: float | None) -> float | None:
    """F1: the harmonic mean of the two."""
    if precision is None or recall is None:
        return None
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0
