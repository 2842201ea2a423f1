"""Address, hours and closing day are said where a shopkeeper says them, and only when told."""

import pytest

from agents.providers.composer.compose import compose
from agents.providers.composer.facts import gather
from app.core.variants import VARIANTS, Variant
from tests.composer.channels import drafted, mendable
from tests.composer.shops import SWEETS, Wish, composition

KNOWN = {
    **SWEETS,
    "address": "12, MG Road, near bus stand",
    "hours": "10:00-21:00",
    "closed_on": ["sunday"],
}
SUNDAY = {
    "en": "Sunday",
    "hi": "रविवार",
    "ta": "ஞாயிற்றுக்கிழமை",
    "te": "ఆదివారం",
    "hi-Latn": "Sunday",
    "ta-Latn": "Sunday",
    "te-Latn": "Sunday",
}
PROFILE = Wish(
    "profile", "google_business_post", {"product": "kaju katli", "discount_percent": 20}, KNOWN
)
POSTER = Wish("poster", "poster_text", {"product": "kaju katli", "discount_percent": 20}, KNOWN)
HOURS = Wish("hours", "customer_reply", {"message": "shop kab khula hai timing"}, KNOWN)
PLACE = Wish("place", "customer_reply", {"message": "where is your shop"}, KNOWN)

each_variant = pytest.mark.parametrize("variant", VARIANTS)


@each_variant
@pytest.mark.parametrize("attempt", range(5))
def test_a_profile_post_says_where_and_when(variant: Variant, attempt: int) -> None:
    made = composition(PROFILE, variant, attempt)
    text, known = compose(made).text, gather(made).values
    assert known["address"] in text
    assert known["hours"] in text
    assert SUNDAY[variant] in text


@each_variant
@pytest.mark.parametrize("wish", [PROFILE, POSTER, HOURS, PLACE], ids=lambda wish: wish.name)
def test_the_critic_finds_nothing_to_mend(wish: Wish, variant: Variant) -> None:
    for attempt in range(4):
        assert not mendable(wish, variant, attempt)


@each_variant
def test_a_poster_has_the_street_and_the_hours(variant: Variant) -> None:
    made = composition(POSTER, variant)
    text, known = compose(made).text, gather(made).values
    assert known["address"] in text.splitlines()
    assert known["hours_short"] in text


@each_variant
def test_a_customer_who_asks_is_told(variant: Variant) -> None:
    known = gather(composition(HOURS, variant)).values
    answer = drafted(HOURS, variant).text
    assert known["hours"] in answer
    assert SUNDAY[variant] in answer
    assert known["address"] in drafted(PLACE, variant).text


@each_variant
def test_what_nobody_told_is_not_said(variant: Variant) -> None:
    known = gather(composition(Wish("bare", "poster_text", {}, SWEETS), variant)).values
    assert not {"address", "hours", "hours_short", "closed", "daily"} & known.keys()


def test_open_on_all_days_is_said_so() -> None:
    daily = Wish("daily", "customer_reply", HOURS.inputs, {**KNOWN, "closed_on": []})
    assert "day" in drafted(daily, "en").text
    assert "closed" not in drafted(daily, "en").text
