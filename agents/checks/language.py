"""The draft is in the way of writing it was asked for."""

import re
from collections import Counter
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from app.core.variants import base_of, is_native
from integrations.languages.identify import identify
from integrations.languages.text import script_of

NAME: Final = "language"
NEEDS: Final = frozenset({"text", "language"})

SURE: Final = 0.8  # a romanised draft full of English words is still hers below this
MOST_OF_IT: Final = 0.5
_HERS: Final = ("business_name", "vpa", "website")
_HASHTAG: Final = re.compile(r"#\S+")


def check(subject: Subject) -> Finding:
    """Fails when most letters are of another script, or another language is plainly heard."""
    # Her shop's name stays as she writes it, and on a short poster it may be half of all letters.
    text = subject.text
    for name in _HERS:
        text = text.replace(str(subject.foundation.get(name) or "\n"), " ")
    letters: Counter[str] = Counter(map(script_of, filter(str.isalpha, text)))
    if not letters:
        return right(NAME)
    wanted = base_of(subject.language) if is_native(subject.language) else "latin"
    if letters[wanted] / letters.total() < MOST_OF_IT:
        return wrong(NAME, weight="stop")
    if is_native(subject.language):
        return right(NAME)
    # Hashtags are names and English in any language.
    heard = identify(_HASHTAG.sub(" ", text), subject.language)
    if heard.variant not in (subject.language, "und") and heard.confidence >= SURE:
        both_latin = subject.language != "en" and heard.variant == "en"
        return wrong(NAME, weight="look" if both_latin else "stop")
    return right(NAME)
