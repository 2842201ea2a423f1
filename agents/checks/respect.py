"""Customers are spoken to respectfully, and nobody shouts."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "respect"
NEEDS: Final = frozenset({"text", "language"})

FAMILIAR: Final = (
    "तू", "तुम", "तुम्हारा", "तुम्हारे", "तुम्हारी", "तेरा", "तेरे", "तेरी", "tum", "tumhara",
    "tumhare", "tumhari", "tera", "teri", "நீ", "உன்", "உனக்கு", "unakku", "నువ్వు", "నీకు",
    "nuvvu", "neeku",
)  # fmt: skip
_WHOLE: Final = r"(?<![\u0900-\u0d7fa-z])(?:{})(?![\u0900-\u0d7fa-z])"
_SHOUT: Final = re.compile(r"!{2,}|(?:\b[A-Z]{4,}\b[ ,!]*){3,}")


def check(subject: Subject) -> Finding:
    """Fails on a familiar "you", on rows of exclamation marks and on lines in capitals."""
    if subject.language != "en":
        for word in FAMILIAR:
            if first((word,), subject.folded) and re.search(
                _WHOLE.format(re.escape(word)), subject.folded
            ):
                return wrong(NAME, weight="look", words=word)
    shout = _SHOUT.search(subject.text)
    if shout and shout.group().casefold().strip() not in subject.own_words:
        return wrong(NAME, "shout", weight="look", words=shout.group().strip()[:20])
    return right(NAME)
