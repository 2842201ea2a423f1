"""Numbers of invoices and credit notes: one series a kind and financial year, without a gap.

CGST Rule 46(b): at most sixteen letters, digits, dashes and slashes, consecutive, unique in a
financial year, which runs from 1 April in India. The next number is taken in the transaction that
stores the document, so a number exists exactly when its document does. Read 23 Nov 2026.
"""

import re
from datetime import date
from typing import Final, Literal

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

DocumentKind = Literal["invoice", "credit_note"]

_PREFIXES: Final[dict[DocumentKind, str]] = {"invoice": "RF", "credit_note": "RC"}
_SHAPE: Final = re.compile(r"[A-Za-z1-9][A-Za-z0-9/-]{0,15}")
_TAKE: Final = text("SELECT take_document_number(:seller, :year, :kind)")


def financial_year(day: date) -> str:
    """The year of a day in India: 31 Mar 2027 is in ``2627``, 1 Apr 2027 in ``2728``."""
    first = day.year if day.month >= 4 else day.year - 1
    return f"{first % 100:02d}{(first + 1) % 100:02d}"


def document_number(kind: DocumentKind, year: str, serial: int) -> str:
    """``RF2627/000123``.

    Raises:
        ValueError: the number would break Rule 46(b); beyond 99,999,999 documents a year.
    """
    number = f"{_PREFIXES[kind]}{year}/{serial:06d}"
    if serial < 1 or not _SHAPE.fullmatch(number):
        msg = f"{number} is no number Rule 46(b) allows"
        raise ValueError(msg)
    return number


async def take_serial(session: AsyncSession, seller: str, year: str, kind: DocumentKind) -> int:
    """The next serial of a series; others wait until this transaction ends.

    Rolling back gives the serial back, so a crash leaves no gap.
    """
    found = await session.scalar(_TAKE, {"seller": seller, "year": year, "kind": kind})
    assert found is not None  # noqa: S101 (the function always answers)
    return int(found)
