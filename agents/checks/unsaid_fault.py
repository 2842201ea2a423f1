"""An answer admits no fault the customer did not name, and is not sorry where nothing was wrong.

What a shop admits in writing can be held against it; what was not said must not be put there.
"""

from typing import Final

from agents.checks.base import Finding, Subject, right, wrong
from agents.checks.words import first
from agents.providers.composer.review import read_review

NAME: Final = "unsaid_fault"
NEEDS: Final = frozenset({"text", "said", "inputs"})

_FAULTS: Final[dict[str, tuple[str, ...]]] = {
    "late": (
        "wait", "waiting", "waited", "delay", "delayed", "late", "इंतज़ार", "देर", "देरी",
        "intezaar", "intezar", "der", "காத்திரு", "தாமத", "லேட்", "kaathiru", "kaathirukka",
        "ఆగాల్సి", "ఎదురుచూడ", "ఆలస్య", "లేట్", "aagalsi", "eduruchoodatam", "alasyam",
    ),
    "costly": (
        "expensive", "costly", "overcharged", "price felt high", "rate high", "महंग", "महँग",
        "दाम आपको ठीक नहीं", "रेट ज़्यादा", "mehnga", "rate zyada", "விலை அதிகம்", "ரேட் அதிகமா",
        "rate adhigama", "రేటు ఎక్కువ", "ధర ఎక్కువ", "rate ekkuva",
    ),
    "rude": (
        "rude", "behaviour", "behavior", "shouted", "व्यवहार", "बदतमीज़", "vyavahaar", "vyavhar",
        "badtameez", "மரியாதை இல்ல", "திமிர்", "mariyathai illa", "ప్రవర్తన", "మర్యాద లేకుండా",
        "pravarthana",
    ),
    "dirty": (
        "dirty", "dirt", "unclean", "hygiene", "गंद", "गन्द", "ganda", "gandagi", "அழுக்கு",
        "azhukku", "మురికి", "muriki",
    ),
    "poor": (
        "stale", "spoiled", "spoilt", "poor quality", "bad quality", "let you down", "बासी",
        "घटिया", "basi", "baasi", "ghatiya", "கெட்டுப்", "பழசு", "pazhasu",
        "పాడైపో", "paadaipo",
    ),
}  # fmt: skip
_SORRY: Final = (
    "sorry", "apology", "apologise", "apologize", "apologies", "regret", "माफ़", "माफ़ी", "क्षमा",
    "खेद", "अफ़सोस", "maaf", "maafi", "afsos", "khed", "மன்னி", "வருத்தம்", "வருத்தப்ப",
    "வருந்துகிற", "varutham", "varuthapadurom", "mannikkanum", "mannichidunga", "క్షమించ",
    "మన్నించ", "సారీ", "బాధపడుతున్న", "బాధగా ఉంది", "badhapadutunnam", "badhapaduthunnam",
    "badhaga undi", "kshaminchandi", "manninchandi",
)  # fmt: skip


def check(subject: Subject) -> Finding:
    """Fails on the first fault nobody named, then on an apology where nothing was complained of."""
    told = str(subject.inputs.get("message") or subject.inputs.get("review_text") or "")
    mood = set(read_review(told or " ".join(subject.said)))
    for fault, words in _FAULTS.items():
        if fault not in mood and (found := first(words, subject.folded)):
            return wrong(NAME, weight="stop", words=found)
    if "complaint" not in mood and (found := first(_SORRY, subject.folded)):
        return wrong(NAME, weight="look", words=found)
    return right(NAME)
