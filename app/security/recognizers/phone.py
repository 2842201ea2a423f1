"""Indian mobile numbers: ten digits from 6, 7, 8 or 9, with or without 0, 91 or +91 before them.

National Numbering Plan (DoT, 2003, checked 23 Nov 2026). Written 5-5, 4-3-3, 3-3-4, 2-4-4 or in one
run. Fixed lines are not looked for: a shop's landline is on its signboard.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import Kind, Span, digits_of, hide_digits

_GAP: Final = r"[ \-.\u00a0]?"
_SHAPE: Final = re.compile(
    rf"(?<![\d.,₹])(?:(?:\+|00)?91[ \-\u00a0]{{0,2}}|0)?[6-9](?:{_GAP}\d){{9}}(?![\d]|[.,]\d)"
)
_LONGEST_GROUPS: Final = 4


class Phone:
    """Finds mobile numbers by shape."""

    kind: Kind = "phone"
    contact = True

    def find(self, text: str) -> Iterator[Span]:
        """Every mobile number; a row of single digits is not one."""
        for match in _SHAPE.finditer(text):
            groups = re.findall(r"\d+", match.group())
            if len(groups) <= _LONGEST_GROUPS:
                yield Span(*match.span())

    def hide(self, value: str) -> str:
        """The last two digits stay, enough to tell two numbers apart."""
        return hide_digits(value, keep_last=2)

    def canonical(self, value: str) -> str:
        """The ten digits without any prefix."""
        return digits_of(value)[-10:]
