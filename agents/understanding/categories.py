"""What kind of shop it is: one id for every usual name and spelling of the trade."""

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Final

from app.core.variants import Variant
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Hit, Message, Phrases, read

_TABLE: Final = Path(__file__).parent / "data" / "categories.json"
_GOODS: Final = Path(__file__).parent / "data" / "goods.txt"
_SHORTEST_BY_SOUND: Final = 5
_DUKAAN: Final = ("dukan", "dookan", "shop")


@cache
def _names() -> Mapping[str, Mapping[Variant, list[str]]]:
    """By category and variant: how it is called, the name to show first."""
    names: dict[str, dict[Variant, list[str]]] = json.loads(_TABLE.read_text("utf-8"))
    return names


@cache
def _phrases() -> Phrases[str]:
    entries: dict[str, str] = {}
    for category, names in _names().items():
        for words in names.values():
            for word in words:
                for spelling in (word, *(word.replace("dukaan", other) for other in _DUKAAN)):
                    entries.setdefault(spelling, category)
    return Phrases({**{name.replace("_", " "): name for name in _names()}, **entries})


@cache
def _sounds() -> dict[str, str]:
    return {
        key: category
        for category, names in _names().items()
        for words in names.values()
        for word in words
        if len(key := phonetic_key(word)) >= _SHORTEST_BY_SOUND
    }


def find_categories(message: Message) -> list[Hit[str]]:
    """The kinds of shop that a message names, left to right."""
    return _phrases().find(message)


def read_category(text: str) -> tuple[str, str] | None:
    """The kind of shop a text speaks of, as an id, and the words that say so."""
    message = read(text)
    hits = find_categories(message)
    if hits:
        # The longest name says most: "mobile repair shop" is no repair shop.
        best = max(hits, key=lambda hit: (hit.after - hit.first, hit.exact))
        return best.value, message.said(best.first, best.after)
    by_sound = _sounds().get(phonetic_key(text))
    return (by_sound, text.strip()) if by_sound else None


@cache
def _goods() -> Phrases[str]:
    entries: dict[str, str] = {}
    for line in _GOODS.read_text("utf-8").splitlines():
        category, mark, words = line.partition(":")
        if mark and not line.startswith("#"):
            entries |= {word.strip(): category for word in words.split(",") if word.strip()}
    return Phrases(entries)


def category_of_goods(text: str) -> str | None:
    """The kind of shop that sells what a text names first; weaker than a trade that is named."""
    hits = _goods().find(read(text))
    return hits[0].value if hits else None


def category_name(category: str, variant: Variant) -> str:
    """How the variant calls it; a category that is not on the list is her own word for it."""
    names = _names().get(category)
    return names[variant][0] if names else category
