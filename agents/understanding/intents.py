"""What a message does in the conversation: a new request, or a word about what is on the screen."""

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final, Literal, cast

from agents.understanding.channels import read_target_language
from agents.understanding.reading import Reading
from agents.understanding.slots import Slots, read_slots
from agents.understanding.words import cues, markers
from app.core.variants import Variant
from integrations.languages.text import Hit, Message, Phrases, read

IntentKind = Literal[
    "request", "approve", "reject", "another", "shorter", "longer", "language", "skip", "stop",
    "yes", "no", "correct", "greet", "thanks", "undo",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Intent:
    """What the message does; ``language`` is set when it asks for another variant.

    ``talk`` tells the two language asks apart: True is "speak Tamil from now", False is "this
    message in Tamil".
    """

    kind: IntentKind
    language: Variant | None = None
    talk: bool = False


# When a message says several things ("haan theek hai, bhej do"), the first of these counts.
_WEIGHT: Final[tuple[IntentKind, ...]] = (
    "stop", "undo", "shorter", "longer", "another", "reject", "approve", "skip", "no", "yes",
    "thanks", "greet",
)  # fmt: skip
_LONGEST: Final = 9
_COURTESY: Final = frozenset({"ji", "jee", "जी"})
"""A yes by itself; beside other words it is only polite: "hello ji", "thank you ji"."""
_TRANSLATES: Final = (
    *("translat", "transalat", "anuvad", "anuvaad", "tarjuma", "mozhipeyar", "mozhi peyar"),
    *("अनुवाद", "ट्रांसलेट", "तर्जुमा", "மொழிபெயர்", "ட்ரான்ஸ்லேட்", "டிரான்ஸ்லேட்", "అనువ", "ట్రాన్స్లేట్"),
)
_CORRECTABLE: Final = (
    "discount_percent", "amount_inr", "gst_rate", "date", "duration_days", "channel", "product",
)  # fmt: skip


@cache
def _plain() -> Phrases[str]:
    """Words that are an answer by themselves, and the fillers that may stand around them."""
    groups = cues()
    entries = dict.fromkeys(groups["filler"], "filler")
    for kind in reversed(_WEIGHT):
        entries.update(dict.fromkeys(groups[kind], kind))
    return Phrases(entries, loose=False)


@cache
def _group(name: str) -> Phrases[str]:
    return Phrases(dict.fromkeys(cues()[name], name), loose=False)


def read_intent(text: str, variant: Variant | None) -> Intent:
    """Name what ``text`` does; anything that is not plainly something else is a request."""
    message = read(text.strip())
    words = [token for token in message.tokens if token.script != "other"]
    if not words or len(words) > _LONGEST:
        return Intent("request")
    kind = _plain_kind(message)
    if kind:
        return Intent(kind)
    language = _language(message, variant)
    if language:
        return language
    return Intent("correct" if _is_correction(message, variant) else "request")


def asks_for_something(text: str) -> bool:
    """Whether a word of the message asks for work: write, banao, venum, kavali."""
    return bool(_group("ask").find(read(text)))


def asks_to_translate(text: str) -> bool:
    """Whether it speaks of translating: translate, anuvad, மொழிபெயர்த்து."""
    return any(token.text.startswith(_TRANSLATES) for token in read(text).tokens)


def only_asks_to_change(text: str) -> bool:
    """Whether it says "edit" and nothing else: edit karo, மாத்துங்க."""
    message = read(text)
    changes = _group("change").find(message) + _group("filler").find(message)
    covered = {place for hit in changes for place in range(hit.first, hit.after)}
    return bool(_group("change").find(message)) and covered == set(range(len(message.tokens)))


def _plain_kind(message: Message) -> IntentKind | None:
    """The kind, when the whole message is made of answers and fillers."""
    hits = _plain().find(message)
    covered = {place for hit in hits for place in range(hit.first, hit.after)}
    open_words = [
        place
        for place, token in enumerate(message.tokens)
        if place not in covered and token.script != "other"
    ]
    kinds = {hit.value for hit in hits} - {"filler"}
    if open_words or not kinds:
        return None
    meant = {hit.value for hit in hits if not _is_courtesy(message, hit)} - {"filler"}
    kinds = meant or kinds
    return next(kind for kind in _WEIGHT if kind in kinds)


def _is_courtesy(message: Message, hit: Hit[str]) -> bool:
    return hit.after - hit.first == 1 and message.tokens[hit.first].text in _COURTESY


def _language(message: Message, variant: Variant | None) -> Intent | None:
    """``tamil la podu``: this in Tamil; ``tamil la pesu`` or just ``தமிழ்``: Tamil from now."""
    reading = Reading(message, variant, date.min)
    found = read_target_language(reading)
    if not found:
        return None
    asked_more = [
        token.text
        for place, token in enumerate(message.tokens)
        if place not in reading.taken and token.script != "other" and not _is_small(token.text)
    ]
    talk = bool(_group("talk").find(message)) or len(reading.taken) == len(message.tokens)
    if len(asked_more) > 1 or read_slots(message.raw, variant, date.min).festival:
        return None
    return Intent("language", cast(Variant, found["target_language"]), talk)


def _is_small(word: str) -> bool:
    small = markers("in_language_after") | markers("in_language_before") | markers("translate")
    if word in small:
        return True
    return any(_group(name).get(word) for name in ("filler", "talk", "change", "ask"))


def _is_correction(message: Message, variant: Variant | None) -> bool:
    """``10% karo``, ``no not instagram, whatsapp``, ``nahi, Pune nahi, Nashik``."""
    said_no = message.tokens[0].text in markers("says_no")
    slots = read_slots(message.raw, variant, date.min)
    if said_no and len(message.tokens) > 1:
        return True
    if slots.not_channels and (slots.channels or len(message.tokens) <= 5):
        return True
    known = [name for name in _CORRECTABLE if getattr(slots, name) is not None]
    if not known or slots.festival or slots.target_language or _asks_anew(message, slots):
        return False
    changes = bool(_group("change").find(message))
    return changes or (len(message.tokens) <= 3 and known != ["product"])


def _asks_anew(message: Message, slots: Slots) -> bool:
    """Whether the short message is a request of its own: ``saree ka poster banao``."""
    return slots.channel is not None and bool(_group("ask").find(message))
