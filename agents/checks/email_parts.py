"""A mail has a subject that a phone shows whole; subject and preview keep the rules of its body."""

from dataclasses import replace
from typing import Final

from agents.checks import (
    discount_supported,
    never_say,
    number_supported,
    placeholder,
    price_supported,
    script,
    superlative,
)
from agents.checks.base import Finding, Subject, Weight, right, wrong

NAME: Final = "email_parts"
NEEDS: Final = frozenset({"extras", "params", "language", "foundation", "said", "inputs"})

SUBJECT: Final = 45
PREVIEW: Final = 90
_ALSO: Final = (
    placeholder, price_supported, discount_supported, number_supported, never_say, superlative,
    script,
)  # fmt: skip


def check(subject: Subject) -> Finding:
    """Fails without a subject, on one too long, and on what the body could not say either."""
    title = str(subject.extras.get("subject") or "").strip()
    preview = str(subject.extras.get("preview") or "").strip()
    if not title:
        return wrong(NAME, "missing", weight="look")
    most = int(subject.params.get("subject", SUBJECT))
    if len(title) > most:
        return wrong(NAME, weight="look", count=len(title), max=most)
    if len(preview) > PREVIEW:
        return wrong(NAME, "wrong", weight="look", words=preview)
    for line in (title, preview):
        alone = replace(subject, text=line, params={})
        findings = (each.check(alone) for each in _ALSO)
        if found := next((finding for finding in findings if _is_fault(finding)), None):
            weight: Weight = "stop" if found.severity == "stop" else "look"
            return wrong(NAME, "wrong", weight=weight, words=found.params.get("words") or line)
    return right(NAME)


def _is_fault(finding: Finding) -> bool:
    """What the body says need not stand in a subject as well."""
    return not finding.passed and not finding.key.endswith(".missing")
