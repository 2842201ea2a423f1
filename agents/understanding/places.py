"""Where a shop is: the city as people name it, with its State and the part of town."""

from dataclasses import dataclass
from typing import Any, Final

from agents.understanding.words import markers
from integrations.india.cities import City, city_named, find_cities, find_states, likely_city
from integrations.india.localities import find_localities
from integrations.languages.text import Hit, Message, latin_digits, read, squeeze

_LARGE_ENOUGH: Final = 50_000


@dataclass(frozen=True, slots=True)
class Place:
    """A city in English spelling, its State when known, the area typed before it.

    ``sure`` is false for a name the table does not have: it is kept as typed, with a
    ``suggestion`` when a known town is spelt nearly so.
    """

    city: str
    state: str | None
    area: str | None
    sure: bool
    suggestion: str | None = None

    def values(self) -> dict[str, Any]:
        """The foundation fields it fills."""
        found = {"city": self.city, "state": self.state, "area": self.area}
        return {name: value for name, value in found.items() if value}


def read_place(text: str) -> Place | None:
    """The place a text names, or None when it names none at all."""
    message = read(text)
    hits = [hit for hit in find_cities(message) if not _refused(message, hit)]
    hits = [hit for hit in hits if not _is_beside(message, hit)] or hits
    if part := _part_of_city(message, hits):
        return part
    if hits:
        best = max(hits, key=lambda hit: hit.value.population)
        area = _area(message, best) or _area_behind(message, best)
        return Place(best.value.name, best.value.state, area, sure=_is_sure(message, best))
    name = _bare_name(message)
    if not name:
        return None
    states = find_states(message)
    state = states[0].value if states else None
    guess = likely_city(name)
    return Place(name, state, None, sure=False, suggestion=guess.name if guess else None)


def _part_of_city(message: Message, hits: list[Hit[City]]) -> Place | None:
    """``Andheri West``: the city is known by its part, unless she names another town beside it."""
    parts = find_localities(message)
    if not parts:
        return None
    part = parts[0]
    towns = [hit for hit in hits if hit.after <= part.first or hit.first >= part.after]
    if any(hit.value.name != part.value.city for hit in towns if hit.exact):
        return None
    own = city_named(part.value.city)
    # "అమీర్‌పేటలో" without its "in".
    said = message.said(part.first, part.after).strip(" ,.-") if part.exact else part.value.name
    area = said if own is None or squeeze(own.name) not in squeeze(said) else None
    return Place(part.value.city, part.value.state, area, sure=True)


def _is_sure(message: Message, hit: Hit[City]) -> bool:
    whole = hit.after - hit.first == len(message.tokens)
    return hit.exact or whole or hit.value.population >= _LARGE_ENOUGH


def _refused(message: Message, hit: Hit[City]) -> bool:
    """``Pune nahi, Nashik``: the town followed by a no is the one corrected."""
    after = message.tokens[hit.after].text if hit.after < len(message.tokens) else ""
    before = message.tokens[hit.first - 1].text if hit.first else ""
    return after in markers("not_after") or before in ("not", "not_in")


# "Thanjavur pakkathula Kumbakonam", "near Salem": the town beside it says only where to look.
_BESIDE: Final = frozenset(
    """
    pakkathula pakkathule pakkam pakkathil kitta paas daggara daggarlo
    பக்கத்துல பக்கம் கிட்ட पास దగ్గర దగ్గర్లో
    """.split()  # noqa: SIM905  a table of words reads better as text
)


def _is_beside(message: Message, hit: Hit[City]) -> bool:
    words = message.words()
    before = words[hit.first - 1] if hit.first else ""
    return before in ("near", "beside") or any(
        word in _BESIDE for word in words[hit.after : hit.after + 2]
    )


def _area(message: Message, hit: Hit[City]) -> str | None:
    """``T Nagar, Chennai``: what stands before the city, when it is a name and not grammar."""
    first = hit.first
    while first and message.tokens[first - 1].text in (",", "-"):
        first -= 1
    begin = first
    while begin and _is_name(message, begin - 1):
        begin -= 1
    said = message.said(begin, first).strip(" ,.-")
    is_part = 2 < len(said) <= 60 and not any(map(str.isdigit, latin_digits(said)))
    refused = any(
        begin <= other.first < first and _refused(message, other) for other in find_cities(message)
    )
    return said if is_part and not refused else None


_TOWN_WORDS: Final = frozenset(
    ["city", "town", "ooru", "oor", "shehar", "sheher", "शहर", "ஊர்", "ஊரு", "ఊరు", "gaon", "गाँव"]
)
# What a part of a town is called; the words that may stand behind the town's own name.
_LOCALITY: Final = frozenset(
    """
    road rd nagar nagaram puram colony market bazaar bazar bajar chowk chauk street layout sector
    gali mandi peta pet pettai petta vihar enclave circle junction cross phase east west north south
    camp ganj
    रोड नगर कॉलोनी मार्केट बाज़ार बाजार चौक गली मंडी सेक्टर गंज विहार
    ரோடு நகர் புரம் காலனி மார்க்கெட் தெரு பேட்டை சந்தை பஜார்
    రోడ్ రోడ్డు నగర్ పురం కాలనీ మార్కెట్ వీధి పేట బజార్ సెంటర్
    """.split()  # noqa: SIM905  a table of words reads better as text
)


def _area_behind(message: Message, hit: Hit[City]) -> str | None:
    """``Nashik, Gangapur Road``: the part of town behind the city, when its name says it is one."""
    first = hit.after
    while first < len(message.tokens) and message.tokens[first].text in (",", "-"):
        first += 1
    after = first
    while after < len(message.tokens) and _is_name(message, after):
        after += 1
        if message.tokens[after - 1].text in _LOCALITY:
            if after < len(message.tokens) and message.tokens[after].script == "digit":
                after += 1  # "Sector 18"
            return message.said(first, after).strip(" ,.-")
        joined = message.tokens[after - 1].text
        if any(joined.endswith(word) and len(joined) > len(word) for word in ("nagar", "puram")):
            return message.said(first, after).strip(" ,.-")
    return None


def _is_name(message: Message, place: int) -> bool:
    token = message.tokens[place]
    if token.script == "other":
        return token.text in ",-."
    leads = markers("city_lead") | markers("name_lead") | markers("not_after") | _TOWN_WORDS
    return token.text not in leads


def _bare_name(message: Message) -> str:
    """The words left when grammar is taken off, as typed."""
    dropped = markers("city_lead") | markers("name_lead") | markers("name_tail")
    kept = [
        message.raw[token.start : token.end]
        for token in message.tokens
        if token.script in ("latin", "hi", "ta", "te") and token.text not in dropped
    ]
    return " ".join(kept[:4])
