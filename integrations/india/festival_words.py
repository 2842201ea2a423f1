"""Festivals as people write them: every usual spelling in Latin and in the three scripts."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Hit, Message, Phrases

_DATA: Final = Path(__file__).parent / "data" / "festivals.json"
# Names that are also everyday words or parts of other names: by spelling only, never by sound.
_SHORTEST_BY_SOUND: Final = 5


@cache
def _phrases() -> Phrases[str]:
    rows: dict[str, dict[str, Any]] = json.loads(_DATA.read_text("utf-8"))
    return Phrases(
        {
            word: festival_id
            for festival_id, row in reversed(rows.items())
            for words in row["words"].values()
            for word in words
        }
    )


@cache
def _by_sound() -> dict[str, str]:
    rows: dict[str, dict[str, Any]] = json.loads(_DATA.read_text("utf-8"))
    return {
        key: festival_id
        for festival_id, row in reversed(rows.items())
        for word in row["words"]["latin"]
        if len(key := phonetic_key(word)) >= _SHORTEST_BY_SOUND and not any(map(str.isdigit, key))
    }


def find_festivals(message: Message) -> list[Hit[str]]:
    """Festivals named in a message, left to right, by spelling and else by sound."""
    hits = _phrases().find(message)
    taken = {at for hit in hits for at in range(hit.first, hit.after)}
    for place, token in enumerate(message.tokens):
        if place in taken or token.script != "latin" or len(token.text) < 5:
            continue
        festival_id = _by_sound().get(phonetic_key(token.text))
        if festival_id:
            hits.append(Hit(festival_id, place, place + 1, exact=False))
    return sorted(hits, key=lambda hit: hit.first)
