"""The library's word lists: names of things and places in each script, and words that cue a fact.

Files of ``skills/lexicon``, read on first use and kept.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml
from rapidfuzz import fuzz, process

from app.core.variants import Variant, base_of, is_native
from integrations.languages.phonetics import phonetic_key

_SLIP: Final = 88
"""How alike two spellings of one long word are, out of 100: choclate is chocolate."""
FOLDER: Final = Path(__file__).parent / "lexicon"


def digest() -> str:
    """SHA-256 over every list: a word changed is a draft changed."""
    hashed = hashlib.sha256()
    for path in sorted(FOLDER.glob("*.yaml")):
        content = path.read_bytes().replace(b"\r\n", b"\n")
        hashed.update(f"{path.name}:{len(content)}:".encode())
        hashed.update(content)
    return hashed.hexdigest()


@cache
def word_list(name: str) -> Any:
    """The parsed file of that name. Every word is text: "off" and "no" are words here."""
    text = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    return yaml.load(text, Loader=yaml.CBaseLoader)  # noqa: S506  it can only make text


@dataclass(frozen=True, slots=True)
class Named:
    """A thing by its name in each script, and what it says of the shop that sells it."""

    latin: str
    native: Mapping[str, str]
    flags: tuple[str, ...] = ()

    def in_variant(self, variant: Variant) -> str:
        """The name as the variant writes it."""
        return self.native[base_of(variant)] if is_native(variant) else self.latin


def _rows(name: str) -> list[Named]:
    rows = []
    for line in word_list(name):
        cells = [cell.strip() for cell in f"{line} ".split(" | ")]
        flags = tuple(cells[4].rstrip("|").split()) if len(cells) > 4 else ()
        native = {"hi": cells[1], "ta": cells[2], "te": cells[3].rstrip(" |")}
        rows.append(Named(cells[0], native, flags))
    return rows


@cache
def _by_sound(name: str) -> Mapping[str, Named]:
    found: dict[str, Named] = {}
    for row in _rows(name):
        for spelling in (row.latin, *row.native.values()):
            found.setdefault(phonetic_key(spelling), row)
    return found


@cache
def _by_spelling(name: str) -> Mapping[str, Named]:
    found: dict[str, Named] = {}
    for row in _rows(name):
        for spelling in (row.latin.casefold(), *row.native.values()):
            found.setdefault(spelling, row)
    return found


def find_named(name: str, text: str) -> Named | None:
    """The row of list ``name`` that ``text`` names, by spelling and else by sound."""
    return _by_spelling(name).get(text.casefold()) or _by_sound(name).get(phonetic_key(text))


def spelt_so(name: str, text: str) -> Named | None:
    """The row of list ``name`` that is spelt so; nothing that only sounds so."""
    return _by_spelling(name).get(text.casefold())


def nearly(name: str, word: str) -> Named | None:
    """The row whose Latin spelling is a slip of the thumb away from ``word``."""
    listed = _by_spelling(name)
    found = process.extractOne(word, listed.keys(), scorer=fuzz.ratio, score_cutoff=_SLIP)
    return listed[found[0]] if found else None


@cache
def _brands() -> frozenset[str]:
    return frozenset(str(brand) for row in word_list("brands") for brand in row)


def is_brand(word: str) -> bool:
    """Whether it is a brand that is written in its maker's letters in every script."""
    return word.casefold() in _brands()


@cache
def _cue_pattern(flag: str) -> re.Pattern[str]:
    words = []
    for word in word_list("cues")[flag]:
        escaped = re.escape(str(word))
        words.append(rf"(?<![a-z]){escaped}(?![a-z])" if str(word).isascii() else escaped)
    return re.compile("|".join(sorted(words, key=len, reverse=True)), re.IGNORECASE)


def cue(flag: str, text: str) -> re.Match[str] | None:
    """Where ``text`` holds a word that cues ``flag``; None when it does not."""
    return _cue_pattern(flag).search(text)
