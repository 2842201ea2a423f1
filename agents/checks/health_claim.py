"""No promise to heal.

The Drugs and Magic Remedies (Objectionable Advertisements) Act, 1954, sections 3 to 5, forbids such
advertisements; FSSAI's Advertising and Claims Regulations, 2018, forbid them for food (both checked
23 Nov 2026).
"""

import re
from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "health_claim"
NEEDS: Final = frozenset({"text"})

CLAIMS: Final = (
    "cures", "cure", "cured", "heals", "no side effect", "no side effects", "treats diabetes",
    "weight loss guaranteed", "lose weight in", "controls sugar", "controls diabetes",
    "reduces bp", "boosts immunity", "immunity booster", "disease free", "miracle",
    "doctor recommended", "clinically proven", "fights cancer", "fights disease", "बीमारी ठीक",
    "रोग ठीक", "रोग दूर", "बीमारी दूर", "जड़ से खत्म", "शुगर कंट्रोल", "इम्यूनिटी बढ़ा",
    "साइड इफेक्ट नहीं", "डायबिटीज ठीक", "वजन घटाए", "चमत्कारी", "bimari theek", "bimari dur",
    "rog dur", "jad se khatam", "sugar control", "immunity badha", "side effect nahi",
    "நோய் குண", "நோயை குண", "சுகர் கட்டுப்", "சர்க்கரை நோய்", "பக்க விளைவு இல்ல",
    "எதிர்ப்பு சக்தி", "எடை குறை", "noi gunam", "noyai gunam", "side effect illa", "వ్యాధి నయం",
    "రోగం నయం", "జబ్బు నయం", "షుగర్ తగ్గ", "షుగర్ కంట్రోల్", "రోగ నిరోధక", "సైడ్ ఎఫెక్ట్ లేదు",
    "బరువు తగ్గ", "jabbu nayam", "rogam nayam", "sugar taggi",
)  # fmt: skip


_HEALED: Final = re.compile(
    r"(?:\b(?:sugar|diabetes|bp|cancer|asthma|acne|joint pain|back pain|dard|motapa|noi|vali)\b"
    r"|शुगर|डायबिटीज|बीपी|मोटापा|दर्द|गठिया|दमा|சர்க்கரை|சுகர்|மூட்டு வலி|வலி|ஆஸ்துமா|నొప్పు|షుగర్|బీపీ|మధుమేహ)"
    r"\S*(?:\s+\S+){0,3}?\s+"
    r"(?:theek|thik|dur|door|khatam|gayab|gunam\w*|sariyagum|nayam|gone|ठीक|दूर|खत्म|गायब|குணமா|குணப்படு"
    r"|சரியாகும்|சரியாகிடும்|తగ్గిపో|నయం|పోతుంది)"
)


def check(subject: Subject) -> Finding:
    """Fails on the first promise of health."""
    found = first(CLAIMS, subject.folded)
    if not found and (healed := _HEALED.search(subject.folded)):
        found = healed.group()
    return wrong(NAME, weight="stop", words=found) if found else right(NAME)
