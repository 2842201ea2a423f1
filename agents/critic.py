"""The critic: runs a skill's rubric on a draft and says what is right, mended, and still wrong."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from agents.checks import CHECKS
from agents.checks.base import FAILED, Finding, Subject
from agents.events import FindingRecord
from integrations.languages.messages import has
from skills.schema import RubricLine

ALWAYS: Final = ("empty", "placeholder", "language", "pii")
"""Run on every draft, whatever its rubric says: nobody may receive what these find."""

OF_RULES: Final[Mapping[str, str]] = {
    "never_say": "never_say",
    "always_say": "always_say",
    "discount_cap": "discount_cap_percent",
    "emoji": "emoji",
    "tone": "tone",
}
"""The check that each kind of her rules becomes, by check: run wherever she set such a rule."""

MOST_REVISIONS: Final = 2


@dataclass(frozen=True, slots=True)
class Review:
    """What the checks found; ``score`` is the weighted share that is right, 0 to 100."""

    findings: tuple[Finding, ...]
    score: int

    @property
    def right(self) -> int:
        """How many checks are satisfied."""
        return sum(finding.passed for finding in self.findings)

    @property
    def mendable(self) -> tuple[str, ...]:
        """Names of the checks that writing again could satisfy."""
        return tuple(f.check for f in self.findings if not f.passed and f.mendable)

    @property
    def stops(self) -> tuple[Finding, ...]:
        """What must not leave the shop like this."""
        return tuple(f for f in self.findings if f.severity == "stop")

    @property
    def failed(self) -> frozenset[str]:
        """Names of the checks that are not satisfied."""
        return frozenset(f.check for f in self.findings if not f.passed)


def review(subject: Subject, rubric: Sequence[RubricLine]) -> Review:
    """Run the rubric's checks, and those that always run, in the order of the registry."""
    weights = {line.check: line.weight for line in rubric}
    params = {line.check: line.params for line in rubric}
    findings: list[Finding] = []
    earned = total = 0
    ruled = {name for name, kind in OF_RULES.items() if kind in subject.constitution.sentences}
    for name, check in CHECKS.items():
        if name not in weights and name not in ALWAYS and name not in ruled:
            continue
        own = params.get(name)
        finding = check.check(_with_params(subject, own) if own else subject)
        weight = weights.get(name, 1)
        total += weight
        earned += weight if finding.passed else 0
        findings.append(finding)
    score = round(100 * earned / total) if total else 100
    return Review(tuple(findings), score)


def _with_params(subject: Subject, params: Mapping[str, Any]) -> Subject:
    return replace(subject, params=params)


def better(new: Review, old: Review) -> bool:
    """Whether a revision is worth keeping: fewer stops, else a higher score."""
    return (len(new.stops), -new.score) < (len(old.stops), -old.score)


def records(last: Review, before: Iterable[Review] = ()) -> list[FindingRecord]:
    """The findings as they are stored; what a revision mended says so."""
    once = frozenset[str]().union(*(earlier.failed for earlier in before))
    return [_record(finding, mended=finding.check in once) for finding in last.findings]


def _record(finding: Finding, *, mended: bool) -> FindingRecord:
    if finding.passed and mended:
        key = f"{FAILED}{finding.check}.fixed"
        return FindingRecord(
            check=finding.check,
            passed=True,
            severity="fixed",
            key=key if has(key) else finding.key,
        )
    return FindingRecord(
        check=finding.check,
        passed=finding.passed,
        severity=finding.severity,
        key=finding.key,
        params=dict(finding.params),
    )
