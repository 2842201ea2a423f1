"""What a review says, read by words: praise or complaint, and of what. Nothing is guessed."""

import re
from functools import cache
from typing import Final

from agents.providers.composer.blame import read_blame, without_fine
from skills.wordlists import word_list

_QUOTED: Final = re.compile(r"[\"“'‘«](.{4,})[\"”'’»]", re.DOTALL)
_STARS: Final = re.compile(r"([★⭐]+)|\b([1-5])\s*(?:/\s*5|stars?|स्टार|ஸ்டார்|స్టార్)", re.IGNORECASE)
_COMPLAINTS: Final = ("late", "costly", "rude", "dirty", "poor", "plain")
_PRAISES: Final = (
    "likes_quality",
    "likes_staff",
    "likes_price",
    "likes_speed",
    "likes_clean",
    "plain",
)


def read_review(text: str) -> list[str]:
    """Flags of a review: ``praise`` or ``complaint`` and their kinds; both when it says both.

    A review that says neither gives nothing, and the reply then only thanks for writing.
    """
    quoted = _QUOTED.search(text)
    said = (quoted[1] if quoted else text).casefold()
    flags: list[str] = []
    left = without_fine(said)
    for kind in _COMPLAINTS:
        if kind == "plain":
            blamed, left = read_blame(left)
            flags += [flag for kind in blamed for flag in ("complaint", kind) if flag]
        # What one kind has explained is gone for the next: "behaviour kharab" is no bad sweet.
        left, times = _pattern("complaint", kind).subn(" ", left)
        if times:
            flags += ["complaint"] if kind == "plain" else ["complaint", kind]
    stars = _stars(text)
    liked: list[str] = []
    for kind in _PRAISES:
        if _pattern("praise", kind).search(left):
            liked += ["praise"] if kind == "plain" else [kind]
    if stars is not None and stars <= 2 and not flags:
        flags.append("complaint")
    praised = "praise" in liked or (stars is not None and stars >= 4)
    if praised or (liked and not flags):
        flags += ["praise", *liked]
    return list(dict.fromkeys(flags))


def told_review(text: str) -> str | None:
    """The message itself where it tells what was good or bad, and not only that something was.

    ``he wrote that the staff is rude`` says it; ``reply to a bad review`` and ``1 star`` do not.
    """
    return text if set(read_review(text)) - {"complaint", "praise"} else None


def read_question(text: str) -> list[str]:
    """Flags of what a customer asks: its price, the place, whether it can come home and so on."""
    quoted = _QUOTED.search(text)
    said = (quoted[1] if quoted else text).casefold()
    # "Kitne baje" is how late, not how much: what asks of the hour says nothing of the price.
    rest = _asking("asks_open").sub(" ", said)
    heard = {"asks_price": rest}
    return [kind for kind in word_list("questions") if _asking(kind).search(heard.get(kind, said))]


def _stars(text: str) -> int | None:
    match = _STARS.search(text)
    if match is None:
        return None
    return len(match[1]) if match[1] else int(match[2])


@cache
def _pattern(mood: str, kind: str) -> re.Pattern[str]:
    return _any_of(word_list("review")[mood][kind])


@cache
def _asking(kind: str) -> re.Pattern[str]:
    return _any_of(word_list("questions")[kind])


def _any_of(listed: list[str]) -> re.Pattern[str]:
    words = sorted({str(word).casefold() for word in listed}, key=len)
    patterns = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in reversed(words)
    ]
    return re.compile("|".join(patterns))
