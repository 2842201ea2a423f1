"""Indic digits as ASCII ones, one for one, so that offsets stay."""

from typing import Final

# Unicode 16.0: Devanagari U+0966, Tamil U+0BE6, Telugu U+0C66; also Bengali, Gurmukhi, Gujarati,
# Odia, Kannada, Malayalam and full-width digits, which a pasted number may carry.
_ZEROS: Final = (
    0x0966, 0x0BE6, 0x0C66, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0CE6, 0x0D66, 0xFF10,
)  # fmt: skip
_TABLE: Final = {zero + value: str(value) for zero in _ZEROS for value in range(10)}


def ascii_digits(text: str) -> str:
    """``text`` with every Indic digit as ``0``-``9``; same length. NFKC would not do this."""
    return text.translate(_TABLE)
