"""School classes in a product's name: ``10th class maths tuition``, ``பத்தாம் வகுப்பு டியூஷன்``."""

from typing import Final

from agents.understanding.reading import Reading
from agents.understanding.words import markers

_LONGEST: Final = 4
_HIGHEST_CLASS: Final = 12


def with_class_ahead(reading: Reading, first: int) -> int:
    """Where the name begins when the class that stands right before it is part of it."""
    at = first
    if reading.word(at) in markers("school_class"):
        at += 1  # the class word itself was taken for a word that describes the product
    start = at
    while at > 0 and start - at < _LONGEST and _is_part(reading, at - 1):
        at -= 1
    return min(at, first) if _names_a_class(reading, at, start) else first


def with_class_behind(reading: Reading, after: int) -> int:
    """Where the name ends when it goes on ``class 10`` or ``10th class``."""
    at = after
    while at < len(reading.tokens) and at - after < _LONGEST and _is_part(reading, at):
        at += 1
    return at if _names_a_class(reading, after, at) else after


def _is_part(reading: Reading, place: int) -> bool:
    if place in reading.taken:
        return False
    word = reading.word(place)
    if word.isdigit():
        return 1 <= int(word) <= _HIGHEST_CLASS
    return any(
        word in markers(group) for group in ("school_class", "school_ordinal", "school_worded")
    )


def _names_a_class(reading: Reading, first: int, after: int) -> bool:
    """Both which class, and that it is one."""
    words = reading.words(first, after)
    which = any(word.isdigit() or word in markers("school_worded") for word in words)
    is_class = any(
        word in markers(group)
        for word in words
        for group in ("school_class", "school_ordinal", "school_worded")
    )
    return which and is_class
