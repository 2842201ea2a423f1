"""Indian towns and their States, under the names and in the scripts people write them.

The table comes from GeoNames (CC BY 4.0) and our own aliases; `scripts/build_cities.py` makes it.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from rapidfuzz import fuzz, process

from app.core.variants import Variant, base_of, is_native
from integrations.languages.phonetics import phonetic_key
from integrations.languages.text import Hit, Message, Phrases, read, script_of, squeeze

_TABLE: Final = Path(__file__).parent / "data" / "cities.txt"
_KNOWN_BY_ALL: Final = 100_000
_ALIKE: Final = 86
# Words of shop names that sound like a town: "Sharma Mishthan Bhandar" is not in Bandar.
_NO_TOWN: Final = frozenset(
    """
    bhandar bhandaar bhandhar bhander dairy deiry bros patil
    भंडार भण्डार भांडार डेयरी पाटिल पाटील பண்டார் டெய்ரி పాటిల్ భండార్ భండారు డెయిరీ డైరీ
    """.split()  # noqa: SIM905  a table of words reads better as text
)
_STATE_WORDS: Final = """
Uttar Pradesh: up, u p, उत्तर प्रदेश, यूपी, உத்தரப் பிரதேசம், ఉత్తర ప్రదేశ్
Tamil Nadu: tamilnadu, tn, तमिलनाडु, தமிழ்நாடு, தமிழ் நாடு, తమిళనాడు
Telangana: telengana, ts, तेलंगाना, தெலங்கானா, తెలంగాణ
Andhra Pradesh: andhra, ap, आंध्र प्रदेश, ஆந்திரா, ஆந்திரப் பிரதேசம், ఆంధ్రప్రదేశ్, ఆంధ్ర
Maharashtra: maharastra, महाराष्ट्र
Madhya Pradesh: mp, मध्य प्रदेश
Bihar: बिहार
Rajasthan: राजस्थान
Delhi: दिल्ली
Gujarat: गुजरात
Haryana: हरियाणा
Punjab: पंजाब
Karnataka: कर्नाटक, கர்நாடகா, కర్ణాటక
Kerala: केरल, கேரளா, కేరళ
West Bengal: bengal, पश्चिम बंगाल, बंगाल
Jharkhand: झारखंड
Chhattisgarh: chattisgarh, छत्तीसगढ़
Uttarakhand: उत्तराखंड
Himachal Pradesh: himachal, हिमाचल प्रदेश
Odisha: orissa, ओडिशा
Assam: असम
Puducherry: pondicherry, புதுச்சேரி
Goa: गोवा
"""


@dataclass(frozen=True, slots=True)
class City:
    """A town, its State in English, how many live there, and its other spellings."""

    name: str
    state: str
    population: int
    spellings: tuple[str, ...]

    def name_in(self, variant: Variant) -> str:
        """The name in the variant's script, else as stored."""
        base = base_of(variant)
        if not is_native(variant):
            return self.name
        return next((name for name in self.spellings if script_of(name[0]) == base), self.name)


@cache
def _cities() -> tuple[City, ...]:
    """Every town, the largest first."""
    rows = (line.split("\t") for line in _TABLE.read_text("utf-8").splitlines())
    return tuple(
        City(name, state, int(population), tuple(filter(None, spellings.split(","))))
        for name, state, population, spellings in rows
    )


@cache
def _phrases() -> Phrases[tuple[City, ...]]:
    entries: dict[str, tuple[City, ...]] = {}
    for city in _cities():
        for spelling in (city.name, *city.spellings):
            key = squeeze(spelling)
            if len(key) > 1:
                entries[key] = (*entries.get(key, ()), city)
    return Phrases(entries)


@cache
def _sounds() -> dict[str, City]:
    return {
        key: city
        for city in reversed(_cities())
        for name in (city.name, *city.spellings)
        if city.population >= _KNOWN_BY_ALL and len(key := phonetic_key(name)) >= 4
    }


@cache
def _states() -> Phrases[str]:
    entries = {state: state for state in sorted({city.state for city in _cities()})}
    for line in _STATE_WORDS.strip().splitlines():
        state, _, words = line.partition(":")
        entries |= dict.fromkeys((word.strip() for word in words.split(",")), state)
    return Phrases(entries)


def find_states(message: Message) -> list[Hit[str]]:
    """Indian States named in a message."""
    return _states().find(message)


def find_cities(message: Message) -> list[Hit[City]]:
    """Towns named in a message, left to right; a namesake is told by the State beside it."""
    named = find_states(message)
    states = {hit.value for hit in named}
    found = _phrases().find(message)
    # "Aurangabad, Bihar": a State beside a town is not a town of that name.
    of_states = {hit.first for hit in named}
    if any(hit.first not in of_states for hit in found):
        found = [hit for hit in found if hit.first not in of_states]
    hits = []
    for hit in found:
        city = next((city for city in hit.value if city.state in states), hit.value[0])
        hits.append(Hit(city, hit.first, hit.after, hit.exact))
    taken = {place for hit in hits for place in range(hit.first, hit.after)}
    for place, token in enumerate(message.tokens):
        if token.text in _NO_TOWN:
            continue
        if place not in taken and token.script in ("latin", "hi", "ta", "te"):
            city_by_sound = _sounds().get(phonetic_key(token.text))
            if city_by_sound:
                hits.append(Hit(city_by_sound, place, place + 1, exact=False))
    return sorted(hits, key=lambda hit: hit.first)


def city_named(name: str) -> City | None:
    """The largest town of exactly that name, in any spelling."""
    found = _phrases().get(name)
    if found:
        return found[0]
    hits = find_cities(read(name))
    return hits[0].value if len(hits) == 1 else None


def likely_city(name: str) -> City | None:
    """A well-known town that the name may be a misspelling of."""
    known = {city.name: city for city in _cities() if city.population >= _KNOWN_BY_ALL}
    best = process.extractOne(name.strip().title(), known.keys(), scorer=fuzz.ratio)
    return known[best[0]] if best and best[1] >= _ALIKE else None
