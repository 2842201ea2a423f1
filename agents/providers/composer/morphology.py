"""Endings a slot takes where a sentence cannot do without: Hindi oblique, Tamil and Telugu dative.

Spoken shop usage; a word they do not know stays as it is, which is always readable.
"""

from typing import Final

from app.core.variants import Variant

# Masculine words in -ā that shops sell or keep; unknown words in -ā may be feminine or foreign.
_OBLIQUE_LATIN: Final = frozenset(
    [
        "samosa", "kurta", "peda", "lehenga", "lehnga", "malpua", "kapda", "chola", "halwa",
        "masala", "gajra", "joota", "juta", "chashma", "paratha", "rasgulla", "gujiya", "dosa",
        "kela", "lota", "katora", "tala", "pankha", "kamra", "dabba", "khilona", "sona",
        "diya", "ghada", "atta", "gehna", "gahna", "jhumka", "dupatta", "ganna",
    ]
) - {"gujiya"}  # fmt: skip
_OBLIQUE_HINDI: Final = frozenset(
    [
        "समोसा", "कुर्ता", "पेड़ा", "लहंगा", "मालपुआ", "कपड़ा", "छोला", "हलवा", "मसाला",
        "गजरा", "जूता", "चश्मा", "पराठा", "रसगुल्ला", "डोसा", "केला", "लोटा", "कटोरा", "ताला",
        "पंखा", "कमरा", "डिब्बा", "खिलौना", "सोना", "दीया", "घड़ा", "आटा", "गहना", "झुमका",
        "दुपट्टा", "गन्ना", "सोफ़ा", "दशहरा", "मेला",
    ]
)  # fmt: skip
_PLURALS_LATIN: Final = {
    "kapde": "kapdon",
    "gehne": "gehnon",
    "joote": "jooton",
    "patakhe": "patakhon",
    "khilone": "khilonon",
    "dawaiyan": "dawaiyon",
    "mithaiyan": "mithaiyon",
    "sariyan": "sariyon",
    "sadiyan": "sadiyon",
    "kurtiyan": "kurtiyon",
    "chudiyan": "chudiyon",
}
_PLURALS_HINDI: Final = frozenset(["कपड़े", "गहने", "जूते", "पटाखे", "खिलौने", "दीये"])
_TAMIL_FRONT_VOWELS: Final = ("ி", "ீ", "ை", "ே", "ெ", "இ", "ஈ", "ஐ")
_TELUGU_FRONT_VOWELS: Final = ("ి", "ీ", "ే", "ై", "ె", "ఇ", "ఈ")


_COMPOUNDS: Final[dict[Variant, tuple[tuple[str, str], ...]]] = {
    "ta": (("தினம்", "தின"), ("தீபம்", "தீப"), ("விரதம்", "விரத"), ("உற்சவம்", "உற்சவ")),
    "te": (("వ్రతం", "వ్రత"), ("త్సవం", "త్సవ"), ("వత్సరం", "వత్సర"), ("లు", "ల")),
    "ta-Latn": (("Dhinam", "Dhina"), ("Deepam", "Deepa"), ("Viratham", "Viratha")),
    "te-Latn": (("ulu", "ula"), ("alu", "ala")),
}


def inflect(word: str, form: str, variant: Variant) -> str:
    """``word`` in a grammatical form of its language; unchanged where the form does not apply."""
    if form == "oblique":
        return _telugu_oblique(word) if variant in ("te", "te-Latn") else _oblique(word, variant)
    if form == "dative":
        return _dative(word, variant)
    if form == "compound":
        return _compound(word, variant)
    return word


def _compound(word: str, variant: Variant) -> str:
    """A name as it stands before "wishes": தினம் is தின, వ్రతం is వ్రత, బోనాలు is బోనాల."""
    for whole, joined in _COMPOUNDS.get(variant, ()):
        if word.endswith(whole):
            return word.removesuffix(whole) + joined
    return word


def _oblique(word: str, variant: Variant) -> str:
    head, _, last = word.rpartition(" ")
    lead = f"{head} " if head else ""
    if variant == "hi":
        if word == "नया साल":
            return "नए साल"
        if last.endswith("याँ"):
            return lead + last.removesuffix("ाँ") + "ों"
        if last in _PLURALS_HINDI:
            return lead + last.removesuffix("े") + "ों"
        if last in _OBLIQUE_HINDI:
            return lead + last.removesuffix("ा").removesuffix("आ") + _hindi_e(last)
    if variant == "hi-Latn":
        low = last.lower()
        if word.lower() == "naya saal":
            return "Naye Saal" if word[0].isupper() else "naye saal"
        if low in _PLURALS_LATIN:
            return lead + _PLURALS_LATIN[low]
        if low in _OBLIQUE_LATIN or low == "dussehra":
            return lead + last[:-1] + "e"
    return word


def _telugu_oblique(word: str) -> str:
    """Plurals change before గురించి, కోసం, మీద: మందులు is మందుల."""
    if word.endswith("లు"):
        return word.removesuffix("లు") + "ల"
    plural = word.lower().endswith(("ralu", "dulu", "talu", "galu", "yalu"))
    return word[:-1] + "a" if plural else word


def _hindi_e(word: str) -> str:
    return "ए" if word.endswith("आ") else "े"


def _dative(word: str, variant: Variant) -> str:
    if variant == "ta":
        return _tamil_dative(word)
    if variant == "te":
        return _telugu_dative(word)
    if variant == "te-Latn":
        return _telugu_latin_dative(word)
    if variant == "ta-Latn":
        return f"{word} ku"
    return word


def _tamil_dative(word: str) -> str:
    if word.endswith(_TAMIL_FRONT_VOWELS):
        return word + "க்கு"
    if word.endswith("ம்"):
        return word.removesuffix("ம்") + "த்துக்கு"
    if word.endswith("்"):
        return word.removesuffix("்") + "ுக்கு"
    if word.endswith("ு"):
        return word + "க்கு"
    if word.endswith("ா"):
        return word + "வுக்கு"
    return word


def _telugu_dative(word: str) -> str:
    if word.endswith("లు"):
        return word.removesuffix("లు") + "లకి"
    if word.endswith("ం"):
        return word.removesuffix("ం") + "ానికి"
    if word.endswith("్"):
        # A loan's last consonant stays as it is; the joiner keeps the ending from fusing with it.
        return word + "\u200cకి"
    if word.endswith((*_TELUGU_FRONT_VOWELS, "ు", "ా")) or not word.isascii():
        return word + "కి"
    return word


def _telugu_latin_dative(word: str) -> str:
    low = word.lower()
    if low.endswith(("alu", "ulu")):
        return word[:-2] + "laki"
    if low.endswith("am") and len(word) > 3:
        return word[:-2] + "aniki"
    if low.endswith(("i", "e")):
        return word + "ki"
    return f"{word} ki"
