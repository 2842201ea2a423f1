"""Finding listed words in a draft, however they are spelt: nukta, joiners and case do not count."""

import re
from functools import lru_cache
from typing import Final

from integrations.languages.text import fold

_LATIN_EDGE: Final = re.compile(r"[a-z0-9]")
_Word = tuple[str, re.Pattern[str]]


@lru_cache(maxsize=1024)  # her own forbidden words come here too
def _sought(words: tuple[str, ...]) -> tuple[_Word, ...]:
    """Each word as its longest piece and its pattern; the longest word first."""
    return tuple(
        (max(word.split(), key=len, default=""), _pattern(word))
        for word in sorted({fold(word) for word in words}, key=len, reverse=True)
    )


def _pattern(word: str) -> re.Pattern[str]:
    """Latin words only whole, Indic ones with any joined ending."""
    body = r"\s+".join(re.escape(piece) for piece in word.split())
    before = r"(?<![a-z0-9])" if _LATIN_EDGE.match(word) else r"(?<![\u0900-\u0d7f])"
    after = r"(?![a-z0-9])" if _LATIN_EDGE.match(word[-1:]) else ""
    return re.compile(f"{before}{body}{after}")


def first(words: tuple[str, ...], folded: str, *, unless_in: str = "") -> str | None:
    """The first listed word of an already folded text that is not part of ``unless_in``."""
    # Plain substrings first: many times cheaper than one pattern of all words.
    found = [
        match
        for piece, pattern in _sought(words)
        if piece in folded
        for match in pattern.finditer(folded)
    ]
    after = 0
    for match in sorted(found, key=lambda match: match.start()):
        if match.start() < after:
            continue  # inside a longer word that stands here
        after = match.end()
        if match.group() not in unless_in:
            return match.group()
    return None
