"""Who is to pay: "link of 1250 to Ramesh", "priya se 4500 lene hai", "ரமேஷுக்கு 1250"."""

from typing import Final

from agents.understanding.words import is_product, markers, stopwords
from app.core.variants import Variant
from integrations.languages.text import Message, bare_forms, read

_AHEAD: Final = frozenset({"to", "from", "ask", "remind"})
_BEHIND_WORDS: Final = """
ko se ku ki kitta kita daggara nunchi ji को से जी கிட்ட దగ్గర నుంచి గారు garu sir madam
"""
_BEHIND: Final = frozenset(_BEHIND_WORDS.split())
_JOINED: Final = ("கிட்ட", "ுக்கு", "க்கு", "కి", "కు")
_THINGS: Final = """
customer customers client grahak school office college shop party me us you him her them phone
mobile number upi qr link payment online bank gpay phonepe paytm rupees rs advance balance my order
orders kisi koi dukaan kadai pyaar pyar aaram phone phir sab wo woh unse uske unko स्कूल ऑफिस दुकान
पार्टी यूपीआई फोन मोबाइल बैंक प्यार आराम सब உனக்கு எனக்கு இருக்கு ஸ்கூல் கடை ஆபீஸ் யுபிஐ போன் ஃபோன்
ஆர்டர் ஆர்டரு எங்க நம்ம అతని ఆమె నాకు మాకు స్కూల్ షాపు ఆఫీస్ యూపీఐ ఫోన్ ఆర్డర్
"""
_NOT_PEOPLE: Final = frozenset(_THINGS.split())
_SHORTEST: Final = 3


def read_payer(text: str, variant: Variant | None) -> str | None:
    """The name as it was typed, a Latin one with a capital; None where no person is named."""
    message = read(text)
    found = find_payer(message, variant)
    if found is None:
        return None
    place, bare = found
    return bare or as_name(message, place)


def find_payer(message: Message, variant: Variant | None) -> tuple[int, str] | None:
    """The token that names who pays, and the name where an ending is joined to it, else ""."""
    for place, token in enumerate(message.tokens):
        behind = message.tokens[place + 1].text if place + 1 < len(message.tokens) else ""
        before = message.tokens[place - 1].text if place else ""
        if (behind in _BEHIND or before in _AHEAD) and _is_name(token.text, variant):
            return place, ""
        joined = token.script in ("ta", "te") and token.text not in _NOT_PEOPLE
        for ending in _JOINED if joined else ():
            bare = _without(token.text, ending)
            if bare and _is_name(bare, variant):
                return place, bare
    return None


def _without(word: str, ending: str) -> str:
    if not word.endswith(ending) or len(word) <= len(ending) + 1:
        return ""
    bare = word.removesuffix(ending)
    # ரமேஷ் + உக்கு: the name itself ends in a bare consonant.
    return f"{bare}்" if ending == "ுக்கு" else bare


def _is_name(word: str, variant: Variant | None) -> bool:
    letters = len(word) >= _SHORTEST and not any(char.isdigit() for char in word)
    known = word in _NOT_PEOPLE or word in stopwords(variant) or word in markers("nobody")
    forms = (word, *bare_forms(word, "latin")) if word.isascii() else (word,)
    return letters and not known and not any(is_product(form) for form in forms)


def as_name(message: Message, place: int) -> str:
    """The name at a token, a Latin one with a capital."""
    name = message.said(place, place + 1)
    return name.capitalize() if name.isascii() and name.islower() else name
