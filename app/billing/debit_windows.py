"""When a mandate may be debited: notice, hours of the day, retries. Pure, in Indian time.

RBI's e-mandate framework asks for a notice at least 24 hours before each debit. NPCI bars debits
from 10:00 to 13:00 and from 17:00 to 21:30; PhonePe gives the open hours as 21:31-09:59 and
13:01-16:59, with one try and three more within 48 hours, at least 90 minutes apart. Read 23 Nov
2026.
"""

from datetime import datetime, time, timedelta
from typing import Final

from app.core.clock import IST

NOTICE: Final = timedelta(hours=24)
# A debit at the very minute would race with the vendor's own clock.
MARGIN: Final = timedelta(minutes=10)
NOTIFY_FROM: Final = timedelta(hours=36)
NOTIFY_UNTIL: Final = timedelta(hours=30)
MOST_TRIES: Final = 4
BETWEEN_TRIES: Final = timedelta(minutes=100)
TRIES_WITHIN: Final = timedelta(hours=48)
_OPEN: Final = (
    (time(13, 1), time(16, 59)),
    (time(21, 31), time(23, 59, 59)),
    (time(0), time(9, 59)),
)
_OPENINGS: Final = (time(0), time(13, 1), time(21, 31))
# The last minutes of a window are left alone: a debit that starts in them ends outside.
_BEFORE_CLOSING: Final = timedelta(minutes=15)


def is_open(at: datetime) -> bool:
    """Whether a debit may run at that instant."""
    clock = at.astimezone(IST).time()
    return any(begins <= clock <= ends for begins, ends in _OPEN)


def next_open(at: datetime) -> datetime:
    """The first instant, not before ``at``, at which a debit may start and has time to end."""
    if is_open(at) and is_open(at + _BEFORE_CLOSING):
        return at
    local = at.astimezone(IST)
    for days in (0, 1):
        day = (local + timedelta(days=days)).date()
        for opening in _OPENINGS:
            begins = datetime.combine(day, opening, IST)
            if begins > local:
                return begins.astimezone(at.tzinfo)
    msg = "every day opens three times"
    raise AssertionError(msg)


def first_debit(notified_at: datetime, due: datetime) -> datetime:
    """When to debit for a period that begins at ``due``: never within a day of the notice."""
    return next_open(max(due, notified_at + NOTICE + MARGIN))


def next_try(first: datetime, last: datetime, tries: int) -> datetime | None:
    """When to try again after ``tries`` debits of which the last failed; None when no more may."""
    if tries >= MOST_TRIES:
        return None
    # Spread over what is left: a salary that comes tomorrow does not come in ninety minutes.
    wait = max(BETWEEN_TRIES, TRIES_WITHIN / (2 * MOST_TRIES))
    at = next_open(last + wait)
    return at if at <= first + TRIES_WITHIN - _BEFORE_CLOSING else None
