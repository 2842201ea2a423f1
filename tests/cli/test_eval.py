"""``raptorflow eval``: its shape, its floors and its exit codes."""

import json
from pathlib import Path
from typing import Any

from tests.cli.conftest import ROOT, RaptorFlow

SETS = ROOT / "tests" / "golden_datasets"


def write(folder: Path, name: str, **dataset: Any) -> str:
    path = folder / f"{name}.json"
    path.write_text(json.dumps({"name": name, **dataset}, ensure_ascii=False), "utf-8")
    return str(path)


def language_case(case_id: str, text: str, language: str) -> dict[str, Any]:
    return {"id": case_id, "input": {"text": text}, "expect": {"language": language}}


def test_prints_figures_and_failures_as_promised(raptorflow: RaptorFlow, tmp_path: Path) -> None:
    cases = [
        language_case("hi-Latn-1", "sab customer ko message bhejo", "hi-Latn"),
        language_case("ta-1", "வணக்கம்", "te"),
    ]
    path = write(tmp_path, "two", kind="language", cases=cases)
    done = raptorflow("eval", path, "--json")
    assert done.returncode == 0, done.stderr
    (told,) = json.loads(done.stdout)["datasets"]
    assert told == {
        "name": "two",
        "kind": "language",
        "cases": 2,
        "metrics": {"accuracy": 0.5, "macro_accuracy": 0.5},
        "by_language": {
            "hi-Latn": {"accuracy": 1.0, "macro_accuracy": 1.0},
            "te": {"accuracy": 0.0, "macro_accuracy": 0.0},
        },
        "failures": [{"id": "ta-1", "expected": "te", "got": "ta"}],
    }
    plain = raptorflow("eval", path)
    assert plain.returncode == 0
    assert "two (language): 2 cases" in plain.stdout
    assert "✕ ta-1" in plain.stdout


def test_a_figure_under_its_floor_ends_with_one(raptorflow: RaptorFlow, tmp_path: Path) -> None:
    case = language_case("en-1", "write a message", "ta")
    low = write(tmp_path, "low", kind="language", floor=0.9, cases=[case])
    done = raptorflow("eval", low, "--json")
    assert done.returncode == 1
    assert "floor 0.9" in done.stderr
    assert json.loads(done.stdout)["datasets"][0]["metrics"]["accuracy"] == 0


def test_what_cannot_be_measured_ends_with_two(raptorflow: RaptorFlow, tmp_path: Path) -> None:
    case = {"id": "1", "input": {"text": "x", "source": "web"}, "expect": {"blocked": True}}
    unknown = raptorflow("eval", write(tmp_path, "later", kind="injection", cases=[case]))
    assert unknown.returncode == 2
    assert "not supported yet: injection" in unknown.stderr
    assert unknown.stdout == ""
    missing = raptorflow("eval", str(tmp_path / "nowhere.json"))
    assert missing.returncode == 2
    assert "nowhere.json" in missing.stderr
    assert raptorflow("eval").returncode == 2


def test_whole_turns_pass_their_floors_offline(raptorflow: RaptorFlow) -> None:
    paths = [str(SETS / f"draft_{half}.json") for half in ("dev", "heldout")]
    done = raptorflow("eval", *paths, "--json", MODEL_CASCADE="vertex,offline")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)["datasets"]
    assert [each["metrics"]["pass_rate"] >= 0.9 for each in told] == [True, True]


def test_planted_faults_are_counted(raptorflow: RaptorFlow, tmp_path: Path) -> None:
    done = raptorflow("eval", str(SETS / "pii_dev.json"), "--mutate", "--json")
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout)
    assert told["noticed"] == 1
    assert told["planted"] == len(told["faults"]) >= 7
    floorless = json.loads((SETS / "pii_dev.json").read_text("utf-8")) | {"floor": 0.0}
    dead = tmp_path / "dead.json"
    dead.write_text(json.dumps(floorless), "utf-8")
    missed = raptorflow("eval", str(dead), "--mutate")
    assert missed.returncode == 1
    assert "0.0% of 7 faults noticed" in missed.stdout
