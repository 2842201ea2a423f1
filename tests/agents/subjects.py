"""Drafts for the checks, in the seven variants: one that is right, to be broken bit by bit."""

from dataclasses import replace
from datetime import date
from typing import Any

from agents.checks.base import Subject
from agents.festivals import spellings
from app.core.variants import Variant
from integrations.india.festival_calendar import FestivalCalendar
from memory.constitution import Constitution

TODAY = date(2026, 10, 26)
DIWALI = FestivalCalendar().next("diwali", TODAY)
FOUNDATION: dict[str, Any] = {
    "business_name": "Sharma Sweets",
    "city": "Lucknow",
    "phone": "9876543210",
}
SLOTS: dict[str, Any] = {
    "festival": "diwali",
    "discount_percent": 20,
    "product": "kaju katli",
    "channel": "whatsapp",
}
RIGHT: dict[Variant, str] = {
    "en": "Kaju katli for Diwali: 20% off till 8 Nov. ₹640 a kilo.\n"
    "Call 98765 43210 to keep a box.\nSharma Sweets\nReply STOP to opt out.",
    "hi": "दिवाली पर काजू कतली: 20% छूट, 8 नवंबर तक। ₹640 किलो।\n"
    "कॉल कीजिए: 98765 43210\nSharma Sweets\nमैसेज बंद करने के लिए STOP लिखिए।",
    "ta": "தீபாவளி ஸ்பெஷல் காஜு கத்லி: 20% தள்ளுபடி, நவம்பர் 8 வரை. கிலோ ₹640.\n"
    "கால் பண்ணுங்க: 98765 43210\nSharma Sweets\nமெசேஜ் வேணாம்னா STOP அனுப்புங்க.",
    "te": "దీపావళి స్పెషల్ కాజు కత్లీ: 20% తగ్గింపు, నవంబర్ 8 వరకు. కిలో ₹640.\n"
    "కాల్ చేయండి: 98765 43210\nSharma Sweets\nమెసేజ్‌లు వద్దంటే STOP పంపండి.",
    "hi-Latn": "Diwali par kaju katli: 20% off, 8 Nov tak. ₹640 kilo.\n"
    "Call kijiye: 98765 43210\nSharma Sweets\nMessage band karne ke liye STOP likhiye.",
    "ta-Latn": "Deepavali special kaju katli: 20% off, Nov 8 varaikkum. Kilo ₹640.\n"
    "Call pannunga: 98765 43210\nSharma Sweets\nMessage venaam na STOP anuppunga.",
    "te-Latn": "Deepavali special kaju katli: 20% off, Nov 8 varaku. Kilo ₹640.\n"
    "Call cheyandi: 98765 43210\nSharma Sweets\nMessages vaddu ante STOP pampandi.",
}
SAID = ("diwali ke liye whatsapp message, kaju katli pe 20% off, 640 rupaye kilo",)


def right(language: Variant, **changes: Any) -> Subject:
    """A draft with nothing to find, changed in the named places."""
    subject = Subject(
        text=RIGHT[language],
        language=language,
        skill="whatsapp_broadcast",
        today=TODAY,
        slots=SLOTS,
        foundation=FOUNDATION,
        constitution=Constitution(),
        festival=DIWALI,
        max_chars=1024,
        channel="whatsapp",
        said=SAID,
        festival_names=spellings(),
    )
    return replace(subject, **changes)


def plus(language: Variant, words: str) -> str:
    """The right draft with a line more."""
    return f"{RIGHT[language]}\n{words}"
