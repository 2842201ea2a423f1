"""Shots of a reel: what is said decides how long each lasts, and so when the next begins."""

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from app.core.variants import Variant, is_native

SPOKEN: Final = "say_"
"""Kinds that begin so are spoken; a shot in which nobody speaks is left out."""
_ALWAYS: Final = "always"
_HOOK: Final = (2, 4)
_SHOT: Final = (3, 6)
"""Seconds, fewest and most: who is not held by the first shot sees no second."""
_FIRST_LETTER: Final = re.compile("(?<=“)[a-z]")
# Letters a person says in a second; an Indic letter is a syllable, a Latin one is half of that.
_LATIN_PACE: Final = 14
_NATIVE_PACE: Final = 8


def timed(shots: Sequence[Sequence[tuple[str, str]]], variant: Variant) -> str:
    """The shots as text, each with its time above it; ``shots`` hold (kind, text) in order."""
    blocks: list[str] = []
    at = 0
    for shot in shots:
        spoken = [text for kind, text in shot if kind.startswith(SPOKEN)]
        rows = [text for kind, text in shot if spoken or kind == _ALWAYS]
        if spoken:
            fewest, most = _SHOT if at else _HOOK
            until = at + min(max(seconds(" ".join(spoken), variant), fewest), most)
            rows.insert(0, f"{_clock(at)}-{_clock(until)}")
            at = until
        if rows:
            block = "\n".join(rows)
            blocks.append(_FIRST_LETTER.sub(lambda match: match[0].upper(), block))
    return "\n\n".join(blocks)


def seconds(words: str, variant: Variant) -> int:
    """How long the words take to say."""
    letters = sum(char.isalnum() for char in unicodedata.normalize("NFC", words))
    pace = _NATIVE_PACE if is_native(variant) else _LATIN_PACE
    return -(-letters // pace)


def _clock(at: int) -> str:
    return f"{at // 60}:{at % 60:02}"
