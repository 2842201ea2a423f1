"""Kind ``critic``: whether a draft must be revised, and for which defects."""

from collections.abc import Mapping, Sequence
from typing import Final

from agents import critic
from agents.checks import CHECKS
from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, one, ratios
from agents.evaluation.subjects import skill_of, subject_of
from skills.schema import RubricLine

FIGURE: Final = "verdict_accuracy"
DEFECTS: Final[Mapping[str, str]] = {
    "language": "wrong_language",
    "script": "wrong_language",
    "price_supported": "unsupported_price",
    "discount_supported": "unsupported_discount",
    "number_supported": "unsupported_claim",
    "contact_right": "unsupported_claim",
    "offer_end": "unsupported_claim",
    "call_to_action": "missing_cta",
    "length": "too_long",
    "never_say": "never_say",
    "always_say": "missing_always_say",
    "superlative": "superlative_claim",
    "health_claim": "health_claim",
    "pii": "pii_leak",
    "festival_right": "wrong_festival",
    "festival_date": "wrong_festival",
    "business_name": "wrong_business_name",
    "opt_out": "missing_opt_out",
    "placeholder": "placeholder_left",
    "discount_cap": "discount_over_cap",
    "fake_urgency": "fake_urgency",
    "empty": "empty_or_garbled",
}
"""The defect that a failed check of ours is in the format's words; other checks are advice."""
_ADVICE: Final = (".unknown", ".missing", "finding.offer_end")
"""Ends of findings' keys that no rewriting mends: she has not told it yet."""


async def judge(case: Case, tools: Tools) -> Outcome:
    """Review the draft with its skill's rubric; every check when the library lacks the skill."""
    skill = skill_of(case, tools)
    rubric = skill.rubric if skill else [RubricLine(check=name) for name in CHECKS]
    review = critic.review(subject_of(case, tools), rubric)
    named = {
        DEFECTS[finding.check]
        for finding in review.findings
        if not finding.passed and finding.check in DEFECTS and not finding.key.endswith(_ADVICE)
    }
    verdict = "revise" if named else "pass"
    expected = str(case.expect.get("verdict"))
    defects = {str(defect) for defect in case.expect.get("defects") or ()}
    shares = {"verdict_accuracy": one(verdict == expected)}
    if defects:
        shares["defect_recall"] = float(len(defects & named)), float(len(defects))
    if expected == "pass":
        shares["false_alarm_rate"] = one(verdict == "revise")
    return Outcome(
        case.id,
        case.language,
        verdict == expected and defects <= named,
        case.expect,
        {"verdict": verdict, "defects": sorted(named)},
        shares,
    )


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``verdict_accuracy``, ``defect_recall``, and how many good drafts were sent back."""
    return ratios(outcomes, "verdict_accuracy", "defect_recall", "false_alarm_rate")
