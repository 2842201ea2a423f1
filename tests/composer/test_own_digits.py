"""Digits of her script when she asks for them; what is dialled or tapped stays in Latin ones."""

import pytest

from app.core.variants import Variant
from tests.composer.channels import drafted, mendable
from tests.composer.shops import SWEETS, Wish

WISHES: tuple[tuple[str, Variant, str], ...] = (
    ("kaju katli 20% off, devanagari ankon mein likho", "hi", "२०%"),
    ("काजू कतली 20% छूट, देवनागरी अंकों में", "hi", "२०%"),
    ("kaju katli 20% off, tamil ank mein likho", "ta", "௨௦%"),
    ("కాజు కట్లి 20% తగ్గింపు, తెలుగు అంకెల్లో", "te", "౨౦%"),
)


def wish(request: str, skill: str) -> Wish:
    inputs = {"request": request, "product": "kaju katli", "discount_percent": 20}
    return Wish("digits", skill, inputs, SWEETS)


@pytest.mark.parametrize("skill", ["whatsapp_broadcast", "poster_text", "google_business_post"])
@pytest.mark.parametrize(("request_", "variant", "percent"), WISHES)
def test_figures_are_in_her_digits(
    request_: str, variant: Variant, percent: str, skill: str
) -> None:
    for attempt in range(3):
        draft = drafted(wish(request_, skill), variant, attempt)
        assert percent in draft.text
        assert "20" not in draft.text
        assert skill == "google_business_post" or str(SWEETS["phone"]) in draft.text
        assert not mendable(wish(request_, skill), variant, attempt)


def test_nobody_who_did_not_ask_gets_them() -> None:
    assert "20%" in drafted(wish("kaju katli 20% off", "poster_text"), "hi").text


def test_latin_letters_keep_latin_digits() -> None:
    asked = wish("kaju katli 20% off, hindi ank", "poster_text")
    assert "20%" in drafted(asked, "hi-Latn").text
