"""Several languages asked for at once: "in both Tamil and Telugu", "tamil aur telugu dono mein"."""

import itertools
from datetime import date
from typing import Final, cast

from agents.understanding.channels import is_meant, is_refused
from agents.understanding.reading import Reading
from agents.understanding.words import phrases
from app.core.variants import Variant
from integrations.languages.text import Hit, read

MOST_BETWEEN: Final = 3
NEAR_BOTH: Final = 3
_MIXED: Final = frozenset({"mix", "mixed", "mixing", "मिक्स", "மிக்ஸ்", "మిక్స్", "to", "se", "from"})
# Tamil and Telugu may join the "and" to each of the names.
_AND: Final = ("um", "layum", "lum", "ும்", "லயும்", "லும்", "లోనూ", "lonu", "loonu")


def languages_together(text: str) -> tuple[Variant, ...]:
    """The ways of writing that are all wanted, in the order said; empty when one or none is."""
    reading = Reading(read(text), None, date.min)
    hits: list[Hit[str]] = []
    for hit in phrases("languages").find(reading.message):
        if hit.value not in [other.value for other in hits]:
            hits.append(hit)
    until = len(reading.tokens)
    wanted = [hit for hit in hits if not is_refused(reading, hit, 0, until)]
    if len(wanted) < 2:
        return ()
    span = range(wanted[0].first, min(until, wanted[-1].after + 2))
    if any(reading.word(place) in _MIXED for place in span):
        return ()
    if not all(itertools.starmap(_near, itertools.pairwise(wanted))):
        return ()
    if not (_both(reading, wanted) or _joined(reading, wanted)):
        return ()
    return tuple(cast(Variant, hit.value) for hit in wanted)


def _near(one: Hit[str], other: Hit[str]) -> bool:
    return other.first - one.after <= MOST_BETWEEN


def _both(reading: Reading, hits: list[Hit[str]]) -> bool:
    beside = (
        *range(hits[0].first - 2, hits[0].first),
        *range(hits[-1].after, hits[-1].after + NEAR_BOTH),
    )
    return any(reading.is_form_of(place, "both") for place in beside)


def _joined(reading: Reading, hits: list[Hit[str]]) -> bool:
    """An "and" between them, and words that say the text shall be in them."""
    if all(_carries_and(reading, hit) for hit in hits):
        return True
    joined = all(
        any(reading.is_form_of(place, "joins") for place in range(one.after, other.first))
        for one, other in itertools.pairwise(hits)
    )
    return joined and any(is_meant(reading, hit) for hit in hits)


def _carries_and(reading: Reading, hit: Hit[str]) -> bool:
    own, behind = reading.word(hit.after - 1), reading.word(hit.after)
    return (not hit.exact and own.endswith(_AND)) or behind in _AND
