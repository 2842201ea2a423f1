"""Writes the figures of docs/evaluation.md from what the evaluation printed.

raptorflow eval tests/golden_datasets/*.json --json | python scripts/evaluation_docs.py
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parent.parent / "docs" / "evaluation.md"
START, END = "<!-- figures -->", "<!-- /figures -->"
VARIANTS = ("en", "hi", "ta", "te", "hi-Latn", "ta-Latn", "te-Latn", "und")
COLUMNS: Mapping[str, Sequence[str]] = {
    "language": ("accuracy", "macro_accuracy"),
    "routing": ("accuracy", "slots_f1", "calibration_error"),
    "slots": ("slots_precision", "slots_recall", "slots_f1"),
    "onboarding": ("field_accuracy", "invented"),
    "critic": ("verdict_accuracy", "defect_recall", "false_alarm_rate"),
    "grounding": ("span_precision", "span_recall", "exact"),
    "pii": ("precision", "recall"),
    "draft": ("pass_rate",),
}
OVERALL = frozenset({"macro_accuracy", "calibration_error"})
"""Metrics that say nothing about one language alone."""


def tables(datasets: Sequence[Mapping[str, Any]]) -> str:
    """A table a dataset, in the order of the kinds above."""
    order = list(COLUMNS)
    known = [each for each in datasets if each["kind"] in COLUMNS]
    known.sort(key=lambda each: (order.index(each["kind"]), each["name"]))
    return "\n\n".join("\n".join(table(each)) for each in known)


def table(dataset: Mapping[str, Any]) -> Iterator[str]:
    """One dataset: all cases, then each way of writing."""
    columns = COLUMNS[dataset["kind"]]
    yield f"**{dataset['name']}**, {dataset['cases']} cases"
    yield ""
    yield f"| | {' | '.join(name.replace('_', ' ') for name in columns)} |"
    yield f"| --- |{' --- |' * len(columns)}"
    yield f"| all | {' | '.join(figure(dataset['metrics'], name) for name in columns)} |"
    for variant in VARIANTS:
        if variant in dataset["by_language"]:
            row = dataset["by_language"][variant]
            cells = ("" if name in OVERALL else figure(row, name) for name in columns)
            yield f"| {variant} | {' | '.join(cells)} |"


def figure(metrics: Mapping[str, float], name: str) -> str:
    """A metric with three decimals; empty when there was nothing to count."""
    return f"{metrics[name]:.3f}" if name in metrics else ""


def main() -> None:
    """Read the evaluation from standard input and put its figures into the page."""
    text = tables(json.load(sys.stdin)["datasets"])
    page = PAGE.read_text(encoding="utf-8")
    between = re.compile(f"{re.escape(START)}.*?{re.escape(END)}", re.DOTALL)
    PAGE.write_text(between.sub(f"{START}\n{text}\n{END}", page), encoding="utf-8")


if __name__ == "__main__":
    main()
