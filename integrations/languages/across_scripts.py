"""A word in another script than it was told in: sasta is in a draft that says सस्ता."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rapidfuzz import fuzz

from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Token, bare_forms, read
from integrations.languages.transliterate import to_latin

_SCRIPTS: Final = frozenset({"latin", "hi", "ta", "te"})
_ALIKE: Final = 75
"""How alike the Latin spellings must be beside their sound, out of 100: साथ sounds near sasta."""


def said_across(words: str, text: str) -> bool:
    """Whether ``text`` has the words in another script; the same script is not looked at."""
    wanted = _words(words)
    if not wanted:
        return False
    there = _words(text)
    size = len(wanted)
    return any(
        _all_same(wanted, there[first : first + size]) for first in range(len(there) - size + 1)
    )


def _words(text: str) -> list[Token]:
    return [token for token in read(text).tokens if token.script in _SCRIPTS]


def _all_same(wanted: Sequence[Token], there: Sequence[Token]) -> bool:
    pairs = list(zip(wanted, there, strict=True))
    if all(one.script == other.script for one, other in pairs):
        return False
    return all(
        one.text == other.text
        if one.script == other.script
        else any(_sounds_so(one.text, form) for form in bare_forms(other.text, other.script))
        for one, other in pairs
    )


@lru_cache(maxsize=4096)
def _sounds_so(one: str, other: str) -> bool:
    key = phonetic_key(one)
    if not key or key != phonetic_key(other):
        return False
    return fuzz.ratio(to_latin(one), to_latin(other)) >= _ALIKE
