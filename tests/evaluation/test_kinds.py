"""Each kind counts what the format says it counts."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from agents.evaluation.dataset import Case, load_dataset
from agents.evaluation.onboarding import same_fact
from agents.evaluation.routing import calibration_error, same_slot
from agents.evaluation.runner import evaluate, kind_of
from app.core.errors import InputError
from tests.evaluation.tools import dataset, measured, tools


async def test_language_weighs_each_way_of_writing_the_same() -> None:
    report = await measured(
        "language",
        {"input": {"text": "diwali ke liye message likh do"}, "expect": {"language": "hi-Latn"}},
        {"input": {"text": "sab customer ko bhejna hai"}, "expect": {"language": "hi-Latn"}},
        {"input": {"text": "write a message please"}, "expect": {"language": "te"}},
    )
    assert report.metrics["accuracy"] == pytest.approx(2 / 3)
    assert report.metrics["macro_accuracy"] == pytest.approx(1 / 2)
    assert [failure.got for failure in report.failures] == ["en"]
    assert report.by_language["te"]["accuracy"] == 0


async def test_routing_counts_skills_and_slots() -> None:
    said = {"text": "whatsapp message, kaju katli pe 20% off, 640 kilo"}
    wanted = {"channel": "whatsapp", "discount_percent": 20.0, "product": "काजू कतली"}
    right = {"skill": "whatsapp_broadcast", "slots": wanted}
    wrong = {"skill": "gst_quote", "slots": {**wanted, "discount_percent": 25, "tone": "funny"}}
    subset = await measured("routing", {"input": said, "expect": right})
    assert {name: subset.metrics[name] for name in (
        "accuracy", "slots_precision", "slots_recall", "slots_f1", "lowest_language",
    )} == {
        "accuracy": 1, "slots_precision": 1, "slots_recall": 1, "slots_f1": 1, "lowest_language": 1,
    }  # fmt: skip
    # The price was read and is not expected: only a complete set may call that wrong.
    complete = await measured("routing", {"input": said, "expect": right}, slots_complete=True)
    assert complete.metrics["slots_precision"] == pytest.approx(3 / 4)
    assert complete.failures
    missed = await measured("routing", {"input": said, "expect": wrong})
    assert missed.metrics["accuracy"] == 0
    assert missed.metrics["slots_recall"] == pytest.approx(2 / 4)
    assert missed.metrics["slots_precision"] == pytest.approx(2 / 3)


def test_calibration_error_is_the_gap_of_confidence_and_truth() -> None:
    assert calibration_error([(0.95, 1.0)] * 19 + [(0.95, 0.0)]) == pytest.approx(0)
    assert calibration_error([(0.95, 1.0), (0.95, 0.0)]) == pytest.approx(0.45)
    # Too bold in one bin is not made good by too timid in another.
    assert calibration_error([(0.9, 0.0), (0.1, 1.0)]) == pytest.approx(0.9)
    assert calibration_error([(1.0, 1.0)]) == 0


@pytest.mark.parametrize(
    ("name", "expected", "got", "same"),
    [
        ("discount_percent", 20, 20.0, True), ("discount_percent", 20, 25.0, False),
        ("product", "kaju katli", "காஜு கத்லி", True), ("product", "saree", "kurti", False),
        ("festival", "diwali", "diwali", True), ("channel", "sms", None, False),
    ],
)  # fmt: skip
def test_slots_compare_by_value_and_by_sound(
    name: str, expected: Any, got: Any, same: bool
) -> None:
    assert same_slot(name, expected, got) is same


async def test_onboarding_takes_corrections_and_counts_what_nobody_said() -> None:
    turns = [
        {"field": "city", "text": "Kanpur"},
        {"field": "city", "text": "nahi, Nashik"},
        {"field": "phone", "text": "skip"},
    ]
    facts = {"city": "Nashik", "state": "Maharashtra", "phone": None}
    report = await measured(
        "onboarding", {"input": {"turns": turns}, "expect": {"foundation": facts}}
    )
    assert report.metrics == {"field_accuracy": 1, "invented": 0}
    told = [{"field": "city", "text": "Kanpur, 9838012345"}]
    report = await measured(
        "onboarding", {"input": {"turns": told}, "expect": {"foundation": {"city": "Kanpur"}}}
    )
    assert report.metrics["invented"] == 1  # the number was said, but nobody expected it


def test_lists_of_facts_need_half_in_common() -> None:
    assert same_fact(["samosa", "jalebi"], ["समोसा", "jalebi", "chai"])
    assert not same_fact(["samosa", "jalebi"], ["chai"])
    assert not same_fact("9838012345", "9838012346")


def drafted(draft: str, **more: Any) -> dict[str, Any]:
    shop = {"business_name": "Rose Bakery", "phone": "9822011223"}
    return {
        "skill": "whatsapp_broadcast", "language": "en", "draft": draft, "foundation": shop,
        "request": "plum cake 480 a kilo, 15% off till sunday", "constitution": {}, **more,
    }  # fmt: skip


GOOD = (
    "Plum cake at ₹480 a kilo, 15% off till Sunday.\nCall 98220 11223.\nRose Bakery\n"
    "Reply STOP to opt out."
)


async def test_the_critic_names_defects_and_leaves_good_drafts_alone() -> None:
    report = await measured(
        "critic",
        {"input": drafted(GOOD), "expect": {"verdict": "pass", "defects": []}},
        {"input": drafted(GOOD.replace("480", "380")),
         "expect": {"verdict": "revise", "defects": ["unsupported_price"]}},
        {"input": drafted(GOOD.replace("till", "from")),
         "expect": {"verdict": "revise", "defects": ["unsupported_claim"]}},
        {"input": drafted(GOOD), "expect": {"verdict": "revise", "defects": ["too_long"]}},
    )  # fmt: skip
    assert report.metrics == {
        "verdict_accuracy": 3 / 4, "defect_recall": pytest.approx(2 / 3), "false_alarm_rate": 0,
    }  # fmt: skip


async def test_grounding_finds_the_words_nothing_stands_for() -> None:
    loose = GOOD.replace("₹480", "₹380").replace("98220 11223", "90000 11111")
    report = await measured(
        "grounding",
        {"input": drafted(GOOD), "expect": {"unsupported": []}},
        {"input": drafted(loose), "expect": {"unsupported": ["₹380", "90000 11111"]}},
        {"input": drafted(loose), "expect": {"unsupported": ["₹380", "plum cake"]}},
    )
    assert report.metrics == {
        "span_precision": pytest.approx(3 / 4), "span_recall": pytest.approx(3 / 4),
        "exact": pytest.approx(2 / 3),
    }  # fmt: skip


async def test_pii_counts_type_and_text() -> None:
    text = "aadhaar 2341 2341 2346, phone 98220 11223"
    entities = [
        {"type": "Aadhar", "text": "2341 2341 2346"},
        {"type": "mobile", "text": "98220-11223"},
        {"type": "pan", "text": "ABCPK1234F"},
    ]
    report = await measured("pii", {"input": {"text": text}, "expect": {"entities": entities}})
    assert report.metrics["precision"] == 1
    assert report.metrics["recall"] == pytest.approx(2 / 3)


async def test_a_draft_is_the_whole_turns_last_word() -> None:
    asked: list[tuple[str, Mapping[str, Any], Mapping[str, Any]]] = []

    async def play(text: str, facts: Mapping[str, Any], rules: Mapping[str, Any]) -> dict[str, Any]:
        asked.append((text, facts, rules))
        draft = {"text": "कुर्ती ₹५९९ में"} if text == "kurti" else None
        return {"skill": "whatsapp_broadcast", "language": "hi", "draft": draft}

    expect = {
        "skill": "whatsapp_broadcast", "language": "hi", "must_include": ["₹599"],
        "must_not_include": ["999"], "max_chars": 20,
    }  # fmt: skip
    cases = dataset(
        "draft",
        {"input": {"text": "kurti", "foundation": {"city": "Agra"}}, "expect": expect},
        {"input": {"text": "kurti"}, "expect": {**expect, "max_chars": 3, "language": "en"}},
        {"input": {"text": "silence"}, "expect": expect},
    )
    report = await evaluate(cases, tools(play))
    assert asked[0] == ("kurti", {"city": "Agra"}, {})
    assert report.metrics == {"pass_rate": pytest.approx(1 / 3)}
    assert [failure.got["wrong"] for failure in report.failures] == [
        ["language: hi", "15 characters"], ["no draft"],
    ]  # fmt: skip


async def test_floors_hold_one_figure_or_several() -> None:
    case = {"input": {"text": "write it"}, "expect": {"language": "ta"}}
    assert (await measured("language", case, floor=0.5)).under_floor == {
        "macro_accuracy": (0.0, 0.5)
    }
    several = {"accuracy": 0.0, "macro_accuracy": 0.1}
    assert set((await measured("language", case, floor=several)).under_floor) == {"macro_accuracy"}
    alarm = {"input": drafted(GOOD.replace("480", "380")), "expect": {"verdict": "pass"}}
    ceiling = await measured("critic", alarm, floor={"false_alarm_rate": 0.2})
    assert ceiling.under_floor == {"false_alarm_rate": (1.0, 0.2)}


def test_a_kind_without_its_part_says_so() -> None:
    with pytest.raises(InputError, match="not supported yet: injection"):
        kind_of(dataset("injection", {"input": {}, "expect": {}}))


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("{", "Invalid JSON"),
        ('{"kind": "pii", "name": "x", "cases": []}', "cases"),
        ('{"kind": "pii", "cases": [{"id": "1"}]}', "name"),
    ],
)
def test_what_is_no_dataset_is_refused_by_place(tmp_path: Path, content: str, why: str) -> None:
    path = tmp_path / "set.json"
    path.write_text(content, "utf-8")
    with pytest.raises(InputError, match=why):
        load_dataset(path)


def test_an_id_stands_once(tmp_path: Path) -> None:
    case = {"id": "en-1", "input": {}, "expect": {}}
    path = tmp_path / "set.json"
    path.write_text(json.dumps({"kind": "pii", "name": "x", "cases": [case, case]}), "utf-8")
    with pytest.raises(InputError, match="twice"):
        load_dataset(path)


@pytest.mark.parametrize(
    ("case_id", "given", "language"),
    [
        ("hi-Latn-07", {}, "hi-Latn"), ("offer_ta_3", {}, "ta"), ("7", {"language": "te"}, "te"),
        ("hi-1", {"language": "en"}, "en"), ("case-1", {}, "und"), ("english-1", {}, "und"),
    ],
)  # fmt: skip
def test_the_language_of_a_case(case_id: str, given: dict[str, str], language: str) -> None:
    assert Case(id=case_id, input=given, expect={}).language == language
