"""What is left of "nahi, …", "galat hai, …", "not X, …": the words that put something right."""

from collections.abc import Sequence
from typing import Final

from agents.understanding.words import cues, markers
from integrations.india.cities import find_cities
from integrations.languages.text import Message, Token, fold, read

_SHORTEST: Final = 3


def _words(table: str) -> frozenset[str]:
    return frozenset(map(fold, table.split()))


_REFUSALS: Final = _words(
    """
    no nope not wrong incorrect mistake sorry oops
    nahi nahin nai nhi nahee galat galati galti nahiji
    नहीं नही गलत ग़लत गलती ग़लती सॉरी
    illa illai ille illainga thappu tappu thavaru
    இல்ல இல்லை இல்லைங்க இல்லங்க தப்பு தவறு சாரி
    kaadu kadu kaadhu kaadandi kadandi ledu
    కాదు కాదండి కాదుండి లేదు లేదండి తప్పు సారీ
    """
)
# What stands around the no: "are nahi bhai", "naam galat hai", "that is wrong".
_AROUND: Final = _words(
    """
    are arey arre oh aiyo ayyo that thats that's it its it's is was the a name spelling
    hai hain h tha thi likha likhi likh diya gaya ho naam yeh ye woh wo
    है हैं था थी लिखा लिखी दिया गया हो नाम यह ये वह अरे
    peru per pera adhu idhu ayyo irukku potutinga பேர் பேரு பெயர் அது இது ஐயோ அய்யோ
    adi idi peru undi ayindi అది ఇది పేరు ఉంది అయ్యో
    """
)
_NAME_WORDS: Final = _words("name naam nam peru per pera नाम பேர் பேரு பெயர் పేరు")
# Of the number that is asked for, not of the shop's name.
NUMBER_WORDS: Final = _words(
    "number numbers no phone mobile nambar nombor नंबर नम्बर फ़ोन फोन मोबाइल நம்பர் போன் "
    "నంబర్ నెంబర్ నంబరు ఫోన్"
)


def says_name(text: str) -> bool:
    """Whether it speaks of a name at all."""
    return any(token.text in _NAME_WORDS for token in read(text).tokens)


def put_right(text: str, old: str = "") -> str | None:
    """What she says instead; None when the message does not begin by refusing something.

    ``old`` is what she had said before: "not Sharma Sweets, Sharma Mithai" and "Sharma Sweets
    nahi, Sharma Mithai" name it once more.
    """
    message = read(text.strip())
    tokens = message.tokens
    refused = _past_refusal(tokens, _past_old(message, 0, old))
    if refused is None:
        return None
    named = _past_old(message, refused, old)
    after = _past_refusal(tokens, named) or named
    # "naam" in front of the new name tells where it begins; the reader of names wants it.
    while after and tokens[after - 1].text in _NAME_WORDS:
        after -= 1
    rest = message.raw[tokens[after].start :] if after < len(tokens) else ""
    return rest.strip(" ,.-:;।") if any(map(str.isalnum, rest)) else None


def only_refuses(text: str) -> bool:
    """Whether there is a no in it, and nothing else: "nahi", "are nahi bhai", "galat hai"."""
    tokens = read(text).tokens
    return bool(tokens) and _past_refusal(tokens, 0) == len(tokens)


def names_only_a_town(text: str) -> bool:
    """ "Pune nahi, Nashik": towns, a no, and the grammar around them."""
    message = read(text)
    hits = find_cities(message)
    covered = {place for hit in hits for place in range(hit.first, hit.after)}
    small = markers("not_after") | markers("city_lead") | _AROUND
    return bool(hits) and all(
        place in covered or token.script == "other" or token.text in small
        for place, token in enumerate(message.tokens)
    )


def _past_refusal(tokens: Sequence[Token], first: int) -> int | None:
    """The token behind the refusal that begins at ``first``; None when none does."""
    around = _AROUND | {fold(word) for word in cues()["filler"]}
    place, refused = first, None
    while place < len(tokens):
        token = tokens[place]
        # "No. 1 Sweets" is a name.
        counts = [after.text for after in tokens[place + 1 : place + 3] if after.text != "."]
        if token.text in _REFUSALS and not (token.text == "no" and "".join(counts[:1]).isdigit()):
            refused = place + 1
        elif token.script != "other" and token.text not in around:
            break
        place += 1
    return None if refused is None else place


def _past_old(message: Message, first: int, old: str) -> int:
    """Behind what she had said before, when it stands at ``first``."""
    words = [token.text for token in read(old).tokens if token.script != "other"]
    if sum(map(len, words)) < _SHORTEST:
        return first
    here = [token.text for token in message.tokens[first : first + len(words)]]
    return first + len(words) if here == words else first
