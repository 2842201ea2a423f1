"""Several things asked for at once: "poster and WhatsApp both", "insta aur fb dono ke liye".

Only what the words join counts. "A poster for my WhatsApp status" is one thing, and so is
"insta ya whatsapp".
"""

import itertools
from datetime import date
from typing import Final

from agents.understanding.channels import about_review, is_refused
from agents.understanding.concepts import find_concepts
from agents.understanding.reading import Reading
from agents.understanding.words import phrases
from integrations.languages.text import Hit, Message, Token, read

MOST_BETWEEN: Final = 6
NEAR_BOTH: Final = 4
NEAR_NOUN: Final = 2
# Places that stand for themselves when they stand side by side: "insta fb ke liye".
_PLACES: Final = frozenset({"whatsapp", "instagram", "facebook", "google_business"})
# Tamil joins "and" to each of the things: vaatsaappum instavum.
_AND: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "ta": (("வுக்கும்", ""), ("க்கும்", "்"), ("ப்பும்", "ப்"), ("வும்", ""), ("யும்", ""), ("ும்", "்")),
    "latin": (("vukkum", ""), ("ukkum", ""), ("vum", ""), ("yum", ""), ("um", "")),
}


def formats_together(text: str) -> tuple[str, ...]:
    """The channels (or ``reel``) that are all wanted, in the order said; empty when one is."""
    reading = Reading(read(text), None, date.min)
    found = _hits(reading.message)
    hits = [hit for hit in found if _is_wanted(reading, hit, found)]
    wanted: list[Hit[str]] = []
    for hit in hits:
        if hit.value not in [other.value for other in wanted]:
            wanted.append(hit)
    if len(wanted) < 2 or _either(reading, wanted):
        return ()
    if _both(reading, wanted):
        return tuple(hit.value for hit in wanted)
    joined = [wanted[0]]
    for hit in wanted[1:]:
        if _joined(reading, joined[-1], hit):
            joined.append(hit)
        elif len(joined) == 1:
            joined = [hit]
    return tuple(hit.value for hit in joined) if len(joined) > 1 else ()


def channels_in(text: str) -> tuple[str, ...]:
    """Every channel (or ``reel``) the words name, whatever they say of it."""
    return tuple(dict.fromkeys(hit.value for hit in _hits(read(text))))


def _hits(message: Message) -> list[Hit[str]]:
    known = phrases("channels")
    hits = known.find(message)
    taken = {place for hit in hits for place in range(hit.first, hit.after)}
    for place, token in enumerate(message.tokens):
        if place in taken:
            continue
        for ending, instead in _AND.get(token.script, ()):
            bare = token.text.removesuffix(ending) + instead
            if token.text.endswith(ending) and (value := known.get(bare)) is not None:
                hits.append(Hit(value, place, place + 1, exact=False))
                break
    return sorted(hits, key=lambda hit: hit.first)


def _is_wanted(reading: Reading, hit: Hit[str], hits: list[Hit[str]]) -> bool:
    """Not ruled out, and not only the name of something else: a review's place, a handle."""
    until = min((o.first for o in hits if o.first > hit.first), default=len(reading.tokens))
    since = max((o.after for o in hits if o.first < hit.first), default=0)
    if is_refused(reading, hit, since, until) or reading.is_form_of(hit.after, "handle"):
        return False
    return hit.value != "google_business" or not about_review(reading, hit)


def _either(reading: Reading, hits: list[Hit[str]]) -> bool:
    """Whether she leaves the choice to us."""
    for one, other in itertools.pairwise(hits):
        between = range(one.after, other.first)
        if len(between) <= MOST_BETWEEN and any(
            reading.is_form_of(place, "either") for place in between
        ):
            return True
    return False


def _both(reading: Reading, hits: list[Hit[str]]) -> bool:
    """Whether a word for both stands right beside them."""
    beside = (
        *range(hits[0].first - 2, hits[0].first),
        *range(hits[-1].after, hits[-1].after + NEAR_BOTH),
    )
    return any(reading.is_form_of(place, "both") for place in beside)


def _joined(reading: Reading, one: Hit[str], other: Hit[str]) -> bool:
    between = range(one.after, other.first)
    if not between:
        return one.value in _PLACES and other.value in _PLACES
    if len(between) > MOST_BETWEEN:
        return False
    if any(reading.is_form_of(place, "joins") for place in between):
        return True
    # The word that carries the "and" may be the noun behind: insta captionum.
    return all(
        _carries_and(reading, range(hit.after - 1, until))
        for hit, until in ((one, other.first), (other, other.after + NEAR_NOUN))
    )


def _carries_and(reading: Reading, places: range) -> bool:
    return any(_has_and(reading.tokens[place]) for place in places if place < len(reading.tokens))


def _has_and(token: Token) -> bool:
    for ending, instead in _AND.get(token.script, ()):
        if token.text.endswith(ending):
            bare = token.text.removesuffix(ending) + instead
            return phrases("channels").get(bare) is not None or bool(find_concepts(bare))
    return False
