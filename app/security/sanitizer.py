"""What a typed message may contain: one normal form, no control characters, no hidden direction.

Works on code points, in one pass. Joiners (ZWJ, ZWNJ) stay: Indic scripts and emoji need them.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final, Literal

from app.core.errors import TooLarge

MESSAGE_MAX_CODE_POINTS: Final = 4_000

Content = Literal["words", "emoji", "empty"]

# A flag such as Scotland's is a black flag followed by tag characters; anywhere else tag
# characters are an invisible alphabet in which text can be smuggled past a reader.
_TAG: Final = "\U000e0000-\U000e007f"
_STRAY_TAGS: Final = re.compile(f"(?<!\U0001f3f4)(?<![{_TAG}])[{_TAG}]+")
_LINE_ENDS: Final = re.compile("\r\n?|\u2028|\u2029|\x85")
# Bidirectional overrides and isolates, zero-width space, word joiner, byte-order mark.
_HIDDEN: Final = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\u2060\ufeff]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_KEYCAP: Final = re.compile("[0-9#*]\ufe0f?\u20e3")
_PICTURE_CATEGORIES: Final = frozenset({"So", "Sk"})


@dataclass(frozen=True, slots=True)
class CleanText:
    """A message fit to be kept: its text, and whether anybody could read words in it."""

    text: str
    content: Content


def normalise(text: str) -> str:
    """The text in NFC without control characters, hidden direction marks and outer blanks.

    Line ends become ``\\n``; tabs and line feeds stay. Applying it twice changes nothing.
    """
    text = _LINE_ENDS.sub("\n", text)
    text = _CONTROL.sub("", text)
    text = _HIDDEN.sub("", text)
    text = _STRAY_TAGS.sub("", text)
    return unicodedata.normalize("NFC", text).strip()


def content_of(text: str) -> Content:
    """``words`` when there is a letter or a digit, ``emoji`` when only pictures, else ``empty``."""
    bare = _KEYCAP.sub("\u2b50", text)
    categories = {unicodedata.category(character) for character in bare}
    if any(category[0] in "LN" for category in categories):
        return "words"
    return "emoji" if categories & _PICTURE_CATEGORIES else "empty"


def clean(text: str, *, max_code_points: int = MESSAGE_MAX_CODE_POINTS) -> CleanText:
    """The message as it may be stored.

    Raises TooLarge ``message_too_long`` with ``n`` and ``max`` when more than ``max_code_points``
    are left after cleaning.
    """
    cleaned = normalise(text)
    length = len(cleaned)
    if length > max_code_points:
        raise TooLarge(
            "message_too_long",
            params={"n": length, "max": max_code_points},
            detail=f"a message of {length} code points; send at most {max_code_points}",
        )
    return CleanText(cleaned, content_of(cleaned))
