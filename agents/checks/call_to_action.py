"""The reader is told what to do next."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "call_to_action"
NEEDS: Final = frozenset({"text", "foundation", "festival"})

WAYS: Final = (
    # en, and what every romanised variant borrows
    "call", "phone", "ring", "whatsapp", "message", "msg", "reply", "order", "book", "visit",
    "drop in", "come", "scan", "pay", "dm", "link in bio", "tell us", "write to us", "share",
    "ask us", "ask here", "ask right here", "ask for it", "write back", "write here",
    "see you", "send us", "send the",
    # hi, hi-Latn
    "कॉल", "फोन", "व्हाट्सएप", "मैसेज", "ऑर्डर", "बुक", "आइए", "आएँ", "पधारें", "लिखिए",
    "बताइए", "संपर्क", "मँगवा", "ले जाइए", "aaiye", "aayiye", "bataiye", "likhiye", "mangwa",
    "le jaiye", "le jaaiye", "dekhiye", "bhejiye", "bhej dijiye", "रिप्लाई", "जवाब", "पूछ",
    "लिख", "बता दीजिए", "मिलते हैं", "आकर देख", "भेज दीजिए", "रख दें",
    "bata dijiye", "likh dijiye", "pooch", "jawab", "milte hain", "aakar dekh",
    # ta, ta-Latn
    "அழை", "கால்", "போன்", "வாட்ஸ்அப்", "மெசேஜ்", "ஆர்டர்", "புக்", "வாங்க", "வாருங்கள்",
    "சொல்லுங்க", "தொடர்பு", "vaanga", "sollunga", "koopidunga", "anuppunga", "paarunga",
    "vaangikonga", "வந்து பாருங்க", "ரிப்ளை", "எழுதுங்க", "கேளுங்க", "அனுப்புங்க",
    "ezhuthunga", "kelunga", "podunga", "pannunga",
    # te, te-Latn
    "కాల్", "ఫోన్", "వాట్సాప్", "మెసేజ్", "ఆర్డర్", "బుక్", "రండి", "చెప్పండి", "సంప్రదించ",
    "తీసుకోండి", "రిప్లై", "రాయండి", "అడగండి", "పంపండి", "వచ్చి చూడండి", "rayandi",
    "adagandi", "randi", "cheppandi", "pettandi", "teesukondi", "choodandi", "pampandi",
)  # fmt: skip


def check(subject: Subject) -> Finding:
    """Fails when there is neither a word that invites nor a way to reach the shop.

    Beside a day of mourning nobody is invited to anything.
    """
    if subject.festival is not None and not subject.festival.sell:
        return right(NAME)
    reachable = any(f.kind in ("phone", "link", "upi", "email") for f in subject.figures)
    if reachable or first(WAYS, subject.folded):
        return right(NAME)
    known = bool(subject.foundation.get("phone"))
    return wrong(NAME, None if known else "unknown", weight="look", mendable=known)
