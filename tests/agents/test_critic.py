"""The critic's score, what revisions mended, and how the overseer decides."""

from typing import Any

import pytest

from agents import critic, overseer
from agents.checks.base import Finding
from app.core.variants import VARIANTS, Variant
from memory.constitution import Constitution
from skills.schema import Approval, RubricLine
from tests.agents.subjects import RIGHT, plus, right

RUBRIC = (
    RubricLine(check="business_name", weight=5),
    RubricLine(check="price_supported", weight=10),
    RubricLine(check="length", params={"max_chars": 1000}),
)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_right_draft_scores_all_of_its_checks(variant: Variant) -> None:
    review = critic.review(right(variant), RUBRIC)
    assert (review.score, review.right, len(review.findings)) == (100, 7, 7)
    assert review.mendable == ()


def test_the_score_weighs() -> None:
    review = critic.review(right("en", text=plus("en", "Laddu ₹480.")), RUBRIC)
    assert review.right == len(review.findings) - 1
    assert review.score == round(100 * 10 / 20)
    assert [finding.check for finding in review.stops] == ["price_supported"]
    assert review.mendable == ("price_supported",)


def test_what_nobody_may_receive_is_checked_without_a_rubric() -> None:
    review = critic.review(right("en", text="{name}"), ())
    assert {"empty", "placeholder"} <= review.failed


def test_params_reach_the_check() -> None:
    tight = (RubricLine(check="length", params={"max_chars": 10}),)
    assert "length" in critic.review(right("en"), tight).failed


def test_a_revision_that_mends_says_so() -> None:
    broken = critic.review(right("en", text=plus("en", "Laddu ₹480.")), RUBRIC)
    mended = critic.review(right("en"), RUBRIC)
    assert critic.better(mended, broken)
    assert not critic.better(broken, mended)
    records = critic.records(mended, [broken])
    fixed = [record for record in records if record.severity == "fixed"]
    assert [(record.check, record.passed) for record in fixed] == [("price_supported", True)]
    assert fixed[0].key == "agents.finding.price_supported.fixed"


def test_fewer_stops_beat_a_higher_score() -> None:
    def review(score: int, *severities: Any) -> critic.Review:
        findings = tuple(Finding(f"c{n}", False, s, "k") for n, s in enumerate(severities))
        return critic.Review(findings, score)

    assert critic.better(review(60, "look", "look"), review(80, "stop"))


RISKY = critic.review(right("en", text=RIGHT["en"].replace("till 8 Nov", "")), (
    RubricLine(check="offer_end"),
))  # fmt: skip
SAFE = critic.review(right("en"), ())


@pytest.mark.parametrize(
    ("approval", "rule", "review", "mode"),
    [
        ("never", "always", SAFE, "none"),
        ("draft", "always", SAFE, "pending"),
        ("draft", "risky_only", SAFE, "auto"),
        ("draft", "risky_only", RISKY, "pending"),
        ("always", "risky_only", SAFE, "pending"),
    ],
)
def test_who_approves(approval: Approval, rule: Any, review: critic.Review, mode: str) -> None:
    sentences = {"approval": "chhoti baat mat poochho"}
    verdict = overseer.decide(approval, Constitution(approval=rule, sentences=sentences), review)
    assert verdict.mode == mode
    if mode == "auto":
        assert verdict.params == {"rule": "chhoti baat mat poochho"}
