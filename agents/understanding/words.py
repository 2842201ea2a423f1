"""The word lists of understanding, read from ``data/`` on first use."""

import json
from functools import cache
from pathlib import Path
from typing import Final

from app.core.variants import Shell, Variant, base_of
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Phrases, fold, squeeze

_DATA: Final = Path(__file__).parent / "data"
_SHORTEST_BY_SOUND: Final = 5
_PLURALS: Final = (("tta", "tte"), ("ta", "te"), ("ा", "े"), ("ी", "ियों"), ("iya", "iyan"))


@cache
def _groups() -> dict[str, dict[str, list[str]]]:
    groups: dict[str, dict[str, list[str]]] = json.loads((_DATA / "words.json").read_text("utf-8"))
    return groups


@cache
def phrases(group: str) -> Phrases[str]:
    """The phrases of a group (channels, tones, languages): what is written → its id."""
    return Phrases({word: name for name, words in _groups()[group].items() for word in words})


def cues() -> dict[str, list[str]]:
    """Phrases by what they do in a conversation: approve, skip, ask, change …"""
    return _groups()["cues"]


@cache
def products() -> Phrases[str]:
    """Things that shops sell, in every usual spelling → the first spelling of the line."""
    return Phrases({name: line[0] for line in _product_lines() for name in line})


@cache
def product_sounds() -> dict[str, str]:
    """Products by how they sound, for spellings the list does not have."""
    return {
        key: line[0]
        for line in _product_lines()
        for name in line
        if len(key := phonetic_key(name)) >= _SHORTEST_BY_SOUND
    }


def is_product(text: str) -> bool:
    """Whether exactly this is on the list of things shops sell."""
    return products().get(squeeze(text)) is not None or phonetic_key(text) in product_sounds()


@cache
def _product_lines() -> list[list[str]]:
    lines = (_DATA / "products.txt").read_text("utf-8").splitlines()
    return [
        [form for name in line.split(",") if name.strip() for form in _with_plural(name.strip())]
        for line in lines
        if line.strip() and not line.startswith("#")
    ]


def _with_plural(name: str) -> list[str]:
    """The name, and how Hindi has it in the plural and before पर: dupatta, dupatte."""
    for ending, plural in _PLURALS:
        if name.endswith(ending):
            return [name, name[: -len(ending)] + plural]
    return [name]


@cache
def _word_groups(file: str) -> dict[str, frozenset[str]]:
    groups: dict[str, list[str]] = {}
    current: list[str] = []
    for line in (_DATA / file).read_text("utf-8").splitlines():
        if line.startswith("# ") and " " not in line[2:]:
            current = groups.setdefault(line[2:], [])
        elif not line.startswith("#"):
            current += (fold(word) for word in line.split())
    return {name: frozenset(words) for name, words in groups.items()}


def markers(group: str) -> frozenset[str]:
    """A small closed list of words, such as those for percent or rupees."""
    return _word_groups("markers.txt")[group]


@cache
def stopwords(variant: Variant | None) -> frozenset[str]:
    """Words that are never the thing sold, for a reader of this variant."""
    base: Shell = base_of(variant) if variant else "en"
    groups = _word_groups("stopwords.txt")
    # An unknown or English writer may still use a word of any of the languages.
    latin = ("hi-Latn", "te-Latn") if base == "en" else (f"{base}-Latn",)
    return frozenset().union(*(groups[name] for name in ("en", "hi", "ta", "te", *latin)))
