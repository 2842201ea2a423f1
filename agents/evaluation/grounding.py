"""Kind ``grounding``: the words of a draft that nothing she said or told stands for."""

from collections.abc import Sequence
from typing import Final

from agents.checks import fake_urgency, health_claim, superlative
from agents.checks.base import Subject
from agents.evaluation.dataset import Case
from agents.evaluation.kinds import Tools
from agents.evaluation.outcome import Outcome, one, ratios
from agents.evaluation.subjects import subject_of

FIGURE: Final = "exact"
_CLAIMS: Final = (superlative, health_claim, fake_urgency)
Span = tuple[int, int]


async def judge(case: Case, tools: Tools) -> Outcome:
    """Find the unsupported words; a span counts when it covers half of an expected one."""
    subject = subject_of(case, tools)
    expected = [str(words) for words in case.expect.get("unsupported") or ()]
    wanted = [span for words in expected if (span := _place(subject.text, words))]
    found = unsupported(subject)
    hit = [any(_covers(one_, other) for other in wanted) for one_ in found]
    met = [any(_covers(other, one_) for other in found) for one_ in wanted]
    missing = len(expected) - len(wanted)
    shares = {"exact": one(all(hit) and all(met) and not missing)}
    if found:
        shares["span_precision"] = float(sum(hit)), float(len(found))
    if expected:
        shares["span_recall"] = float(sum(met)), float(len(expected))
    got = [subject.text[first:after] for first, after in found]
    return Outcome(case.id, case.language, shares["exact"][0] == 1.0, expected, got, shares)


def unsupported(subject: Subject) -> list[Span]:
    """Figures, contacts, days and claims in the draft without anything behind them."""
    kinds = ("amount", "percent", "number", "date", "weekday", "time", "phone", "link", "email")
    spans = [(f.start, f.end) for f in subject.unsupported(*kinds, "upi")]  # type: ignore[arg-type]
    for check in _CLAIMS:
        finding = check.check(subject)
        words = str(finding.params.get("words", "")) if not finding.passed else ""
        span = _place(subject.text, words) if words else None
        if span:
            spans.append(span)
    return sorted(set(spans))


def metrics(outcomes: Sequence[Outcome]) -> dict[str, float]:
    """``span_precision``, ``span_recall``, and ``exact``: cases without any error."""
    return ratios(outcomes, "span_precision", "span_recall", "exact")


def _place(text: str, words: str) -> Span | None:
    first = text.find(words)
    if first < 0:
        first = text.lower().find(words.lower())
    return (first, first + len(words)) if first >= 0 and words else None


def _covers(one_: Span, other: Span) -> bool:
    """Whether the two share at least half of the shorter one's characters."""
    shared = min(one_[1], other[1]) - max(one_[0], other[0])
    return shared > 0 and 2 * shared >= min(one_[1] - one_[0], other[1] - other[0])
