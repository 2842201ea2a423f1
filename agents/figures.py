"""The figures of a text: amounts, percentages, dates, hours, numbers to call, links, plain numbers.

Works on all seven variants: Indic digits, ₹ and rupee words, percent and month names as they are
written. Pure, no model; a caption takes well under a millisecond.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Final, Literal

from app.security.digits import ascii_digits
from app.security.recognizers.phone import Phone

FigureKind = Literal[
    "link", "email", "upi", "phone", "date", "weekday", "time", "amount", "percent", "number"
]


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure: what it means (``value``, comparable as text) and where it stands.

    ``value``: amount in rupees, percent and number without trailing zeros; date ``MM-DD``; weekday
    0 (Monday) to 6; time ``H:MM`` as written; phone ten digits; link, e-mail, UPI id lower case.
    """

    kind: FigureKind
    value: str
    text: str
    start: int
    end: int


_MONTHS: Final = (
    "jan|january|janvari|जनवरी|ஜனவரி|జనవరి",
    "feb|february|farvari|फरवरी|फ़रवरी|பிப்ரவரி|ఫిబ్రవరి",
    "mar|march|मार्च|மார்ச்|మార్చి",
    "apr|april|अप्रैल|ஏப்ரல்|ఏప్రిల్",
    "may|मई|மே|మే",
    "jun|june|जून|ஜூன்|జూన్",
    "jul|july|जुलाई|ஜூலை|జూలై|జులై",
    "aug|august|अगस्त|ஆகஸ்ட்|ஆகஸ்டு|ఆగస్టు|ఆగస్ట్",
    "sep|sept|september|सितंबर|सितम्बर|செப்டம்பர்|సెప్టెంబర్|సెప్టెంబరు",
    "oct|october|अक्टूबर|अक्तूबर|அக்டோபர்|అక్టోబర్|అక్టోబరు",
    "nov|november|नवंबर|नवम्बर|நவம்பர்|నవంబర్|నవంబరు",
    "dec|december|दिसंबर|दिसम्बर|டிசம்பர்|డిసెంబర్|డిసెంబరు",
)
_WEEKDAYS: Final = (
    "monday|somvaar|somvar|सोमवार|திங்கள்கிழமை|திங்கட்கிழமை|திங்கள்|thingal|సోమవారం|somavaram",
    "tuesday|mangalvaar|mangalvar|मंगलवार|செவ்வாய்க்கிழமை|செவ்வாய்|sevvai|మంగళవారం|mangalavaram",
    "wednesday|budhvaar|budhvar|बुधवार|புதன்கிழமை|புதன்|budhan|బుధవారం|budhavaram",
    "thursday|guruvaar|guruvar|गुरुवार|வியாழக்கிழமை|வியாழன்|viyazhan|గురువారం|guruvaram",
    "friday|shukravaar|shukravar|shukravaram|शुक्रवार|வெள்ளிக்கிழமை|வெள்ளி|velli|శుక్రవారం|sukravaram",
    "saturday|shanivaar|shanivar|शनिवार|சனிக்கிழமை|சனி|sani|శనివారం|sanivaram|shanivaram",
    "sunday|ravivaar|ravivar|itvaar|रविवार|इतवार|ஞாயிற்றுக்கிழமை|ஞாயிறு|nyayiru|ఆదివారం|aadivaram",
)
_NUMBER: Final = r"\d+(?:,\d{2,3})*(?:\.\d+)?"
_MULTIPLIERS: Final = {
    "k": 1_000,
    "thousand|hazaar|hajar|hazar|हज़ार|हजार|ஆயிரம்|వేలు|వేల|aayiram|velu": 1_000,
    "lakh|lac|lakhs|लाख|லட்சம்|లక్షలు|లక్షల|లక్ష|latcham|laksha": 100_000,
    "crore|crores|करोड़|கோடி|కోట్లు|కోటి|kodi|koti": 10_000_000,
}
_TIMES: Final = "|".join(_MULTIPLIERS)
_RUPEE_MARK: Final = r"₹|\brs\.?|\binr\b|रु\.?|ரூ\.?|రూ\.?"
_RUPEE_WORD: Final = (
    r"rupees?\b|rupaye\b|rupaiye\b|rupay\b|rs\b|/-|रुपये|रुपए|रुपया|रुपयों|रु\.?|ரூபாய்|ரூபா"
    r"|రూపాయలు|రూపాయల|రూపాయలకే|rubai\b|roobai\b|rubaa\b|rupayalu\b|rupayala\b"
)
_PERCENT_WORD: Final = (
    r"%|٪|per\s?cent\b|pct\b|pratishat\b|fees?adi\b|takka\b|प्रतिशत|फ़ीसदी|फीसदी|परसेंट|पर्सेंट|टका"
    r"|சதவீதம்|சதவிகிதம்|சதவீத|பர்சன்ட்|பெர்சன்ட்|sathaveedham\b|sadhaveedham\b|శాతం|పర్సెంట్|shaatam\b|satam\b|shatam\b"
)
_HOUR_WORD: Final = (
    r"am\b|pm\b|a\.m\.|p\.m\.|o'clock|baje\b|बजे|மணி|mani\b|manikku\b|గంటల|gantala|gantalaku\b"
)
_ORDINAL: Final = r"(?:st|nd|rd|th|-?ம்|-?ஆம்|వ|-?va)?"


def _any(names: tuple[str, ...]) -> str:
    words = sorted("|".join(names).split("|"), key=len, reverse=True)
    return "|".join(words)


_MONTH_OF: Final = {
    word: number for number, names in enumerate(_MONTHS, start=1) for word in names.split("|")
}
_DAY_OF: Final = {
    word: number for number, names in enumerate(_WEEKDAYS) for word in names.split("|")
}
# All read lower-cased text: matching without regard to case is several times slower.
_DIGIT: Final = re.compile(r"\d")
_LINK: Final = re.compile(
    r"https?://[^\s<>]+[^\s<>.,!?।)]"
    r"|(?<![@\w.])(?:www\.)?[a-z0-9][a-z0-9-]+\.(?:com|in|co\.in|org|net|shop|store|me|app)"
    r"(?![\w.]*@)(?:/[^\s<>]*[^\s<>.,!?।)])?(?![a-z])",
)
_EMAIL: Final = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+", re.ASCII)
_UPI: Final = re.compile(r"[\w.-]{2,}@[a-z]{2,}(?![\w.]*\.\w)", re.ASCII)
_DATE: Final = re.compile(
    rf"(?<!\d)(?P<d1>\d{{1,2}}){_ORDINAL}\s+(?P<m1>{_any(_MONTHS)})(?![a-z])(?:,?\s+(?P<y1>20\d\d))?"
    rf"|(?<![a-z])(?P<m2>{_any(_MONTHS)})\s+(?P<d2>\d{{1,2}})(?!\d|,\d|%){_ORDINAL}"
    r"(?:,?\s+(?P<y2>20\d\d))?"
    r"|(?<!\d)(?P<y3>20\d\d)-(?P<m3>\d\d)-(?P<d3>\d\d)(?!\d)"
    r"|(?<![\d/.])(?P<d4>\d{1,2})[/.](?P<m4>\d{1,2})[/.](?P<y4>20\d\d|\d\d)(?![\d/])"
    r"|(?<![\d/.])(?P<d5>\d{1,2})/(?P<m5>\d{1,2})(?![\d/])",
)
_WEEKDAY: Final = re.compile(rf"(?<![a-z])(?P<w>{_any(_WEEKDAYS)})(?![a-z])")
_TIME: Final = re.compile(
    rf"(?<!\d)(?P<h>\d{{1,2}})(?:[:.](?P<min>\d\d))?\s?(?:{_HOUR_WORD})"
    r"|(?<![\d:])(?P<h2>\d{1,2}):(?P<min2>\d\d)(?![\d:])",
)
_AMOUNT: Final = re.compile(
    rf"(?:{_RUPEE_MARK})\s?(?P<n1>{_NUMBER})(?:\s?(?P<x1>{_TIMES})(?![a-z]))?(?:/-)?"
    rf"|(?P<n2>{_NUMBER})\s?(?:(?P<x2>{_TIMES})\s?)?(?:{_RUPEE_WORD})",
)
_PERCENT: Final = re.compile(rf"(?P<n>{_NUMBER})\s?(?:{_PERCENT_WORD})")
_PLAIN: Final = re.compile(rf"(?<![\d.,])(?P<n>{_NUMBER})(?:\s?(?P<x>{_TIMES})(?![a-z]))?")


def plain_number(written: str) -> str:
    """A number without separators and trailing zeros: ``1,25,000.50`` is ``125000.5``."""
    value = Decimal(written.replace(",", ""))
    text = format(value, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _multiplied(number: str, word: str | None) -> str:
    if not word:
        return plain_number(number)
    for names, factor in _MULTIPLIERS.items():
        if word in names.split("|"):
            return plain_number(str(Decimal(number.replace(",", "")) * factor))
    return plain_number(number)


def _dates(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _DATE.finditer(text):
        groups = match.groupdict()
        place = next(n for n in "12345" if groups[f"d{n}"])
        month_text = groups[f"m{place}"]
        month = int(month_text) if month_text.isdigit() else _MONTH_OF[month_text]
        day = int(groups[f"d{place}"])
        if 1 <= month <= 12 and 1 <= day <= 31:
            yield f"{month:02d}-{day:02d}", match.start(), match.end()


def _times(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _TIME.finditer(text):
        hour, minute = match["h"] or match["h2"], match["min"] or match["min2"] or "00"
        if int(hour) < 25:
            yield f"{int(hour)}:{minute}", match.start(), match.end()


def _amounts(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _AMOUNT.finditer(text):
        number, word = match["n1"] or match["n2"], match["x1"] or match["x2"]
        yield _multiplied(number, word), match.start(), match.end()


def _found(text: str) -> Iterator[tuple[FigureKind, str, int, int]]:
    has_digits = _DIGIT.search(text) is not None
    if "." in text or "://" in text:
        for match in _LINK.finditer(text):
            yield "link", match.group(), *match.span()
    if "@" in text:
        for match in _EMAIL.finditer(text):
            yield "email", match.group(), *match.span()
        for match in _UPI.finditer(text):
            yield "upi", match.group(), *match.span()
    if has_digits:
        yield from _counted(text)
    for match in _WEEKDAY.finditer(text):
        yield "weekday", str(_DAY_OF[match["w"]]), *match.span()
    if has_digits:
        for match in _PLAIN.finditer(text):
            yield "number", _multiplied(match["n"], match["x"]), *match.span()


def _counted(text: str) -> Iterator[tuple[FigureKind, str, int, int]]:
    phone = Phone()
    for span in phone.find(text):
        yield "phone", phone.canonical(text[span.start : span.end]), span.start, span.end
    for value, start, end in _dates(text):
        yield "date", value, start, end
    for value, start, end in _times(text):
        yield "time", value, start, end
    for value, start, end in _amounts(text):
        yield "amount", value, start, end
    for match in _PERCENT.finditer(text):
        yield "percent", plain_number(match["n"]), *match.span()


def _lower(text: str) -> str:
    """``text`` in lower case, every character at its place."""
    low = text.lower()
    if len(low) == len(text):
        return low
    return "".join(char if len(char.lower()) > 1 else char.lower() for char in text)


@lru_cache(maxsize=512)  # checks and grounding read the same draft and the same facts
def read_figures(text: str) -> tuple[Figure, ...]:
    """Every figure of the text, left to right; each character belongs to one figure at most."""
    plain = _lower(ascii_digits(text))
    taken: list[Figure] = []
    for kind, value, start, end in _found(plain):
        if all(end <= other.start or other.end <= start for other in taken):
            taken.append(Figure(kind, value, text[start:end], start, end))
    return tuple(sorted(taken, key=lambda figure: figure.start))
