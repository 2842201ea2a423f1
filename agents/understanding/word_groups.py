"""Phrases by what they do in an answer about the shop, read from ``data/answer_words.txt``."""

from functools import cache
from pathlib import Path
from typing import Final

from integrations.languages.text import Message, Phrases

_FILE: Final = Path(__file__).parent / "data" / "answer_words.txt"


@cache
def _groups() -> dict[str, list[str]]:
    groups: dict[str, list[str]] = {}
    for line in _FILE.read_text("utf-8").splitlines():
        name, mark, words = line.partition(":")
        if mark and not line.startswith("#"):
            found = (word.strip().replace("_", " ") for word in words.split(","))
            groups.setdefault(name, []).extend(word for word in found if word)
    return groups


@cache
def phrases_of(group: str) -> Phrases[str]:
    """The phrases of a group; what is found has the group's name as its value."""
    return Phrases(dict.fromkeys(_groups()[group], group), loose=False)


def has_any(message: Message, group: str) -> bool:
    """Whether the message has a phrase of the group."""
    return bool(phrases_of(group).find(message))
