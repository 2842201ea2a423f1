"""PAN: the ten characters that the Income Tax Department gives a taxpayer.

Shape: three letters, a fourth that says the kind of holder (A B C E F G H J K L P T seen), the
first letter of the name, four digits from 0001, and a check letter whose rule is not public
(incometax.gov.in, checked 23 Nov 2026). The PAN inside a GSTIN is public and is left alone.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import LETTER_AFTER, LETTER_BEFORE, MASK, Kind, Span

_SHAPE: Final = re.compile(
    rf"{LETTER_BEFORE}[A-Z]{{3}}[ABCEFGHJKLPT][A-Z] ?(?!0000)\d{{4}} ?[A-Z]{LETTER_AFTER}",
    re.IGNORECASE,
)


class Pan:
    """Finds PANs by shape; there is no checksum to test."""

    kind: Kind = "pan"
    contact = False

    def find(self, text: str) -> Iterator[Span]:
        """Every word of the shape."""
        for match in _SHAPE.finditer(text):
            yield Span(*match.span())

    def hide(self, value: str) -> str:
        """The middle goes; two characters stay at each end."""
        return value[:2] + MASK * (len(value) - 4) + value[-2:]

    def canonical(self, value: str) -> str:
        """Upper case, without blanks."""
        return value.replace(" ", "").upper()
