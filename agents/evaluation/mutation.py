"""Is the gate alive? Every fault is planted in turn, and some set has to fall under its floor."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from agents.evaluation.dataset import Dataset
from agents.evaluation.kinds import Tools
from agents.evaluation.planting import Fault
from agents.evaluation.runner import NEEDS_TURNS, evaluate

LEAST_NOTICED: Final = 0.95


@dataclass(frozen=True, slots=True)
class Planted:
    """What came of a fault: the set and the metric that fell first, None when none did."""

    fault: str
    noticed_by: str | None


async def mutate(
    datasets: Sequence[Dataset], tools: Tools, planted: Iterable[Fault]
) -> list[Planted]:
    """Plant each fault that any of the datasets could notice, and evaluate until one does."""
    found = []
    for fault in planted:
        concerned = [
            dataset
            for dataset in datasets
            if dataset.kind in fault.kinds
            and dataset.floor is not None
            and (tools.play is not None or dataset.kind not in NEEDS_TURNS)
        ]
        if concerned:
            found.append(Planted(fault.name, await _noticed(fault, concerned, tools)))
    return found


async def _noticed(fault: Fault, datasets: Sequence[Dataset], tools: Tools) -> str | None:
    with fault.plant(tools) as broken:
        for dataset in datasets:
            report = await evaluate(dataset, broken)
            for metric in report.under_floor:
                return f"{dataset.name}: {metric}"
    return None


def together(found: Iterable[Sequence[Planted]]) -> list[Planted]:
    """The results over several datasets: a fault is noticed when any of them noticed it."""
    by_name: dict[str, Planted] = {}
    for planted in (each for results in found for each in results):
        known = by_name.get(planted.fault)
        if known is None or known.noticed_by is None:
            by_name[planted.fault] = planted
    return list(by_name.values())


def share_noticed(results: Sequence[Planted]) -> float:
    """The share of the planted faults that turned the gate red; 0 when none was planted."""
    noticed = sum(result.noticed_by is not None for result in results)
    return noticed / len(results) if results else 0.0
