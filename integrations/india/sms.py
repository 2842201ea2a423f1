"""How a text travels as SMS: its alphabet, its parts, and the room that is left in the last one.

Sizes and alphabet: 3GPP TS 23.038 (GSM 7 bit default alphabet and its extension table) and TS
23.040 (a part of a longer message loses six octets to its header); both checked 23 Nov 2026.
"""

from dataclasses import dataclass
from typing import Final, Literal

Encoding = Literal["gsm7", "unicode"]

_BASIC: Final = frozenset(
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENDED: Final = frozenset("\f^{}\\[~]|€")  # each takes an escape before it
_ROOM: Final[dict[Encoding, tuple[int, int]]] = {"gsm7": (160, 153), "unicode": (70, 67)}


@dataclass(frozen=True, slots=True)
class SmsSize:
    """``units`` are septets in GSM-7 and UTF-16 units in Unicode; ``left`` fit in the last part."""

    encoding: Encoding
    units: int
    parts: int
    left: int


def strange_letters(text: str) -> str:
    """The characters, each once, that GSM-7 does not have."""
    return "".join(dict.fromkeys(c for c in text if c not in _BASIC and c not in _EXTENDED))


def measure(text: str) -> SmsSize:
    """The size of ``text``; an escape or a surrogate is never parted from what it belongs to."""
    encoding: Encoding = "unicode" if strange_letters(text) else "gsm7"
    widths = [_width(char, encoding) for char in text]
    units, (alone, joined) = sum(widths), _ROOM[encoding]
    if units <= alone:
        return SmsSize(encoding, units, 1, alone - units)
    parts, filled = 1, 0
    for width in widths:
        if filled + width > joined:
            parts, filled = parts + 1, 0
        filled += width
    return SmsSize(encoding, units, parts, joined - filled)


def _width(char: str, encoding: Encoding) -> int:
    if encoding == "unicode":
        return 2 if ord(char) > 0xFFFF else 1
    return 2 if char in _EXTENDED else 1
