"""No hurry that no fact stands for."""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "fake_urgency"
NEEDS: Final = frozenset({"text", "slots", "said", "festival"})

HURRY: Final = (
    "hurry", "hurry up", "last chance", "don't miss", "dont miss", "limited time",
    "limited stock", "limited period", "only few left", "few left", "selling fast", "act now",
    "ends soon", "now or never", "last few", "जल्दी करें", "जल्दी कीजिए", "मौका हाथ से",
    "आखिरी मौका", "सीमित समय", "सीमित स्टॉक", "कुछ ही बचे", "मत चूकिए", "देर न करें",
    "jaldi karein", "jaldi kijiye", "aakhri mauka", "akhri mauka", "mauka mat", "limited offer",
    "சீக்கிரம்", "கடைசி வாய்ப்பு", "மிஸ் பண்ணாதீங்க", "விரைந்து", "குறைந்த ஸ்டாக்",
    "கொஞ்சம் தான் இருக்கு", "seekiram", "miss pannadheenga", "miss pannatheenga",
    "kadaisi vaaippu", "త్వరపడండి", "తొందరగా", "చివరి అవకాశం", "మిస్ అవ్వకండి",
    "కొన్ని మాత్రమే", "పరిమిత స్టాక్", "thondaraga", "miss avvakandi", "chivari avakasam",
)  # fmt: skip
_BOUNDS: Final = ("date", "duration_days")


def check(subject: Subject) -> Finding:
    """Fails on a word of hurry when she gave no last day and did not say it herself."""
    found = first(HURRY, subject.folded)
    if not found or any(subject.slots.get(name) for name in _BOUNDS):
        return right(NAME)
    from_her = any(first(HURRY, said.lower()) for said in subject.said)
    if from_her or subject.slots.get("tone") == "urgent":
        return right(NAME)
    return wrong(NAME, weight="look", words=found)
