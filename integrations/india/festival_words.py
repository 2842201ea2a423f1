"""Festivals as people write them: every usual spelling in Latin and in the three scripts."""

import json
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Final

from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Hit, Message, Phrases

_DATA: Final = Path(__file__).parent / "data" / "festivals.json"
# Names that are also everyday words or parts of other names: by spelling only, never by sound.
_SHORTEST_BY_SOUND: Final = 5


# Before a noun "day" loses its ending: சுதந்திர தின வாழ்த்து, దినోత్సవ శుభాకాంక్షలు.
_COMPOUNDED: Final = (
    ("தினம்", "தின"), ("விரதம்", "விரத"), ("தீபம்", "தீப"), ("దినోత్సవం", "దినోత్సవ"), ("వ్రతం", "వ్రత"),
    ("dhinam", "dhina"), ("dinotsavam", "dinotsava"), ("vratam", "vrata"),
)  # fmt: skip
# Words for two new years; which is meant, the season tells.
_NEW_YEARS: Final = frozenset(["new_year", "tamil_new_year"])
_EITHER_NEW_YEAR: Final = frozenset(["puthandu", "புத்தாண்டு", "puthuvarusham", "புதுவருடம்"])
_TAMIL_NEW_YEAR_MONTHS: Final = (3, 4)


@cache
def _phrases() -> Phrases[str]:
    rows: dict[str, dict[str, Any]] = json.loads(_DATA.read_text("utf-8"))
    return Phrases(
        {
            form: festival_id
            for festival_id, row in reversed(rows.items())
            for words in row["words"].values()
            for word in words
            for form in _forms(word)
        }
    )


def _forms(word: str) -> list[str]:
    cut = [word[: -len(end)] + bare for end, bare in _COMPOUNDED if word.endswith(end)]
    return [word, *cut]


def _in_season(festival_id: str, word: str, today: date | None) -> str:
    if today is None or festival_id not in _NEW_YEARS:
        return festival_id
    if not any(word.startswith(either) for either in _EITHER_NEW_YEAR):
        return festival_id
    return "tamil_new_year" if today.month in _TAMIL_NEW_YEAR_MONTHS else "new_year"


@cache
def _by_sound() -> dict[str, str]:
    rows: dict[str, dict[str, Any]] = json.loads(_DATA.read_text("utf-8"))
    return {
        key: festival_id
        for festival_id, row in reversed(rows.items())
        for word in row["words"]["latin"]
        if len(key := phonetic_key(word)) >= _SHORTEST_BY_SOUND and not any(map(str.isdigit, key))
    }


def find_festivals(message: Message, today: date | None = None) -> list[Hit[str]]:
    """Festivals named in a message, left to right, by spelling and else by sound.

    ``today`` settles names that two festivals share.
    """
    hits = [
        replace(hit, value=_in_season(hit.value, message.tokens[hit.first].text, today))
        for hit in _phrases().find(message)
    ]
    taken = {at for hit in hits for at in range(hit.first, hit.after)}
    for place, token in enumerate(message.tokens):
        if place in taken or token.script != "latin" or len(token.text) < 5:
            continue
        festival_id = _by_sound().get(phonetic_key(token.text))
        if festival_id:
            hits.append(Hit(festival_id, place, place + 1, exact=False))
    return sorted(hits, key=lambda hit: hit.first)
