"""The overseer: whether a draft waits for her, is approved by her own rule, or needs nothing."""

from dataclasses import dataclass, field
from typing import Any, Final

from agents.critic import Review
from agents.events import ApprovalMode
from memory.constitution import Constitution
from skills.schema import Approval

REASON: Final = "agents.approval."


@dataclass(frozen=True, slots=True)
class Verdict:
    """The mode, and the sentence that says why."""

    mode: ApprovalMode
    reason_key: str
    params: dict[str, Any] = field(default_factory=dict)


def decide(approval: Approval, rules: Constitution, review: Review) -> Verdict:
    """Her rules can only tighten what the skill asks, except that she may wave through the safe.

    ``draft`` skills approve themselves only when she said ``risky_only`` and every check is right.
    """
    if approval == "never":
        return Verdict("none", f"{REASON}not_needed")
    if approval == "always":
        return Verdict("pending", f"{REASON}always")
    if rules.approval == "always":
        return Verdict("pending", f"{REASON}yours")
    if review.failed:
        return Verdict("pending", f"{REASON}risky", {"count": len(review.failed)})
    sentence = rules.sentences.get("approval", "")
    key = f"{REASON}by_rule" if sentence else f"{REASON}by_rule_plain"
    return Verdict("auto", key, {"rule": sentence} if sentence else {})
