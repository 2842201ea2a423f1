"""Parts of large cities, by which people say where they are without naming the city."""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from integrations.languages.text import Hit, Message, Phrases

_TABLE: Final = Path(__file__).parent / "data" / "localities.txt"


@dataclass(frozen=True, slots=True)
class Locality:
    """A part of town as usually spelt; its city and State in English spelling."""

    name: str
    city: str
    state: str


@cache
def _phrases() -> Phrases[Locality]:
    entries: dict[str, Locality] = {}
    for line in _TABLE.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        city, state, names = (part.strip() for part in line.split("|"))
        for name in filter(None, map(str.strip, names.split(","))):
            entries[name] = Locality(name, city, state)
    return Phrases(entries)


def find_localities(message: Message) -> list[Hit[Locality]]:
    """Parts of large cities named in a message, left to right."""
    return _phrases().find(message)
