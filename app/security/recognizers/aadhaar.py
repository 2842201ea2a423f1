"""Aadhaar: the 12-digit number that UIDAI gives a resident.

Shape: first digit 2-9, often written 4-4-4; the last digit is a Verhoeff check digit over the first
eleven (UIDAI; J. Verhoeff, "Error Detecting Decimal Codes", 1969). Palindromes are not issued.
Checked 23 Nov 2026 against the sample 2341 2341 2346.

``91`` followed by a mobile number is also 12 digits, and one in ten of those passes the check. It
is taken for the telephone number it nearly always is (``wa.me/919845012345``) unless it is written
4-4-4 or the word Aadhaar stands near it.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import Kind, Span, digits_of, hide_digits

_SHAPE: Final = re.compile(r"(?<![\d+])[2-9]\d{3}([ \-\u00a0]?)\d{4}\1\d{4}(?!\d)")
_MOBILE_WITH_COUNTRY: Final = re.compile(r"91[6-9]\d{9}")
_NAMED: Final = re.compile(r"aadh?aa?r|adhaar|uidai|\buid\b|आधार|ஆதார்|ஆதாா்|ఆధార్", re.IGNORECASE)
_NEAR: Final = 40

# The dihedral group D5, its permutation and its inverses, as Verhoeff's paper tabulates them.
_PRODUCT: Final = (
    "0123456789", "1234067895", "2340178956", "3401289567", "4012395678",
    "5987604321", "6598710432", "7659821043", "8765932104", "9876543210",
)  # fmt: skip
_PERMUTATION: Final = (
    "0123456789", "1576283094", "5803796142", "8916043527",
    "9453126870", "4286573901", "2793806415", "7046913258",
)  # fmt: skip


def verhoeff_holds(digits: str) -> bool:
    """Whether the last digit is the Verhoeff check digit of those before it."""
    check = 0
    for position, digit in enumerate(reversed(digits)):
        check = int(_PRODUCT[check][int(_PERMUTATION[position % 8][int(digit)])])
    return check == 0


class Aadhaar:
    """Finds Aadhaar numbers by shape and check digit."""

    kind: Kind = "aadhaar"
    contact = False

    def find(self, text: str) -> Iterator[Span]:
        """Every number of the shape whose check digit holds."""
        for match in _SHAPE.finditer(text):
            digits = digits_of(match.group())
            if not verhoeff_holds(digits) or digits == digits[::-1]:
                continue
            near = text[max(0, match.start() - _NEAR) : match.end() + _NEAR]
            a_phone = not match.group(1) and _MOBILE_WITH_COUNTRY.fullmatch(digits)
            if a_phone and not _NAMED.search(near):
                continue
            yield Span(*match.span())

    def hide(self, value: str) -> str:
        """The last four digits, as UIDAI's own masked Aadhaar shows them."""
        return hide_digits(value, keep_last=4)

    def canonical(self, value: str) -> str:
        """Its twelve digits."""
        return digits_of(value)
