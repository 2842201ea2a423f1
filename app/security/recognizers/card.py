"""Payment card numbers: 13 to 19 digits, an issuer prefix and a Luhn check digit.

ISO/IEC 7812-1. Prefixes: Visa 4, Mastercard 51-55 and 2221-2720, Amex 34 and 37, RuPay 60 65 81 82
508 353 356 (NPCI), Maestro 50 56-58 and 6, Diners 36 38 300-305 (checked 23 Nov 2026).
"""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import Kind, Span, digits_of, hide_digits

# In one run, or in the groups that cards are printed in; free spacing would swallow what follows.
_SHAPE: Final = re.compile(
    r"(?<![\d+])(?:\d{13,19}|\d{4}([ \-\u00a0])\d{4}\1\d{4}\1\d{4}|\d{8}[ \-\u00a0]\d{8}"
    r"|\d{4}[ \-\u00a0]\d{6}[ \-\u00a0]\d{4,5})(?!\d)"
)
_PREFIX: Final = re.compile(
    r"4|5[0-8]|6|8[12]|3[4678]|30[0-5]|35[36]|222[1-9]|22[3-9]|2[3-6]|27[01]|2720"
)


def luhn_holds(digits: str) -> bool:
    """Whether the last digit is the Luhn check digit of those before it."""
    total = 0
    for position, digit in enumerate(reversed(digits)):
        value = int(digit) * (1 + position % 2)
        total += value - 9 if value > 9 else value
    return total % 10 == 0


class Card:
    """Finds card numbers by prefix, length and check digit."""

    kind: Kind = "card"
    contact = False

    def find(self, text: str) -> Iterator[Span]:
        """Every number that could be charged."""
        for match in _SHAPE.finditer(text):
            digits = digits_of(match.group())
            if _PREFIX.match(digits) and luhn_holds(digits):
                yield Span(*match.span())

    def hide(self, value: str) -> str:
        """The last four digits, as on a receipt."""
        return hide_digits(value, keep_last=4)

    def canonical(self, value: str) -> str:
        """Its digits."""
        return digits_of(value)
