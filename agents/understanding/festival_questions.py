"""Whether she asks which festivals are coming, or for their calendar, and wants nothing written."""

import re
from typing import Final

from integrations.languages.text import fold

LONGEST_WORDS: Final = 14
_FESTIVALS: Final = (
    "festival", "tyohar", "tyohaar", "tyauhar", "tyouhar", "त्योहार", "त्यौहार", "பண்டிகை", "pandigai",
    "pandikai", "పండుగ", "పండగ", "panduga", "pandaga",
)  # fmt: skip
_QUESTION_WORDS: Final = """
which what when coming upcoming next list kaun kaunse kaunsa kab aane aanewale agla agle aa aayega
aayenge कौन कौनसे कब आने आ अगला अगले आएगा आएँगे என்ன எப்போ வருது வரும் வரப்போகுது அடுத்த
enna eppo varudhu varum varapogudhu adutha ఏ ఏమి ఏవి ఎప్పుడు వస్తున్నాయి వస్తోంది రాబోయే తర్వాత
ye emi evi eppudu vastunnayi vastundi raboye tarvata
calendar show dikhao dikhaiye dikhaye dikhana batao bataiye कैलेंडर कैलेण्डर दिखाओ दिखाइए दिखाएँ बताओ बताइए
காலண்டர் காலெண்டர் காட்டு காட்டுங்க காட்டுங்கள் சொல்லு சொல்லுங்க kaattu kaatu kaattunga kaatunga
sollu sollunga క్యాలెండర్ చూపించు చూపించండి చెప్పు చెప్పండి chupinchu chupinchandi choopinchandi cheppu
cheppandi
"""
_QUESTIONS: Final = frozenset(_QUESTION_WORDS.split())
# Whoever names a thing to make wants it made, not the calendar.
_WRITING: Final = (
    "write", "likh", "bana", "make", "message", "msg", "post", "wish", "offer", "sale", "caption",
    "campaign", "reel", "poster", "sms", "mail", "ad ", "discount", "greeting", "लिख", "बना", "मैसेज",
    "पोस्ट", "ऑफर", "ऑफ़र", "शुभकामना", "விளம்பர", "எழுத", "மெசேஜ்", "போஸ்ட்", "வாழ்த்து", "ezhudh",
    "vazhthu", "రాయ", "రాసి", "మెసేజ్", "పోస్ట్", "శుభాకాంక్ష", "rayandi", "rasi",
)  # fmt: skip


def asks_for_festivals(text: str) -> bool:
    """Whether the message asks which festivals come next."""
    folded = fold(text)
    words = re.findall(r"[^\s,.;:!?।'\"]+", folded)
    if not 0 < len(words) <= LONGEST_WORDS:
        return False
    if not any(name in folded for name in _FESTIVALS):
        return False
    if any(word in folded for word in _WRITING):
        return False
    return bool(_QUESTIONS & set(words))
