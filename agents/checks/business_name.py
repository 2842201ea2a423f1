"""The shop's own name stands in the draft, spelt as she spells it."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from integrations.languages.text import squeeze

NAME: Final = "business_name"
NEEDS: Final = frozenset({"text", "foundation"})


def check(subject: Subject) -> Finding:
    """Fails when the name is missing; when she has not told it, writing again does not help."""
    name = subject.foundation.get("business_name")
    if not name:
        return wrong(NAME, "unknown", weight="look", mendable=False)
    if squeeze(str(name)) in squeeze(subject.text):
        return right(NAME)
    return wrong(NAME, weight="look", name=name)
