"""Every number, link and UPI id in the draft is her own."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "contact_right"
NEEDS: Final = frozenset({"text", "foundation", "said"})


def check(subject: Subject) -> Finding:
    """Fails on a contact nobody gave; says so when her number is known but missing."""
    loose = subject.unsupported("phone", "link", "upi", "email")
    if loose:
        return wrong(NAME, weight="stop", words=loose[0].text)
    phone = subject.foundation.get("phone")
    wanted = subject.params.get("phone", False)
    if wanted and not phone:
        return wrong(NAME, "unknown", weight="look", mendable=False)
    if wanted and not any(f.kind == "phone" for f in subject.figures):
        return wrong(NAME, "missing", weight="look")
    return right(NAME)
