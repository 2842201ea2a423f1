"""Bank account numbers: 9 to 18 digits with no check digit, so only context can tell.

A number counts when the word account (or the like, in the scripts we speak) stands within the 40
characters before it, or an IFSC (four letters, ``0``, six characters; RBI) within 60 on either
side. A telephone number after "account" is masked too: hiding too much is the smaller harm here.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import (
    LETTER_AFTER,
    LETTER_BEFORE,
    Kind,
    Span,
    digits_of,
    hide_digits,
)

_SHAPE: Final = re.compile(r"(?<![\d+])(?:\d{9,18}|\d{3,6}(?:[ \-]\d{3,6}){1,4})(?![\d@])")
_DIGITS: Final = range(9, 19)
_WORD: Final = re.compile(
    r"a/c|\bacct?\b|account|khata|खाता|खाते|अकाउंट|एकाउंट|கணக்கு|அக்கவுண்ட்|ఖాతా|అకౌంట్",
    re.IGNORECASE,
)
_IFSC: Final = re.compile(rf"{LETTER_BEFORE}[A-Z]{{4}}0[A-Z0-9]{{6}}{LETTER_AFTER}", re.IGNORECASE)
_WORD_REACH: Final = 40
_IFSC_REACH: Final = 60


class Account:
    """Finds account numbers by the words around them."""

    kind: Kind = "account"
    contact = False

    def find(self, text: str) -> Iterator[Span]:
        """Every run of 9 to 18 digits that the context calls an account."""
        for match in _SHAPE.finditer(text):
            if len(digits_of(match.group())) not in _DIGITS:
                continue
            before = text[max(0, match.start() - _WORD_REACH) : match.start()]
            around = text[max(0, match.start() - _IFSC_REACH) : match.end() + _IFSC_REACH]
            if _WORD.search(before) or _IFSC.search(around):
                yield Span(*match.span())

    def hide(self, value: str) -> str:
        """The last four digits, as on a passbook message."""
        return hide_digits(value, keep_last=4)

    def canonical(self, value: str) -> str:
        """Its digits."""
        return digits_of(value)
