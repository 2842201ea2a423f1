"""A message to many says how to get no more of them.

WhatsApp's Business Messaging Policy asks senders to honour opt-outs (checked 23 Nov 2026).
"""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "opt_out"
NEEDS: Final = frozenset({"text"})

WAYS: Final = (
    "stop", "opt out", "unsubscribe", "no more messages", "मैसेज बंद", "मत भेजो",
    "மெசேஜ் வேணாம்", "மெசேஜ் வேண்டாம்", "మెసేజ్‌లు వద్దు", "message band", "message venaam",
    "messages vaddu",
)  # fmt: skip


def check(subject: Subject) -> Finding:
    """Fails without such a line."""
    return right(NAME) if first(WAYS, subject.folded) else wrong(NAME, weight="look")
