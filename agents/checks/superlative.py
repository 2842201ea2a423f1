"""No claim to be the best that nobody could prove.

The Advertising Standards Council of India asks advertisers to substantiate such claims (ASCI Code,
chapter I, checked 23 Nov 2026).
"""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first

NAME: Final = "superlative"
NEEDS: Final = frozenset({"text", "foundation"})

CLAIMS: Final = (
    "no. 1", "no.1", "no 1", "number 1", "number one", "#1", "best in", "the best",
    "world best", "india's best", "cheapest", "lowest price", "lowest prices", "finest",
    "unbeatable", "100% pure", "100% guaranteed", "guaranteed", "most trusted", "world class",
    "unmatched", "top most", "best quality", "नंबर 1", "नंबर वन", "नम्बर 1", "सबसे अच्छ",
    "सबसे बढ़िया", "सबसे सस्त", "सर्वश्रेष्ठ", "बेस्ट", "सबसे कम दाम", "100% शुद्ध", "गारंटी",
    "गारंटीड", "sabse achcha", "sabse achche", "sabse acche", "sabse acha", "sabse ache",
    "sabse saste", "sabse accha", "sabse badhiya", "sabse sasta", "sabse acchi",
    "sabse achchi", "number van", "sarvashreshth", "sabse kam daam", "நம்பர் 1", "நம்பர் ஒன்",
    "மிகச் சிறந்த", "சிறந்த", "மிகக் குறைந்த விலை", "பெஸ்ட்", "உத்தரவாத", "romba best",
    "number onnu", "నంబర్ 1", "నంబర్ వన్", "అత్యుత్తమ", "బెస్ట్", "అందరికంటే తక్కువ",
    "అతి తక్కువ ధర", "గ్యారంటీ", "andarikante takkuva", "athyuthama",
)  # fmt: skip


def check(subject: Subject) -> Finding:
    """Fails on the first such claim; a word of her shop's own name is not one."""
    found = first(CLAIMS, subject.folded, unless_in=subject.own_words)
    return wrong(NAME, weight="stop", words=found) if found else right(NAME)
