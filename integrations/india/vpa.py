"""UPI ids: what one looks like, and the likely one when something small is wrong. Pure functions.

The shape is that of NPCI's UPI linking specification 1.6 as payment companies publish it (read on
23 November 2026): a name, ``@``, and the handle of the payment app, without a dot, which is what
tells it from an e-mail address. The list has the handles seen most, only to offer a correction: one
that is not on it is valid all the same.
"""

import re
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from rapidfuzz.distance import OSA

from integrations.languages.text import latin_digits

Reason = Literal["empty", "no_at", "email", "name", "handle"]

_LARGE: Final = """
ybl ibl axl okaxis okhdfcbank okicici oksbi paytm ptyes ptaxis pthdfc ptsbi apl yapl rapl upi
sbi icici hdfcbank axisbank kotak indus idfcbank idfcfirst federal pnb barodampay cnrb boi
unionbankofindia uboi indianbank iob aubank rbl yesbank ikwik freecharge jupiteraxis axisb fbl
slice superyes naviaxis waicici wahdfcbank waaxis wasbi bharatpe timecosmos kvb sib tmb dbs hsbc
"""
HANDLES: Final = frozenset(_LARGE.split())
_NAME: Final = re.compile(r"[A-Za-z0-9.\-_]{2,256}")
_HANDLE: Final = re.compile(r"[A-Za-z][A-Za-z0-9]{1,63}")
_AT_WORD: Final = re.compile(r"\s*(?:\(at\)|\[at\]|\bat the rate\b|\bat\b)\s*", re.IGNORECASE)
_MAIL_ENDING: Final = re.compile(r"\.(?:com|co|in|net|org)$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class VpaReading:
    """What a text says as a UPI id; ``suggestion`` is the likely one, to be offered."""

    vpa: str
    valid: bool
    reason: Reason | None = None
    params: dict[str, Any] = field(default_factory=dict)
    suggestion: str | None = None


def check_vpa(text: str) -> VpaReading:
    """Say whether the text is a UPI id, and else what is wrong with it."""
    typed = "".join(latin_digits(text).split())
    if not typed:
        return VpaReading("", False, "empty")
    name, at, handle = typed.rpartition("@")
    if not at:
        return VpaReading(typed, False, "no_at", suggestion=_joined(text))
    vpa = f"{name}@{handle}".lower()
    if not _NAME.fullmatch(name):
        return VpaReading(vpa, False, "name", {"name": name})
    if "." in handle:
        bare = _MAIL_ENDING.sub("", handle).lower()
        likely = f"{name}@{bare}".lower() if bare in HANDLES else None
        return VpaReading(vpa, False, "email", {"handle": handle}, likely)
    if not _HANDLE.fullmatch(handle):
        return VpaReading(vpa, False, "handle", {"handle": handle})
    near = _near(handle.lower())
    return VpaReading(vpa, True, suggestion=f"{name}@{near}".lower() if near else None)


def _joined(text: str) -> str | None:
    """``rekha at okicici`` and ``9876543210 ybl``: the sign was left out or spelt."""
    plain = latin_digits(text).strip()
    parts = [part for part in _AT_WORD.split(plain, maxsplit=1) if part]
    if len(parts) != 2:
        parts = plain.rsplit(maxsplit=1)
    if len(parts) != 2:
        return None
    name, handle = ("".join(part.split()).lower() for part in parts)
    handle = handle if handle in HANDLES else _near(handle) or ""
    return f"{name}@{handle}" if handle and _NAME.fullmatch(name) else None


def _near(handle: str) -> str | None:
    """A known handle one slip away; None for a known one."""
    if handle in HANDLES or len(handle) < 4:
        return None
    near = [known for known in sorted(HANDLES) if OSA.distance(handle, known) == 1]
    return near[0] if len(near) == 1 else None
