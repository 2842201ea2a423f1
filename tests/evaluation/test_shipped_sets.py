"""The shipped sets: big enough, all ways of writing, over their floors, and the gate is alive."""

import json
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from agents.evaluation.dataset import Dataset, load_dataset
from agents.evaluation.runner import KINDS, NEEDS_TURNS, evaluate
from agents.queen_router import QueenRouter
from app.core.variants import VARIANTS
from tests.evaluation.tools import FewerSkills, registry, tools

FOLDER: Final = Path(__file__).parent.parent / "golden_datasets"
FILES: Final = sorted(FOLDER.glob("*.json"))
LEAST: Final = {"routing": 40, "draft": 21, "pii": 40, "critic": 40}


def shipped(name: str) -> Dataset:
    return load_dataset(FOLDER / f"{name}.json")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
async def test_every_set_is_over_its_floor(path: Path) -> None:
    dataset = load_dataset(path)
    if dataset.kind in NEEDS_TURNS:
        pytest.skip("whole turns are measured by the command's own test")
    report = await evaluate(dataset, tools())
    assert not report.under_floor, [failure.case_id for failure in report.failures]


@pytest.mark.parametrize("kind", sorted(LEAST))
@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_each_half_is_large_and_in_all_variants(kind: str, half: str) -> None:
    dataset = shipped(f"{kind}_{half}")
    assert len(dataset.cases) >= LEAST[kind]
    counted = Counter(case.language for case in dataset.cases)
    assert set(counted) >= set(VARIANTS)
    assert min(counted[variant] for variant in VARIANTS) >= 3
    assert dataset.floor is not None


def test_every_kind_that_can_be_measured_has_a_set() -> None:
    assert {load_dataset(path).kind for path in FILES} == set(KINDS)


def test_nothing_learnt_from_is_in_a_held_out_half() -> None:
    learnt = {
        text.strip().lower()
        for skill in registry().all()
        for texts in skill.examples.values()
        for text in texts
    }
    for path in (*FOLDER.glob("*_heldout.json"), FOLDER / "routing_fresh.json"):
        cases = json.loads(path.read_text("utf-8"))["cases"]
        asked = {str(case["input"].get("text", "")).strip().lower() for case in cases}
        assert not asked & learnt, path.name
        if path.name == "routing_fresh.json":
            continue
        other = path.with_name(path.name.replace("_heldout", "_dev"))
        developed = json.loads(other.read_text("utf-8"))["cases"]
        assert not [case for case in cases if case["input"] in [c["input"] for c in developed]]


@pytest.mark.parametrize(
    "library",
    [
        FewerSkills("gst_quote"),
        FewerSkills(swapped=("whatsapp_broadcast", "instagram_caption")),
    ],
    ids=["no gst_quote", "channels swapped"],
)
async def test_a_broken_library_turns_the_routing_set_red(library: FewerSkills) -> None:
    dataset = shipped("routing_dev")
    report = await evaluate(dataset, tools(routed_by=QueenRouter(library)))
    assert "accuracy" in report.under_floor
