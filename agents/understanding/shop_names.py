"""A shop's name out of the sentence that tells it, letter for letter as it was typed."""

import re
from itertools import pairwise
from typing import Final

from agents.understanding.categories import find_categories
from agents.understanding.put_right import only_refuses
from agents.understanding.word_groups import phrases_of
from agents.understanding.words import cues, markers
from integrations.india.cities import find_cities
from integrations.languages.text import Message, read, squeeze

_LONGEST: Final = 80
_QUOTED: Final = re.compile(r"[\"“‘]([^\"”’]{2,80})[\"”’]|(?<!\w)'([^']{2,80})'(?!\w)")
_BREAK: Final = re.compile(r"[,;\n।]|\.\s|\s-\s|\s[–—]\s")
# Words that tie a place to the sentence: "Gupta Sweets in Lucknow", "… Lucknow mein", "… मदुरै में".
_IN_FRONT: Final = frozenset(["in", "at", "from", "near"])
_BEHIND: Final = frozenset(
    ["mein", "me", "main", "m", "la", "le", "lo", "se", "में", "से", "லேர்ந்து", "ல", "లో"]
)


def read_shop_name(text: str) -> tuple[str | None, str]:
    """The name, and the rest of the text that may tell the city or the phone."""
    quoted = _QUOTED.search(text)
    if quoted:
        return (quoted[1] or quoted[2]).strip(), text[: quoted.start()] + " " + text[quoted.end() :]
    pieces = [
        _with_marker(part)
        for piece in _BREAK.split(text)
        for part in _at_copulas(piece)
        if part.strip()
    ]
    for index, piece in enumerate(pieces):
        if (
            _is_greeting(piece)
            or only_refuses(piece)
            or (len(pieces) > index + 1 and _is_of_a_person(piece))
        ):
            continue
        if _is_led_trade(piece) and any(_may_name(other) for other in pieces[index + 1 :]):
            continue
        name, tail = _from_piece(piece)
        if name:
            before = [
                other
                for other in pieces[:index]
                if not _is_greeting(other) and not only_refuses(other)
            ]
            rest = ", ".join([*before, tail, *pieces[index + 1 :]])
            return name[:_LONGEST], rest
    return None, text


# "Sharma Sweets naam ki dukaan", "மீனா சில்க்ஸ்னு ஒரு கடை", "లక్ష్మి స్వీట్స్ అనే షాపు": the name
# stands before the word that says it is one, and what the shop is stands behind.
_NAMED_SO: Final = frozenset(
    [
        *("ane", "anedi", "perutho", "peruto", "engira", "enra", "endra", "nra", "nra", "ngra"),
        *("అనే", "పేరుతో", "అనేది", "என்ற", "என்கிற", "ங்கற", "என்னும்", "naamak", "नामक"),
    ]
)
_NAMED_AS: Final = frozenset(["naam", "nam", "नाम", "peru", "per", "பேர்ல", "பேரில்"])
_OF: Final = frozenset(["ki", "ka", "ke", "se", "की", "का", "के", "से", "la", "lo", "ல"])
_KEEPING: Final = frozenset(
    ["run", "own", "owns", "have", "manage", "started", "opened", "call", "it"]
)
# Between "the name is" and the name: "naam toh …", "పేరు వచ్చేసి …".
_BEFORE_A_NAME: Final = frozenset(
    [
        "to",
        "toh",
        "vachesi",
        "vacchesi",
        "vandhu",
        "vanthu",
        "maadi",
        "తో",
        "तो",
        "వచ్చేసి",
        "వచ్చి",
        "வந்து",
    ]
)
_COPULA: Final = frozenset(["hai", "hain", "h", "is", "undi", "irukku", "है", "हैं", "ఉంది", "இருக்கு"])
_AND: Final = frozenset(["aur", "and", "और", "மற்றும்", "మరియు", "inka", "apparam"])
_OWN_NAME: Final = frozenset(
    [
        *(("mera", "naam"), ("mera", "nam"), ("my", "name"), ("मेरा", "नाम"), ("en", "per")),
        *(("en", "peru"), ("என்", "பேர்"), ("என்", "பேரு"), ("என்", "பெயர்"), ("naa", "peru")),
        *(("na", "peru"), ("నా", "పేరు")),
    ]
)
_KEPT_TAILS: Final = frozenset(
    """
    rakh lo likh likho save kar karo chalate chalati chalata chala
    rahe rahi raha hu hoon vechurukom vechirukom vechiruken vachirukom nadathrom naduputunnanu
    naduputunna pettam pettanu pettukunnam vachirukkom vechirukkom
    vachirukken nadathurom nadathuren naduputunnam nadipistunnam irukkom unnam
    வச்சிருக்கோம் வச்சிருக்கேன் நடத்துறோம் நடத்துறேன் நடத்துகிறோம் చేస్తున్నాం నడుపుతున్నాం నడిపిస్తున్నాం
    चलाते चलाती चलाता रख लो लिख लिखो
    """.split()  # noqa: SIM905  a table of words reads better as text
)
_WITHIN: Final = ("ல", "ல்", "లో")
_JOINED: Final = ("ன்னு", "ங்கற", "ங்கிற", "னு")


def _at_copulas(piece: str) -> list[str]:
    """``naam Sunita hai aur meri dukaan …``: two sentences, cut at the "and" behind a verb."""
    message = read(piece)
    words = message.words()
    cuts = [
        place
        for place in range(2, len(words) - 1)
        if words[place] in _AND and words[place - 1] in _COPULA
    ]
    edges = [-1, *cuts, len(words)]
    return [message.said(first + 1, after) for first, after in pairwise(edges)]


def _is_greeting(piece: str) -> bool:
    return squeeze(piece) in {squeeze(word) for word in cues()["greet"]}


def _is_of_a_person(piece: str) -> bool:
    """``mera naam Sunita hai``: her own name, not the shop's."""
    words = read(piece).words()
    pairs = set(pairwise(words))
    return bool(pairs & _OWN_NAME)


def is_only_trade(name: str) -> bool:
    """Nothing but a trade and the verb beside it: "ladies boutique chalate"."""
    message = read(name)
    hits = find_categories(message)
    small = phrases_of("trade_grammar").find(message)
    trade = {place for hit in hits for place in range(hit.first, hit.after)}
    covered = trade | {place for hit in small for place in range(hit.first, hit.after)}
    words = [n for n, token in enumerate(message.tokens) if token.script != "other"]
    said_so = len(trade) > 1 or len(covered) > len(trade)
    return bool(trade) and said_so and all(place in covered for place in words)


def _is_led_trade(piece: str) -> bool:
    """``we run a small gym``: what it is; what it is called stands in another piece."""
    words = read(piece).words()
    return bool(words) and words[0] in markers("name_lead") and is_only_trade(piece)


def _may_name(piece: str) -> bool:
    """Whether a piece may be the name: not a town, no number, not all of it grammar."""
    message = read(piece)
    letters = any(token.script not in ("other", "digit") for token in message.tokens)
    return letters and not find_cities(message) and bool(_from_piece(piece)[0])


def _with_marker(piece: str) -> str:
    """``சில்க்ஸ்னு புடவை கடை``: the joined marker set apart, where something follows it."""
    words = piece.split()
    for place, word in enumerate(words[:-1]):
        ending = next((end for end in _JOINED if word.endswith(end) and len(word) > len(end)), "")
        if place and ending:
            return " ".join([*words[:place], word[: -len(ending)], "என்ற", *words[place + 1 :]])
    return piece


def _named_before(message: Message) -> int | None:
    """The token after a name that stands before its marker; None when no such marker is there."""
    words = message.words()
    for place in range(1, len(words) - 1):
        if words[place] in _NAMED_SO:
            return place
        if words[place] in _NAMED_AS and words[place + 1] in _OF and place + 2 < len(words):
            return place
        if words[place - 1] not in markers("name_lead") and words[place] == "nu":
            return place
    return None


def _from_piece(piece: str) -> tuple[str | None, str]:
    """The name in one part of the sentence: sentence words off both ends, a place off its end."""
    message = read(piece)
    if (end := _named_before(message)) is not None:
        first, place = _past_place(message, end)
        name = message.said(first, end).strip(" .!:-'\"")
        if any(char.isalpha() for char in name):
            return name, f"{place}, {message.said(end + 1, len(message.tokens))}"
    first, after = _after_naming(message), len(message.tokens)
    after, place = _before_place(message, first, after)
    tails = markers("name_tail") | _KEPT_TAILS
    if first == 0:
        first = _past_leads(message, 0, after)
        if (first == after and place) or _is_town_in_front(message, first):
            # "naanga Coimbatore la Ganga Textiles …": the town stands first.
            first, place = _past_place(message, len(message.tokens))
            after = len(message.tokens)
    while first < after - 1 and message.tokens[first].text in _BEFORE_A_NAME:
        first += 1
    while after > first and _is_tail(message, after - 1, tails):
        after -= 1
    name = message.said(first, after).strip(" .!:-'\"")
    if not any(char.isalpha() for char in name):
        return None, place
    return name, place


def _past_place(message: Message, end: int) -> tuple[int, str]:
    """Where the name begins behind grammar and a town that is tied to the sentence."""
    first, place = 0, ""
    leads = max(1, _past_leads(message, 0, end))
    for hit in find_cities(message):
        behind = message.tokens[hit.after].text if hit.after < end else ""
        if hit.first <= leads and hit.after < end and (not hit.exact or behind in _BEHIND):
            first = hit.after + (behind in _BEHIND)
            place = message.said(hit.first, first)
    return _past_leads(message, first, end), place


def _is_town_in_front(message: Message, first: int) -> bool:
    """``trichy la Kaveri Bakery``, ``మధురలో …``: the sentence begins with where, then what."""
    for hit in find_cities(message):
        if hit.first != first or hit.after >= len(message.tokens):
            continue
        tied = message.tokens[hit.after].text in _BEHIND and hit.after + 1 < len(message.tokens)
        return tied or message.tokens[hit.after - 1].text.endswith(_WITHIN)
    return False


def _past_leads(message: Message, first: int, end: int) -> int:
    """Past the grammar in front; a capital behind it is a name's ("Maa Tara Vastralaya")."""
    leads = markers("name_lead") | _KEEPING
    while first < end and message.tokens[first].text in leads:
        token = message.tokens[first]
        if first and token.text in ("maa", "the") and message.raw[token.start].isupper():
            break
        first += 1
    return first


def _is_tail(message: Message, place: int, tails: frozenset[str]) -> bool:
    token = message.tokens[place]
    return token.script == "other" or token.text in tails


def _after_naming(message: Message) -> int:
    """Where the name begins when the sentence says so: ``… ka naam``, ``is called``, ``పేరు``."""
    words = message.words()
    for place in range(len(words) - 2, -1, -1):
        if words[place] in markers("naming") and not _is_in_a_name(message, place):
            after = place + 1
            while after < len(words) - 1 and words[after] in markers("after_naming"):
                after += 1
            if _has_name(message, after):
                return after
    return 0


def _is_in_a_name(message: Message, place: int) -> bool:
    """``The Naam Store``: a capital inside the sentence, and no colon to say otherwise."""
    typed = message.raw[message.tokens[place].start]
    return place > 0 and typed.isupper() and message.tokens[place + 1].text not in ":-="


def _has_name(message: Message, first: int) -> bool:
    tails = markers("name_tail")
    return any(
        token.script != "other" and token.text not in tails for token in message.tokens[first:]
    )


def _before_place(message: Message, first: int, after: int) -> tuple[int, str]:
    """``after`` moved before a place that is tied to the sentence, and that place's words."""
    for hit in find_cities(message):
        tied_in_front = hit.first > first and message.tokens[hit.first - 1].text in _IN_FRONT
        behind = message.tokens[hit.after].text if hit.after < after else ""
        if hit.first <= first or find_categories(read(message.said(hit.first, hit.after))):
            continue
        if tied_in_front:
            return hit.first - 1, message.said(hit.first, after)
        if behind in _BEHIND or (not hit.exact and hit.after == after):
            return hit.first, message.said(hit.first, after)
    return after, ""
