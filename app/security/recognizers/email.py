"""E-mail addresses, in the plain form people type (a subset of RFC 5321's mailbox)."""

import re
from collections.abc import Iterator
from typing import Final

from app.security.recognizers.base import MASK, Kind, Span

_SHAPE: Final = re.compile(
    r"(?<![A-Za-z0-9._%+\-])[A-Za-z0-9][A-Za-z0-9._%+\-]{0,63}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9\-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}(?![A-Za-z0-9])"
)


class Email:
    """Finds addresses with a dotted domain; without the dot it would be a UPI id."""

    kind: Kind = "email"
    contact = True

    def find(self, text: str) -> Iterator[Span]:
        """Every address."""
        for match in _SHAPE.finditer(text):
            yield Span(*match.span())

    def hide(self, value: str) -> str:
        """The first letter and the domain stay."""
        user, _, domain = value.partition("@")
        return f"{user[0]}{MASK * 3}@{domain}"

    def canonical(self, value: str) -> str:
        """Lower case."""
        return value.lower()
