"""Runs datasets: every case is put to the product, and a report says how it did."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final, cast

from agents.evaluation import critic, draft, grounding, language, onboarding, pii, routing, slots
from agents.evaluation.dataset import Dataset
from agents.evaluation.kinds import LOWER_IS_BETTER, Kind, Tools
from agents.evaluation.outcome import Outcome
from app.core.errors import InputError

KINDS: Final[Mapping[str, Kind]] = {
    name: cast(Kind, module)
    for name, module in {
        "language": language,
        "routing": routing,
        "slots": slots,
        "onboarding": onboarding,
        "critic": critic,
        "grounding": grounding,
        "draft": draft,
        "pii": pii,
    }.items()
}
"""The kinds that can be measured."""
NEEDS_TURNS: Final = frozenset({"draft"})
_DECIMALS: Final = 4


@dataclass(frozen=True, slots=True)
class Report:
    """How one dataset did; ``under_floor``: (figure, floor) of the metrics that fell short."""

    dataset: Dataset
    metrics: Mapping[str, float]
    by_language: Mapping[str, Mapping[str, float]]
    failures: Sequence[Outcome]
    under_floor: Mapping[str, tuple[float, float]]

    def as_json(self) -> dict[str, Any]:
        """The object of this dataset in ``raptorflow eval --json``."""
        return {
            "name": self.dataset.name,
            "kind": self.dataset.kind,
            "cases": len(self.dataset.cases),
            "metrics": rounded(self.metrics),
            "by_language": {name: rounded(each) for name, each in self.by_language.items()},
            "failures": [
                {"id": failure.case_id, "expected": failure.expected, "got": failure.got}
                for failure in self.failures
            ],
        }


def rounded(metrics: Mapping[str, float]) -> dict[str, float]:
    """Four decimals: fewer would hide one case of a large set."""
    return {name: round(value, _DECIMALS) for name, value in metrics.items()}


def kind_of(dataset: Dataset) -> Kind:
    """What judges the dataset.

    Raises:
        InputError: ``dataset_kind`` when the part it measures does not exist yet.
    """
    if dataset.kind not in KINDS:
        raise InputError("dataset_kind", detail=f"not supported yet: {dataset.kind}")
    return KINDS[dataset.kind]


async def evaluate(dataset: Dataset, tools: Tools) -> Report:
    """Judge every case of the dataset."""
    kind = kind_of(dataset)
    given = replace(
        tools, today=dataset.today or tools.today, slots_complete=dataset.slots_complete
    )
    outcomes = [await kind.judge(case, given) for case in dataset.cases]
    languages = sorted({outcome.language for outcome in outcomes})
    metrics = kind.metrics(outcomes)
    return Report(
        dataset,
        metrics,
        {name: kind.metrics([o for o in outcomes if o.language == name]) for name in languages},
        [outcome for outcome in outcomes if not outcome.passed],
        _under_floor(dataset, kind, metrics),
    )


def _under_floor(
    dataset: Dataset, kind: Kind, metrics: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """The metrics that are worse than the file allows; one that was not measured is worse."""
    floors = dataset.floor
    if floors is None:
        return {}
    if not isinstance(floors, dict):
        floors = {kind.FIGURE: floors}
    short = {}
    for name, floor in floors.items():
        lower = name in LOWER_IS_BETTER
        value = metrics.get(name, float("inf") if lower else 0.0)
        if value > floor if lower else value < floor:
            short[name] = (value, floor)
    return short
