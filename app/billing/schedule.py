"""When the vendor is asked about something that has not ended, as it demands of its merchants."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final, Literal

# PhonePe's schedule for pending orders (its UAT checklist, checked 2026-11-23): first after 20-25
# seconds, then every 3 s for 30 s, 6 s for 60 s, 10 s for 60 s, 30 s for 60 s, then every minute
# until it has ended or expired. Beyond a day only a stuck order is left.
CHECKOUT: Final = ((22, 22), (52, 3), (112, 6), (172, 10), (232, 30), (86_400, 60))
# A debit takes a day or two, and its steps are called back: the checks heal what was lost.
DEBIT: Final = ((30, 30), (600, 120), (86_400, 1_800))
REFUND: Final = ((30, 30), (600, 60), (86_400, 900))
MANDATE: Final = ((60, 20), (3_600, 300))
SLOW_SECONDS: Final = 3_600
MANDATE_SLOW_SECONDS: Final = 6 * 3_600

What = Literal["checkout", "debit", "refund", "mandate"]
_STEPS: Final[dict[What, Sequence[tuple[int, int]]]] = {
    "checkout": CHECKOUT, "debit": DEBIT, "refund": REFUND, "mandate": MANDATE,
}  # fmt: skip


def next_check(what: What, since: datetime, now: datetime) -> datetime:
    """When to ask next about something that began at ``since``."""
    elapsed = (now - since).total_seconds()
    for until, every in _STEPS[what]:
        if elapsed < until:
            # The first step is one wait, not a rhythm.
            first = until == every
            return since + timedelta(seconds=every) if first else now + timedelta(seconds=every)
    slow = MANDATE_SLOW_SECONDS if what == "mandate" else SLOW_SECONDS
    return now + timedelta(seconds=slow)
