"""UPI ids (virtual payment addresses): ``name@handle``, where the handle has no dot.

NPCI's shape is ``[A-Za-z0-9.\\-_]{2,256}@[A-Za-z][A-Za-z0-9]{1,63}``, case-insensitive (checked
23 Nov 2026). The missing dot is what separates it from an e-mail address.
"""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import MASK, Kind, Span

_SHAPE: Final = re.compile(
    r"(?<![A-Za-z0-9._\-@])[A-Za-z0-9][A-Za-z0-9.\-_]{1,255}@[A-Za-z][A-Za-z0-9]{1,63}"
    r"(?![A-Za-z0-9@]|[.\-][A-Za-z0-9])"
)


class Upi:
    """Finds UPI ids by shape."""

    kind: Kind = "upi"
    contact = True

    def find(self, text: str) -> Iterator[Span]:
        """Every UPI id."""
        for match in _SHAPE.finditer(text):
            yield Span(*match.span())

    def hide(self, value: str) -> str:
        """Only the handle stays: the user part is often a telephone number."""
        return f"{MASK * 4}@{value.partition('@')[2]}"

    def canonical(self, value: str) -> str:
        """Lower case."""
        return value.lower()
