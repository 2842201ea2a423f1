"""What a clause of a review finds bad, when it says so in words that no list of faults has.

"Taste bad" and "swad achha nahi" blame the quality; "service baledu" only complains: which fault it
was is not guessed, for nothing may be admitted that was not stated.
"""

import re
from functools import cache
from typing import Final

from skills.wordlists import word_list

_CLAUSE: Final = re.compile(
    r"[.,;!?\n।]|(?<!\w)(?:but|lekin|magar|aana|aanaa|kani|kaani|लेकिन|मगर|ஆனா|ஆனால்|కానీ|కాని)(?!\w)"
)
# A good word that is denied: which fault that makes.
_DENIED: Final = {
    "likes_quality": "poor",
    "likes_price": "costly",
    "likes_speed": "late",
    "likes_clean": "dirty",
    "likes_staff": "",
    "plain": "",
}


def without_fine(said: str) -> str:
    """The words without what denies a fault: "not bad", "koi shikayat nahi"."""
    return _words("fine").sub(" ", said)


def read_blame(said: str) -> tuple[list[str], str]:
    """The kinds of fault that are blamed, "" where none is told, and the words left of praise."""
    kinds: list[str] = []
    left: list[str] = []
    for clause in _CLAUSE.split(said):
        found = _of_clause(clause)
        kinds += found
        left.append(" " if found else clause)
    return list(dict.fromkeys(kinds)), ", ".join(left)


def _of_clause(clause: str) -> list[str]:
    bad = bool(_words("bad").search(clause))
    denied = [kind for praise, kind in _DENIED.items() if _denied(praise).search(clause)]
    if _about("costly").search(clause) and _words("high").search(clause):
        denied.append("costly")
    if not (bad or denied):
        return []
    about = [kind for kind in word_list("review")["blame"]["about"] if _about(kind).search(clause)]
    known = about or [kind for kind in denied if kind]
    # "Not good at all" is said of what was bought; of the service or the shop it tells no fault.
    return known or ([""] if _words("whole").search(clause) or not denied else ["poor"])


@cache
def _words(group: str) -> re.Pattern[str]:
    return re.compile(_any_of(word_list("review")["blame"][group]))


@cache
def _about(kind: str) -> re.Pattern[str]:
    return re.compile(_any_of(word_list("review")["blame"]["about"][kind]))


@cache
def _denied(praise: str) -> re.Pattern[str]:
    """A good word beside a no, before it as in English or behind it as in the other languages."""
    lists = word_list("review")
    good = _any_of(lists["praise"][praise])
    before, after, between = (
        _any_of(lists["blame"][name]) for name in ("not_before", "not_after", "between")
    )
    # What is joined to a native word ("ருசியா", "రుచిగా") belongs to it.
    ending = r"[\u0900-\u0cff\u200c\u200d]*"
    gap = rf"{ending}\s+(?:(?:{between})\s+){{0,2}}"
    return re.compile(
        rf"(?:{before})\s+(?:(?:{between}|a|an|the)\s+){{0,2}}{good}|{good}{gap}{after}"
    )


def _any_of(listed: list[str]) -> str:
    words = sorted({str(word).casefold() for word in listed}, key=len, reverse=True)
    patterns = [
        rf"(?<![a-z]){re.escape(word)}(?![a-z])" if word.isascii() else re.escape(word)
        for word in words
    ]
    return rf"(?:{'|'.join(patterns)})"
