"""Reading shop chat as tokens: one folded form for comparing, with the way back to what was typed.

Folding lower-cases, reads every Indic digit as a Latin one, drops joiners and nuktas, and takes
chandrabindu as anusvara, so that ``हाँ`` and ``हां``, ``फ़ेसबुक`` and ``फेसबुक`` compare equal.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Final, Generic, Literal, TypeVar

Script = Literal["latin", "hi", "ta", "te", "digit", "other"]

_DIGIT_ZEROS: Final = (
    0x0966,
    0x09E6,
    0x0A66,
    0x0AE6,
    0x0BE6,
    0x0C66,
    0x0CE6,
    0x0D66,
    0x0660,
    0x06F0,
)
DIGITS: Final = {zero + n: str(n) for zero in _DIGIT_ZEROS for n in range(10)}
_DROPPED: Final = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x093C, 0xFE0F))
_MAPPED: Final = {
    0x0901: "ं",
    0x0958: "क", 0x0959: "ख", 0x095A: "ग", 0x095B: "ज", 0x095C: "ड", 0x095D: "ढ", 0x095E: "फ",
    0x2018: "'", 0x2019: "'", 0x201C: '"', 0x201D: '"', 0x00A0: " ", 0x2010: "-", 0x2011: "-",
    0x2012: "-", 0x2013: "-", 0x2014: "-", 0xFF05: "%", 0xFF0B: "+",
}  # fmt: skip
_TABLE: Final[dict[int, str | None]] = {**DIGITS, **_DROPPED, **_MAPPED}

_TOKEN: Final = re.compile(
    r"\d+(?:,\d{2,3})*(?:\.\d+)?"
    r"|[a-zA-Z\u00c0-\u024f]+(?:'[a-z]{1,2}\b)?"
    r"|[\u0900-\u0963\u0970-\u097f]+|[\u0b80-\u0bff]+|[\u0c00-\u0c7f]+"
    r"|[\u0980-\u0b7f\u0c80-\u0dff]+|[^\s]"
)
_INDIC_SCRIPTS: Final[tuple[tuple[int, int, Script], ...]] = (
    (0x0900, 0x097F, "hi"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
)


def latin_digits(text: str) -> str:
    """The text with every Indic digit written 0-9; nothing else changes."""
    return text.translate(DIGITS)


@lru_cache(maxsize=1024)  # some twenty checks fold the same draft
def fold(text: str) -> str:
    """The form in which words are compared."""
    return unicodedata.normalize("NFC", text).translate(_TABLE).lower()


@lru_cache(maxsize=4096)  # the names of all festivals are compared with every draft
def squeeze(text: str) -> str:
    """Folded, without spaces, hyphens, apostrophes or dots: ``rakshabandhan``."""
    return re.sub(r"[\s\-'’.]+", "", fold(text))


@dataclass(frozen=True, slots=True)
class Token:
    """One word, number or mark: its folded text, its script, and where it stands in the message."""

    text: str
    script: Script
    start: int
    end: int


_HEAD: Final = 3
_STEM: Final = 2  # an ending leaves this much of a word, and puts at most as much in its place
_USUAL_MOST: Final = 8


@dataclass(frozen=True)
class Message:
    """A message as tokens. ``said(i, j)`` gives back the exact words of tokens i to j-1."""

    raw: str
    tokens: tuple[Token, ...]
    _joined: dict[int, list[str]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def heads(self) -> tuple[str, ...]:
        """The first letters of each token, by which most phrases are ruled out."""
        return tuple(token.text.replace("'", "")[:_HEAD] for token in self.tokens)

    def joined(self, first: int, most: int) -> list[str]:
        """Tokens from ``first`` on written as one word: one of them, two, up to about ``most``.

        Empty where a mark stands at either end.
        """
        known = self._joined.get(first)
        if known is None or len(known) < min(most, len(self.tokens) - first):
            known = self._joined[first] = []
            word, apart = "", self.tokens[first].script == "other"
            for token in self.tokens[first : first + max(most, _USUAL_MOST)]:
                if token.text not in "-'.":
                    word += token.text.replace("'", "")
                known.append("" if apart or token.script == "other" else word)
        return known

    def said(self, first: int, after: int) -> str:
        """What was typed from token ``first`` up to, not including, token ``after``."""
        if first >= after:
            return ""
        return self.raw[self.tokens[first].start : self.tokens[after - 1].end]

    def words(self) -> list[str]:
        """The folded tokens."""
        return [token.text for token in self.tokens]


@lru_cache(maxsize=4096)
def script_of(char: str) -> Script:
    """The script of one character."""
    code = ord(char)
    for low, high, name in _INDIC_SCRIPTS:
        if low <= code <= high:
            return name
    if char.isdecimal():
        return "digit"
    return "latin" if char.isalpha() and code < 0x0250 else "other"


@lru_cache(maxsize=256)
def read(text: str) -> Message:
    """Split a message into tokens."""
    raw = unicodedata.normalize("NFC", text)
    folded: list[str] = []
    places: list[int] = []
    for place, char in enumerate(raw):
        piece = _TABLE.get(ord(char), char)
        for each in (piece or "").lower()[:2]:
            folded.append(each)
            places.append(place)
    places.append(len(raw))
    line = "".join(folded)
    tokens = []
    for match in _TOKEN.finditer(line):
        first, last = places[match.start()], places[match.end() - 1]
        after = last + 1
        while after < len(raw) and ord(raw[after]) in _DROPPED and ord(raw[after]) != 0x200B:
            after += 1
        tokens.append(Token(match.group(), script_of(match.group()[0]), first, after))
    return Message(raw, tuple(tokens))


# Endings that Tamil and Telugu join to a noun; after ``>`` what the bare noun ends in instead.
# The bare form is only believed when a word list knows it.
_TAMIL: Final = """
யிலிருந்து ிலிருந்து>் ிலிருந்து>ு லிருந்து வரைக்கும் வரை யன்று ன்று>ு ன்று>்
த்துக்காக>ம் த்திற்காக>ம் த்துக்கு>ம் த்திற்கு>ம் த்துக்கான>ம் த்தில்>ம் த்துல>ம் த்தை>ம் த்தோட>ம் த்து>ம்
ுக்கும்>் ுக்காக>் ிற்காக>் ுக்கான>் ுக்கு>் ிற்கு>் க்கும் க்காக க்கான க்கு களுக்கு களை கள்
யில் யிலே யிலும் ில்>் ிலும்>் ிலே>் ுல>் ல வில் வுக்கு வை யை ோட>் யோட ும்>் யும் வும்
ே>் ை>் ா>் க் ச் த் ப்
"""
_TELUGU: Final = """
నుంచి నుండి వరకు వరకే నాడు మే>ం మున>ం ాలు>ం
ానికి>ం ంలో>ం ాలకు>ం ాలకి>ం ాల>ం ాలు>ం ాన్ని>ం లకి>లు లకు>లు లపై>లు లలో>లు లని>లు లను>లు ల>లు
లకి లకు లపై లు ల ుకి>్ ుకు>్ ులో>్ ుపై>్ ుని>్ ును>్ ు>్ కోసం కోసము కి కు కే లో లోకి పై పైన మీద
ని ను తో న లోనే లోని వి
"""
_LATIN: Final = """
ukkaaga ukaga kkaga kaga kkaana ukkum ukku uku kku ku ila la athukku>am athuku>am thuku>m
kosam aniki>am ki lo pai nu ni lapai>lu laki>lu laku>lu ke ka pe par s
"""


def _endings(table: str) -> tuple[tuple[str, str], ...]:
    pairs = (entry.partition(">") for entry in table.split())
    return tuple(sorted(((end, bare) for end, _, bare in pairs), key=lambda pair: -len(pair[0])))


_ENDINGS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "ta": _endings(_TAMIL),
    "te": _endings(_TELUGU),
    "latin": _endings(_LATIN),
}


@lru_cache(maxsize=8192)  # every list of phrases asks it of every word
def bare_forms(word: str, script: Script) -> tuple[str, ...]:
    """The word, then what it may be without a joined ending, longest ending first."""
    without = (
        word[: -len(ending)] + instead
        for ending, instead in _ENDINGS.get(script, ())
        if len(word) > len(ending) + 1 and word.endswith(ending)
    )
    return (word, *without)


Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Hit(Generic[Value]):
    """A phrase found: its value and its tokens; ``exact`` when no ending was taken off."""

    value: Value
    first: int
    after: int
    exact: bool


class Phrases(Generic[Value]):
    """A list of phrases to look for; spaces, hyphens and joined endings are optional.

    The longest phrase at a place wins, and a place belongs to one phrase only.
    """

    def __init__(self, entries: Mapping[str, Value], *, loose: bool = True) -> None:
        self._entries = {squeeze(phrase): value for phrase, value in entries.items()}
        self._entries.pop("", None)
        self._heads = {phrase[:most] for phrase in self._entries for most in range(1, _HEAD + 1)}
        self._stems = {phrase[:_STEM] for phrase in self._entries if len(phrase) <= 2 * _STEM}
        self._loose = loose
        self._longest = max((len(read(phrase).tokens) for phrase in entries), default=1)

    def get(self, word: str) -> Value | None:
        """The value of exactly this phrase."""
        return self._entries.get(squeeze(word))

    def find(self, message: Message) -> list[Hit[Value]]:
        """Every phrase of the message, left to right."""
        hits: list[Hit[Value]] = []
        free, known, stems = 0, self._heads, self._stems
        # Endings never reach the first letters, so most words need not be tried any further.
        for place, head in enumerate(message.heads):
            if (head in known or head[:_STEM] in stems) and place >= free:
                hit = self._at(message, place)
                if hit:
                    hits.append(hit)
                    free = hit.after
        return hits

    def _at(self, message: Message, place: int) -> Hit[Value] | None:
        words = message.joined(place, self._longest + 1)[: self._longest + 1]
        for beyond in range(len(words) - 1, -1, -1):
            joined = words[beyond]
            if not joined:
                continue
            after = place + beyond + 1
            last = message.tokens[after - 1]
            forms = bare_forms(joined, last.script) if self._loose else (joined,)
            for form in forms:
                value = self._entries.get(form)
                # An ending is part of the last word; a word of its own is no ending.
                if value is not None and len(form) > len(joined) - len(last.text):
                    return Hit(value, place, after, form == joined)
        return None
