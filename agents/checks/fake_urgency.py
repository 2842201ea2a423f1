"""No hurry that no fact stands for."""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first
from integrations.languages.text import fold

NAME: Final = "fake_urgency"
NEEDS: Final = frozenset({"text", "slots", "said", "festival"})

HURRY: Final = (
    "hurry", "hurry up", "last chance", "don't miss", "dont miss", "limited time",
    "limited period", "selling fast", "act now",
    "ends soon", "now or never", "जल्दी करें", "जल्दी कीजिए", "मौका हाथ से",
    "आखिरी मौका", "सीमित समय", "मत चूकिए", "देर न करें",
    "jaldi karein", "jaldi kijiye", "aakhri mauka", "akhri mauka", "mauka mat", "limited offer",
    "சீக்கிரம்", "கடைசி வாய்ப்பு", "மிஸ் பண்ணாதீங்க", "விரைந்து",
    "seekiram", "miss pannadheenga", "miss pannatheenga",
    "kadaisi vaaippu", "త్వరపడండి", "తొందరగా", "చివరి అవకాశం", "మిస్ అవ్వకండి",
    "thondaraga", "miss avvakandi", "chivari avakasam",
)  # fmt: skip
SCARCE: Final = (
    "limited stock", "only few left", "few left", "few pieces left", "last few", "last pieces",
    "almost gone", "सीमित स्टॉक", "कुछ ही बचे", "कुछ ही पीस", "थोड़े ही बचे", "limited pieces",
    "kuch hi bache", "thode hi bache", "குறைந்த ஸ்டாக்", "கொஞ்சம் தான் இருக்கு", "கொஞ்சம் தான் பாக்கி",
    "konjam dhaan irukku", "konjam than iruku", "konjam dhaan baaki", "కొన్ని మాత్రమే", "పరిమిత స్టాక్",
    "కొంచెమే మిగిలి", "konni matrame", "koncheme migil",
)  # fmt: skip
_COUNTED: Final = re.compile(
    r"\b(?:only|just|sirf|bas|last)\s+\d+\s+(?:\w+\s+)?(?:left|remaining|bach\w*|baaki)\b"
    r"|(?:सिर्फ|सिर्फ़|बस|केवल)\s+\d+\s+(?:\S+\s+)?(?:बच|बाकी)"
    r"|\d+\s*(?:\S+\s+)?(?:தான்|மட்டும்|மட்டுமே)\s+(?:இருக்கு|பாக்கி|மீதி)"
    r"|\d+\s+(?:\w+\s+)?(?:dhaan|than|mattum)\s+(?:irukku|iruku|baaki|meedhi)"
    r"|\d+\s*(?:\S+\s+)?(?:మాత్రమే|మాత్రం)\s+(?:ఉన్నాయి|మిగి)"
    r"|\d+\s+(?:\w+\s+)?(?:matrame|matram)\s+(?:unnayi|migil)"
)


def check(subject: Subject) -> Finding:
    """Fails on a word of hurry when she gave no last day, and on goods running out unsaid.

    A last day is a reason to hurry; it says nothing of how much is left.
    """
    scarce = first(SCARCE, subject.folded)
    counted = _COUNTED.search(subject.folded)
    found = scarce or (counted.group() if counted else None)
    if not found and not _has_an_end(subject):
        found = first(HURRY, subject.folded)
    if not found or subject.slots.get("tone") == "urgent" or _said_so(subject):
        return right(NAME)
    return wrong(NAME, weight="look", words=found)


def _has_an_end(subject: Subject) -> bool:
    slots = subject.slots
    return bool(
        slots.get("date_until")
        or slots.get("duration_days")
        or (slots.get("date") and not slots.get("date_from"))
    )


def _said_so(subject: Subject) -> bool:
    said = [fold(words) for words in subject.said]
    return any(first((*HURRY, *SCARCE), each) or _COUNTED.search(each) for each in said)
