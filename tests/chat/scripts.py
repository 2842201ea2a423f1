"""Which letters may stand where: a walker over everything a card says."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Any

from app.core.variants import Variant, base_of, is_native

LATIN_ALLOWED = frozenset({"UPI", "GST", "PDF", "QR", "PIN", "SMS", "OK"})
BLOCKS = {"hi": "DEVANAGARI", "ta": "TAMIL", "te": "TELUGU"}
# Data, not words of ours: keys, addresses, phrases quoted from the draft.
DATA = {"id", "talk", "channel", "lang", "waUrl", "state", "phrase", "level", "kind", "act"}
DATA |= {"reasons", "buttons", "subject"}


def said(props: Any, path: str = "") -> Iterator[tuple[str, str]]:
    """Every sentence of a card's props, with where it stands."""
    if isinstance(props, str):
        yield path, props
    elif isinstance(props, list):
        for at, item in enumerate(props):
            yield from said(item, f"{path}[{at}]")
    elif isinstance(props, dict):
        for key, value in props.items():
            if key not in DATA:
                yield from said(value, f"{path}.{key}")


def wrong_letters(sentence: str, variant: Variant) -> set[str]:
    """Words in letters that somebody reading this variant should not meet."""
    block = BLOCKS[base_of(variant)] if is_native(variant) else "LATIN"
    wrong: set[str] = set()
    for word in re.findall(r"[^\s\d.,:;!?()'\"·/·…-]+", sentence):
        if word in LATIN_ALLOWED:
            continue
        for letter in word:
            name = unicodedata.name(letter, "")
            if letter.isalpha() and not name.startswith((block, "FEMININE", "MASCULINE")):
                wrong.add(word)
    return wrong
