"""Finding listed words in a draft, however they are spelt: nukta, joiners and case do not count."""

import re
from functools import cache
from typing import Final

from integrations.languages.text import fold

_LATIN_EDGE: Final = re.compile(r"[a-z0-9]")


@cache
def pattern(words: tuple[str, ...]) -> re.Pattern[str]:
    """One pattern for all words; Latin ones only whole, Indic ones with any joined ending."""
    parts = []
    for word in sorted({fold(word) for word in words}, key=len, reverse=True):
        body = r"\s+".join(re.escape(piece) for piece in word.split())
        before = r"(?<![a-z0-9])" if _LATIN_EDGE.match(word) else r"(?<![\u0900-\u0d7f])"
        after = r"(?![a-z0-9])" if _LATIN_EDGE.match(word[-1]) else ""
        parts.append(f"{before}{body}{after}")
    return re.compile("|".join(parts))


@cache
def _longest_pieces(words: tuple[str, ...]) -> tuple[str, ...]:
    return tuple({max(fold(word).split(), key=len, default="") for word in words})


def first(words: tuple[str, ...], folded: str, *, unless_in: str = "") -> str | None:
    """The first listed word of an already folded text that is not part of ``unless_in``."""
    # Plain substrings first: several times cheaper than one pattern of all words.
    if not any(map(folded.__contains__, _longest_pieces(words))):
        return None
    for match in pattern(words).finditer(folded):
        if match.group() not in unless_in:
            return match.group()
    return None
