"""What a recogniser is: a pure finder of one kind of identifier in text with ASCII digits.

``find`` gets text whose Indic digits were already turned into ASCII ones, one for one, so that the
offsets it yields hold in the original. Word boundaries are never ``\\b``: Devanagari, Tamil and
Telugu letters are word characters, and an identifier may touch them.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, Protocol

Kind = Literal["aadhaar", "pan", "card", "account", "phone", "email", "upi"]

MASK: Final = "X"
LETTER_BEFORE: Final = r"(?<![A-Za-z0-9])"
LETTER_AFTER: Final = r"(?![A-Za-z0-9])"


@dataclass(frozen=True, slots=True)
class Span:
    """Where an identifier stands: half-open code point offsets."""

    start: int
    end: int


class Recogniser(Protocol):
    """One identifier. ``contact`` says that it is a way to reach somebody: the owner's may stay."""

    kind: Kind
    contact: bool

    def find(self, text: str) -> Iterator[Span]:
        """Every place where the identifier stands."""
        ...

    def hide(self, value: str) -> str:
        """The identifier with all but its last characters replaced, length and spacing kept."""
        ...

    def canonical(self, value: str) -> str:
        """The spelling in which two mentions of the same contact are equal."""
        ...


def hide_digits(value: str, *, keep_last: int) -> str:
    """``value`` with every digit but the last ``keep_last`` replaced; separators stay."""
    shown = keep_last
    out: list[str] = []
    for character in reversed(value):
        if character.isdigit() and shown > 0:
            shown -= 1
            out.append(character)
        else:
            out.append(MASK if character.isdigit() else character)
    return "".join(reversed(out))


def digits_of(value: str) -> str:
    """Only the digits of ``value``."""
    return "".join(character for character in value if character.isdigit())
