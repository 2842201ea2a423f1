"""How a word sounds, whatever its script and spelling: ``काजू कतली`` = ``kaju kathli``."""

import re
import unicodedata
from functools import lru_cache
from typing import Final

from rapidfuzz.distance import Levenshtein

from integrations.languages.spelling_rules import latin_by_rule
from integrations.languages.text import latin_digits

_RULES: Final = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("ck|q", "k"),
        ("x", "ks"),
        ("zh", "l"),
        ("sch", "sk"),
        ("chh?", "j"),
        ("c(?=[eiy])", "s"),
        ("c", "k"),
        ("sh", "s"),
        ("([kgcjtdpb])h", r"\1"),
        ("w", "v"),
        ("z", "j"),
        ("y", "i"),
        ("ee|ii|ea", "i"),
        ("oo|uu|ou", "u"),
        ("ai|ei|ae|ay", "e"),
        ("au|ow", "o"),
        ("m(?=[pb])|n(?=[kgcjtdpb])", "n"),
        (r"(.)\1+", r"\1"),
    )
)
_FLAPPED, _PLAIN = "\u0921\u093c", "\u0921"
# Tamil spells k/g, t/d, p/b and s/ch with one letter each, so across scripts they count as one.
_MERGED: Final = str.maketrans({"g": "k", "d": "t", "b": "p", "j": "s", "f": "p"})


@lru_cache(maxsize=4096)
def phonetic_key(text: str) -> str:
    """A key equal for spellings of one sound. Words keep their order; spaces do not count.

    The unwritten a of Indic scripts is not counted anywhere but at a word's beginning.
    """
    latin = latin_by_rule(latin_digits(unicodedata.normalize("NFC", text))).lower()
    return "".join(_word_key(word) for word in re.findall(r"[a-z0-9]+", latin))


def _word_key(word: str) -> str:
    for pattern, sound in _RULES:
        word = pattern.sub(sound, word)
    word = word.translate(_MERGED)
    word = word[0] + word[1:].replace("a", "").replace("h", "") if word else word
    return re.sub(r"(.)\1+", r"\1", word)


@lru_cache(maxsize=4096)
def skeleton(text: str) -> str:
    """Only the consonants of the key, with a first vowel: the coarser sieve."""
    key = phonetic_key(text)
    return key[:1] + re.sub(r"[aeiou]", "", key[1:])


def sounds_like(one: str, other: str) -> bool:
    """Whether two names or products are the same by ear, across spellings and scripts."""
    return any(_alike(a, b) for a in _ways(one) for b in _ways(other))


def _ways(text: str) -> tuple[str, ...]:
    """The text, and with ड़ as ड: people type pakora and pakoda, kapre and kapde."""
    plain = unicodedata.normalize("NFC", text)
    return (text, plain.replace(_FLAPPED, _PLAIN)) if _FLAPPED in plain else (text,)


def _alike(one: str, other: str) -> bool:
    keys = phonetic_key(one), phonetic_key(other)
    if not all(keys):
        return False
    if keys[0] == keys[1]:
        return True
    # The last sound tells a kurta from a kurti.
    if skeleton(one) == skeleton(other) and keys[0][-1] == keys[1][-1] and len(skeleton(one)) > 1:
        return Levenshtein.normalized_similarity(*keys) >= 0.6
    return min(map(len, keys)) >= 6 and Levenshtein.normalized_similarity(*keys) >= 0.85
