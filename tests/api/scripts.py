"""Is a text in the letters of its language."""

import re
import unicodedata
from html.parser import HTMLParser

BLOCKS = {"en": "LATIN", "hi": "DEVANAGARI", "ta": "TAMIL", "te": "TELUGU"}
LATIN_ALLOWED = {"RaptorFlow", "UPI", "GST", "PDF", "QR", "PIN", "SMS", "OK"}
# The four languages are named in their own letters on every page.
_SPOKEN = ("aria-label", "placeholder", "title", "alt", "data-show", "data-hide")


class Visible(HTMLParser):
    """Collects what a person sees or hears of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._hidden = 0
        self._foreign = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in ("style", "script"):
            self._hidden += 1
        if tag == "a" and "hreflang" in values:
            self._foreign += 1
        self.texts += [values[name] or "" for name in _SPOKEN if name in values]

    def handle_endtag(self, tag: str) -> None:
        if tag in ("style", "script"):
            self._hidden -= 1
        if tag == "a" and self._foreign:
            self._foreign -= 1

    def handle_data(self, data: str) -> None:
        if not self._hidden and not self._foreign and data.strip():
            self.texts.append(data.strip())


def visible(html: str) -> list[str]:
    """Every text and spoken attribute of a page, without the names of languages."""
    parser = Visible()
    parser.feed(html)
    return parser.texts


def wrong_letters(text: str, language: str) -> str:
    """The words of ``text`` that are not in the language's letters."""
    bare = re.sub(r"\S+@\S+|\+91", " ", text)
    wrong = []
    for word in re.findall(r"[^\W\d_]+", bare):
        if word in LATIN_ALLOWED:
            continue
        names = {unicodedata.name(letter, "").split(" ")[0] for letter in word}
        if names - {BLOCKS[language], "COMBINING"}:
            wrong.append(word)
    return " ".join(wrong)
