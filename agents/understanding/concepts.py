"""What a message is about, whatever variant it is in: the same notion in seven ways of writing.

These notions let the router learn from a Hindi example what holds in Telugu.
"""

from functools import cache, lru_cache
from pathlib import Path
from typing import Final

from integrations.languages.text import Phrases, read

_FILE: Final = Path(__file__).parent / "data" / "concepts.txt"


@cache
def _phrases() -> Phrases[str]:
    entries: dict[str, str] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        if line.startswith("#") or not line.strip():
            continue
        name, _, words = line.partition(":")
        for word in words.split(","):
            entries.setdefault(word.strip().replace("_", " "), name)
    return Phrases(entries)


@lru_cache(maxsize=256)  # routing asks it more than once of the same message
def find_concepts(text: str) -> tuple[str, ...]:
    """The notions of a text, each once, in the order they are said."""
    return tuple(dict.fromkeys(hit.value for hit in _phrases().find(read(text))))
