"""The languages as data: number words, months, weekdays and the words of time, one file a language.

Every list is read in both scripts: ``native`` words in the language's own letters, ``latin`` as
people type them. The first word of a list is the one written. A language is loaded on first use.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Final

from app.core.variants import Shell, Variant, base_of, is_native

Words = tuple[str, ...]
TIME_KEYS: Final = (
    "today", "tomorrow", "day_after_tomorrow", "yesterday", "weekend", "this", "next",
    "till", "since", "until", "from", "starts", "ends", "last_day", "ahead_of", "before",
    "following", "later", "every", "after", "day", "week", "month", "year", "daymark",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spelling:
    """The ways one thing is written: in the language's own script, and in Latin letters."""

    native: Words
    latin: Words

    def first(self, *, native: bool) -> str:
        """The word to write."""
        return (self.native if native else self.latin)[0]


@dataclass(frozen=True, slots=True)
class Language:
    """One language's words.

    ``numbers`` maps values to spellings. ``joined`` are endings that multiply what stands before
    them in the same word, as (ending, what the bare word ends in, factor): ``ரெண்டாயிரம்``.
    ``fraction_prefixes`` map a word to what it adds to the number after it (साढ़े: 0.5).
    ``in_words`` writes a whole number up to 99,99,99,999.
    """

    code: Shell
    numbers: Mapping[float, Spelling]
    multipliers: Mapping[int, Spelling]
    fraction_prefixes: Mapping[float, Spelling]
    joined: tuple[tuple[str, str, float], ...]
    months: tuple[Spelling, ...]
    weekdays: tuple[Spelling, ...]
    time: Mapping[str, Spelling]
    in_words: Callable[[int, bool], str]


def spelling(line: str) -> Spelling:
    """``a, b | c, d``: native before the bar, Latin after it."""
    native, _, latin = line.partition("|")
    return Spelling(_split(native), _split(latin))


def table(text: str) -> dict[str, Spelling]:
    """Lines of ``key: native, … | latin, …``."""
    rows = (line.partition(":") for line in text.strip().splitlines())
    return {key.strip(): spelling(words) for key, _, words in rows}


def number_table(text: str) -> dict[float, Spelling]:
    """``table`` whose keys are numbers."""
    return {float(key): words for key, words in table(text).items()}


def ordered(text: str) -> tuple[Spelling, ...]:
    """Lines of spellings whose order is their meaning: months, weekdays."""
    return tuple(spelling(line) for line in text.strip().splitlines())


def _split(words: str) -> Words:
    return tuple(word.strip() for word in words.split(",") if word.strip())


_MODULES: Final[dict[Shell, str]] = {"en": "english", "hi": "hindi", "ta": "tamil", "te": "telugu"}


@cache
def language(code: Shell) -> Language:
    """The language of that code."""
    module = import_module(f"integrations.languages.{_MODULES[code]}")
    found: Language = module.LANGUAGE
    return found


def in_words(number: int, variant: Variant) -> str:
    """A whole number as it is said: ``पच्चीस``, ``irubathi anju``. 0 to 99,99,99,999."""
    if not 0 <= number < 10**9:
        msg = f"{number} is outside 0 to 99,99,99,999"
        raise ValueError(msg)
    return language(base_of(variant)).in_words(number, is_native(variant))
