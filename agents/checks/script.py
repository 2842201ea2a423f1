"""One script in one message, apart from names, links and the few words all write in Latin."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from app.core.variants import base_of, is_native
from integrations.languages.text import fold, script_of

NAME: Final = "script"
NEEDS: Final = frozenset({"text", "language", "foundation"})

ALLOWED: Final = frozenset(
    (
        "upi", "gst", "gstin", "cgst", "sgst", "igst", "utgst", "pdf", "qr", "pin", "sms", "ok",
        "stop", "kg", "g", "gm", "ml", "l", "mrp", "ac", "tv", "hsn", "rs", "x",
    )
)  # fmt: skip
_LATIN: Final = re.compile(r"[a-z]+", re.IGNORECASE)
_SKIPPED: Final = re.compile(r"#\S+|\S+@\S+|https?://\S+|www\.\S+|\S+\.(?:com|in|org|net|shop)\S*")


def check(subject: Subject) -> Finding:
    """Fails on Latin words in native text, and on any Indic letter in romanised text."""
    bare = _SKIPPED.sub(" ", subject.text)
    own = subject.own_words
    if not is_native(subject.language):
        strange = re.findall(r"[\u0900-\u0dff]+", bare)
        left = [word for word in strange if fold(word) not in own]
        return wrong(NAME, "native", weight="look", words=left[0]) if left else right(NAME)
    for word in _LATIN.findall(bare):
        if word.lower() not in ALLOWED and word.lower() not in own:
            return wrong(NAME, "latin", weight="look", words=word)
    home = base_of(subject.language)
    for char in bare:
        if char.isalpha() and script_of(char) not in (home, "latin") and fold(char) not in own:
            return wrong(NAME, "native", weight="look", words=char)
    return right(NAME)
