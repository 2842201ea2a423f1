"""Nobody's private numbers: Aadhaar, PAN, cards, accounts, or another person's contact."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from app.security.pii_scanner import mask

NAME: Final = "pii"
NEEDS: Final = frozenset({"text", "foundation"})

_HERS: Final = ("phone", "vpa", "website", "email", "gstin")


def check(subject: Subject) -> Finding:
    """Fails when masking the draft would hide anything; her own contacts are hers to print."""
    own = frozenset(str(subject.foundation[name]) for name in _HERS if subject.foundation.get(name))
    hidden = mask(subject.text, own, speaker="owner").hidden
    return wrong(NAME, weight="stop", count=len(hidden)) if hidden else right(NAME)
