"""Masks what identifies a person before a text is stored, logged or sent to a model.

Always masked: Aadhaar, PAN, card and account numbers. Contacts (telephone, e-mail, UPI id) are
masked when they are somebody else's. Whose they are is decided by four plain rules, in order:

1. In ``own`` (the contacts of her foundation): hers.
2. Its kind is in ``allow`` (she is answering a question for it): hers.
3. ``speaker`` is ``other`` (a review, a web page, a file, a model): somebody else's.
4. She is speaking: hers, unless her sentence speaks of another person (customer, ग्राहक, "her
   number", …) and nothing between that word and the contact, or just after it, invites people to
   use it ("customers can call 98450 12345" is an invitation to her own counter).

A GSTIN is public by law and is never masked. Pure and quick: no model, about 20 µs a message.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Final, Literal

from app.security.digits import ascii_digits
from app.security.recognizers import RECOGNISERS
from app.security.recognizers.base import Kind, Recogniser, Span

Speaker = Literal["owner", "other"]

_ANY_TRACE: Final = re.compile(r"\d[\d \-.\u00a0]{7,}\d|@|[A-Za-z]{5} ?\d{4}")
_SENTENCE_END: Final = re.compile(r"[.!?।]\s|\n")

# Words that bring another person into the sentence. Latin ones need their own edges.
_OTHERS: Final = re.compile(
    r"(?<![a-z])(?:customers?'?s?|clients?'?s?|grahako?n?|gra?hak|gahak|patients?|guests?|"
    r"vadikkaiyaalar\w*|vaadikkaiyaalar\w*|kasta?mar\w*|uska|uski|unka|unki|iska|inka|his|her|"
    r"their|avar\w*|aayana|aame|vaari)(?![a-z])"
    r"|ग्राहक|गाहक|कस्टमर|मरीज़|मरीज|उनका|उनकी|उसका|उसकी|இவர்|அவர்|கஸ்டமர்|வாடிக்கையாளர்"
    r"|కస్టమర్|కస్టమరు|వినియోగదారు|ఖాతాదారు|ఆయన|ఆమె|వారి",
    re.IGNORECASE,
)
# Words that invite people to use the contact, which then is the shop's own.
_INVITES: Final = re.compile(
    r"(?<![a-z])(?:call|contact|whats\s?app|message|order|book|phone|dial|ring|reach|sampark|"
    r"pay|scan|mail|write|puchh?o|pooch\w*)"
    r"|कॉल|काल|संपर्क|सम्पर्क|व्हाट्सएप|व्हाट्सऐप|ऑर्डर|बुक|फोन|फ़ोन|मैसेज|पूछ|भेज"
    r"|கால்|அழை|தொடர்பு|வாட்ஸ்அப்|ஆர்டர்|புக்|போன்|மெசேஜ்|கேட்"
    r"|కాల్|సంప్రదిం|వాట్సాప్|ఆర్డర్|బుక్|ఫోన్|మెసేజ్|అడగ",
    re.IGNORECASE,
)
_DESTINATION: Final = re.compile(
    r"\s*(?:(?:number|no\.?|nambar)\s*)?(?:par|pe|pr|ki taraf|la|lo|ku|ki)(?![a-z])"
    r"|\s*(?:नंबर\s*)?(?:पर|पे)(?![\u0900-\u097f])"
    r"|\s*[\u0b80-\u0bff]{0,12}(?:க்கு|ல)(?![\u0b80-\u0bff])"
    r"|\s*[\u0c00-\u0c7f\u200c]{0,14}(?:కి|కు|లో)(?![\u0c00-\u0c7f])",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Entity:
    """Something that was found: its kind, where it stands in the text given, and if it went."""

    kind: Kind
    start: int
    end: int
    masked: bool


@dataclass(frozen=True, slots=True)
class Masked:
    """The text that may be kept, and what was found. Values that were masked are nowhere in it."""

    text: str
    entities: tuple[Entity, ...]

    @property
    def hidden(self) -> tuple[Kind, ...]:
        """The kinds that were masked, in order of appearance."""
        return tuple(entity.kind for entity in self.entities if entity.masked)


def mask(
    text: str,
    own: frozenset[str] = frozenset(),
    *,
    allow: frozenset[str] = frozenset(),
    speaker: Speaker = "owner",
) -> Masked:
    """``text`` with every identifier replaced that may not be kept.

    ``own``: contacts of the owner in any spelling. ``allow``: kinds that this message was asked
    for. Masking a masked text changes nothing.
    """
    plain = ascii_digits(text)
    if not _ANY_TRACE.search(plain):
        return Masked(text, ())
    hers = _canonical_contacts(own)
    entities: list[Entity] = []
    pieces: list[str] = []
    position = 0
    for recogniser, span in _find_all(plain):
        value = plain[span.start : span.end]
        keep = recogniser.contact and (
            recogniser.canonical(value) in hers
            or recogniser.kind in allow
            or (speaker == "owner" and not _is_somebody_elses(plain, span))
        )
        entities.append(Entity(recogniser.kind, span.start, span.end, masked=not keep))
        if not keep:
            pieces += text[position : span.start], recogniser.hide(value)
            position = span.end
    pieces.append(text[position:])
    return Masked("".join(pieces), tuple(entities))


def redact(text: str) -> str:
    """``text`` for a log line: nobody's identifiers or contacts stay."""
    return mask(text, speaker="other").text


def _canonical_contacts(own: Iterable[str]) -> frozenset[str]:
    spell: list[Callable[[str], str]] = [r.canonical for r in RECOGNISERS if r.contact]
    return frozenset(canonical(ascii_digits(value)) for value in own for canonical in spell)


def _find_all(text: str) -> list[tuple[Recogniser, Span]]:
    """Everything found, in order of place; of overlapping finds the first recogniser's stays."""
    taken: list[tuple[Recogniser, Span]] = []
    for recogniser in RECOGNISERS:
        for span in recogniser.find(text):
            if all(span.end <= other.start or other.end <= span.start for _, other in taken):
                taken.append((recogniser, span))
    return sorted(taken, key=lambda found: found[1].start)


def _is_somebody_elses(text: str, span: Span) -> bool:
    """Rule 4: whether the owner's own sentence gives this contact to another person."""
    ends = [match.end() for match in _SENTENCE_END.finditer(text, 0, span.start)]
    start = ends[-1] if ends else 0
    ending = _SENTENCE_END.search(text, span.end)
    before, after = text[start : span.start], text[span.end : ending.start() if ending else None]
    if _DESTINATION.match(after) and _INVITES.search(after):
        return False
    named_before = [match.end() for match in _OTHERS.finditer(before)]
    if named_before:
        return not _INVITES.search(before, named_before[-1])
    named_after = _OTHERS.search(after)
    return named_after is not None and not _INVITES.search(after)
