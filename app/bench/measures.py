"""Figures and what they are held against."""

import os
import platform
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

Figures = dict[str, float | int | str | None]


def percentile(values: Sequence[float], share: float) -> float:
    """The nearest-rank percentile (`share` in 0-1); 0.0 of nothing.

    Nearest rank, because it is a time that really happened, also among few values.
    """
    if not values:
        return 0.0
    ordered = sorted(values)
    rank = max(1, min(len(ordered), -(-len(ordered) * int(share * 1000) // 1000)))
    return ordered[rank - 1]


def milliseconds(seconds: float) -> float:
    """Seconds as milliseconds with one decimal."""
    return round(seconds * 1000, 1)


def latencies(seconds: Sequence[float]) -> Figures:
    """p50, p95, p99 and the worst, in milliseconds."""
    return {
        "count": len(seconds),
        "p50_ms": milliseconds(percentile(seconds, 0.50)),
        "p95_ms": milliseconds(percentile(seconds, 0.95)),
        "p99_ms": milliseconds(percentile(seconds, 0.99)),
        "max_ms": milliseconds(max(seconds, default=0.0)),
    }


@dataclass(frozen=True)
class Target:
    """A promise: the figure `name` stays at or below `limit`."""

    name: str
    value: float
    limit: float
    unit: str

    @property
    def met(self) -> bool:
        """Whether the promise was kept in this run."""
        return self.value <= self.limit


@dataclass(frozen=True)
class Result:
    """One benchmark's outcome: labelled rows of figures, and the promises."""

    bench: str
    settings: Figures
    rows: dict[str, Figures]
    targets: tuple[Target, ...] = ()
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """The object that goes to stdout."""
        targets = [asdict(target) | {"met": target.met} for target in self.targets]
        return asdict(self) | {"targets": targets, "machine": machine()}


def machine() -> Figures:
    """What the figures were taken on; no name and no path of it."""
    return {
        "system": platform.system(),
        "architecture": platform.machine(),
        "cores": os.cpu_count(),
        "python": platform.python_version(),
    }
