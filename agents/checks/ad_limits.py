"""Every line of an ad fits its place, and there are enough of them.

Responsive search ads take headlines of 30 and descriptions of 90 characters, three and two at
least; an exclamation mark in a headline and a telephone number are turned back: Google Ads help,
"About responsive search ads", "Punctuation and symbols" (checked 23 Nov 2026).
"""

from itertools import chain
from typing import Final

from agents.ad_text import read_ad
from agents.checks.base import Finding, Subject, right, wrong

NAME: Final = "ad_limits"
NEEDS: Final = frozenset({"text", "params", "festival", "foundation"})

HEADLINE: Final = 30
DESCRIPTION: Final = 90
FEWEST_HEADLINES: Final = 3
FEWEST_DESCRIPTIONS: Final = 2


def check(subject: Subject) -> Finding:
    """Fails on a line too long, then on what no ad may hold, then on too few lines."""
    ad, params = read_ad(subject.text), subject.params
    headline, description = params.get("headline", HEADLINE), params.get("description", DESCRIPTION)
    for line, most in chain(
        ((line, headline) for line in ad.headlines),
        ((line, description) for line in ad.descriptions),
    ):
        if len(line) > most:
            return wrong(NAME, weight="stop", words=line, count=len(line), max=most)
    phone = next((figure.text.strip() for figure in subject.figures if figure.kind == "phone"), "")
    shout = next((line for line in ad.headlines if "!" in line), "")
    if phone or shout:
        return wrong(NAME, "marks", weight="look", words=phone or shout)
    mourned = subject.festival is not None and not subject.festival.sell
    low, high = FEWEST_HEADLINES, FEWEST_DESCRIPTIONS
    known = bool(subject.foundation.get("business_name"))
    if mourned:
        return right(NAME)
    if len(ad.headlines) < low or len(ad.descriptions) < high:
        return wrong(NAME, "few", weight="look", mendable=known, low=low, high=high)
    return right(NAME)
