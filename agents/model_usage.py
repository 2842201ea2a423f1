"""How many tokens a call used: what the vendor says, as long as it can be right.

Every token holds at least a byte and hardly more than a long word. Numbers outside of that, and
numbers that never came, are replaced by our own estimate, which is on the high side; where both can
be true the larger one counts.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any, Final

MOST_TOKENS_PER_CHAR: Final = 3
FEWEST_CHARS_PER_TOKEN: Final = 16
ASCII_CHARS_PER_TOKEN: Final = 3.0
OTHER_CHARS_PER_TOKEN: Final = 1.5  # Indic letters and signs: measured 2 to 3 with today's models


@dataclass(frozen=True, slots=True)
class Counted:
    """Tokens of one call; cached ones are part of the input."""

    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0
    estimated: bool = False


def estimate(text: str) -> int:
    """Our own count of a text's tokens, rather too many than too few."""
    plain = sum(char.isascii() for char in text)
    return ceil(plain / ASCII_CHARS_PER_TOKEN + (len(text) - plain) / OTHER_CHARS_PER_TOKEN)


def count(
    said: Mapping[str, Any] | None, prompt: str, answer: str, most_output_tokens: int
) -> Counted:
    """The tokens of a call that ended with ``answer`` (empty: nothing came).

    ``said`` are the vendor's numbers as langchain-core names them; None when it gave none.
    """
    said = said or {}
    inputs, sure_in = _one(
        said.get("input_tokens"), prompt, most=max(1, len(prompt) * MOST_TOKENS_PER_CHAR)
    )
    outputs, sure_out = _one(
        said.get("output_tokens"),
        answer,
        most=max(most_output_tokens, len(answer) * MOST_TOKENS_PER_CHAR),
    )
    cached = (said.get("input_token_details") or {}).get("cache_read") or 0
    if not isinstance(cached, int) or not 0 <= cached <= inputs:
        cached, sure_in = 0, False
    return Counted(inputs, cached, outputs, estimated=not (sure_in and sure_out))


def _one(said: object, text: str, *, most: int) -> tuple[int, bool]:
    """A count, and whether the vendor's number was believed."""
    number = said if isinstance(said, int) and not isinstance(said, bool) else -1
    if ceil(len(text) / FEWEST_CHARS_PER_TOKEN) <= number <= most:
        return number, True
    return max(estimate(text), min(number, most), 0), False
