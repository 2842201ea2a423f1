"""Each channel's draft is as the channel takes it, seven ways, and the critic is content."""

from dataclasses import replace
from itertools import combinations

import pytest

from agents.ad_text import read_ad
from agents.providers.composer.compose import alike
from agents.providers.composer.facts import gather
from app.core.variants import VARIANTS, Variant, is_native
from integrations.india.sms import measure
from tests.composer.channels import drafted, listings, mendable, wishes
from tests.composer.shops import Wish, composition

SKILLS = ("sms_promo", "facebook_post", "google_business_post", "ad_copy", "email_campaign")
WISHES = [wish for skill in SKILLS for wish in wishes(skill)]
TOO_ALIKE = 0.6

each_variant = pytest.mark.parametrize("variant", VARIANTS)
each_wish = pytest.mark.parametrize("wish", WISHES, ids=lambda wish: f"{wish.skill} {wish.name}")


def of(skill: str) -> list[Wish]:
    return [wish for wish in WISHES if wish.skill == skill]


@each_wish
@each_variant
def test_the_critic_finds_nothing_a_writer_could_mend(wish: Wish, variant: Variant) -> None:
    for attempt in range(6):
        found = mendable(wish, variant, attempt)
        assert not found, f"{found}\n{drafted(wish, variant, attempt).text}"


@each_wish
@each_variant
def test_five_drafts_are_clearly_different(wish: Wish, variant: Variant) -> None:
    texts = [drafted(wish, variant, attempt).text for attempt in range(5)]
    facts = gather(composition(wish, variant))
    for one, other in combinations(texts, 2):
        assert alike(one, other, facts) < TOO_ALIKE, f"{one}\n==\n{other}"


@pytest.mark.parametrize("wish", of("sms_promo"), ids=lambda wish: wish.name)
@each_variant
def test_an_sms_is_short_plain_and_can_be_stopped(wish: Wish, variant: Variant) -> None:
    """One part in Latin letters, two at most in her script; no rupee sign where it costs half."""
    for attempt in range(8):
        text = drafted(wish, variant, attempt, always_say=()).text
        size = measure(text)
        assert size.parts <= (2 if is_native(variant) else 1), text
        assert size.encoding == ("unicode" if is_native(variant) else "gsm7"), text
        assert text.endswith("STOP")
        assert "\n" not in text
        assert ": :" not in text
        if name := wish.foundation.get("business_name"):
            assert name in text
        if (phone := wish.foundation.get("phone")) and wish.name != "mourning":
            assert phone in text


@pytest.mark.parametrize("wish", of("facebook_post"), ids=lambda wish: wish.name)
@each_variant
def test_a_facebook_post_ends_in_a_question(wish: Wish, variant: Variant) -> None:
    """A question is what neighbours answer; no bold marks, which the page would show as stars."""
    for attempt in range(5):
        text = drafted(wish, variant, attempt).text
        assert "*" not in text
        assert "#" not in text
        assert "STOP" not in text
        assert wish.name == "mourning" or "?" in text.splitlines()[-1]


@pytest.mark.parametrize("wish", of("google_business_post"), ids=lambda wish: wish.name)
@each_variant
def test_a_google_post_has_its_button_and_no_number(wish: Wish, variant: Variant) -> None:
    """Booking leads to a page of her own; without one the button calls."""
    for attempt in range(5):
        made = drafted(wish, variant, attempt)
        assert made.extras["button"] == ("book" if wish.foundation.get("website") else "call")
        phone = wish.foundation.get("phone")
        assert phone is None or phone not in made.text
        name = wish.foundation.get("business_name")
        assert name is None or name in made.text
        assert "\n" not in made.text


@pytest.mark.parametrize("wish", of("ad_copy"), ids=lambda wish: wish.name)
@each_variant
def test_an_ad_fits_its_form(wish: Wish, variant: Variant) -> None:
    """Headlines of thirty letters, descriptions of ninety, in the text as in the extras."""
    for attempt in range(6):
        made = drafted(wish, variant, attempt)
        ad = read_ad(made.text)
        if wish.name == "mourning":
            continue
        assert ad.extras() == {name: made.extras[name] for name in ("headlines", "descriptions")}
        assert all(len(line) <= 30 for line in ad.headlines), ad.headlines
        assert all(len(line) <= 90 for line in ad.descriptions), ad.descriptions
        assert len(ad.descriptions) >= 2
        assert len(ad.headlines) >= (3 if wish.foundation else 2)
        assert "!" not in made.text
        assert len(set(ad.headlines)) == len(ad.headlines)


@pytest.mark.parametrize("wish", of("email_campaign"), ids=lambda wish: wish.name)
@each_variant
def test_a_mail_has_a_subject_and_a_preview_beside_its_body(wish: Wish, variant: Variant) -> None:
    for attempt in range(6):
        made = drafted(wish, variant, attempt)
        subject, preview = made.extras["subject"], made.extras.get("preview", "")
        assert 3 <= len(subject) <= 45
        assert len(preview) <= 90
        assert not made.text.startswith(subject)
        assert wish.name == "mourning" or preview
        assert made.text.splitlines()[0].endswith(",")
        assert "STOP" in made.text.splitlines()[-1]
        assert "*" not in subject + preview + made.text


DETAILS: dict[Variant, str] = {
    "en": "500 g box, keeps for 10 days",
    "hi": "500 ग्राम का डिब्बा, 10 दिन चलता है",
    "ta": "500 கிராம் பாக்ஸ், 10 நாள் வைக்கலாம்",
    "te": "500 గ్రాముల బాక్స్, 10 రోజులు ఉంటుంది",
    "hi-Latn": "500 g ka dabba, 10 din chalta hai",
    "ta-Latn": "500 g box, 10 naal vekkalaam",
    "te-Latn": "500 g box, 10 rojulu untundi",
}


@pytest.mark.parametrize("wish", listings(), ids=lambda wish: wish.name)
@each_variant
def test_a_listing_says_what_she_says_of_it(wish: Wish, variant: Variant) -> None:
    """Title first, her words as they are where they can be read, five texts that differ."""
    told = replace(wish, inputs={**wish.inputs, "details": DETAILS[variant]})
    texts = [drafted(told, variant, attempt).text for attempt in range(5)]
    facts = gather(composition(told, variant))
    for attempt, text in enumerate(texts):
        assert not mendable(told, variant, attempt), text
        assert facts.values["product"].casefold() in text.splitlines()[0].casefold()
        assert DETAILS[variant].casefold() in text.casefold()
    for one, other in combinations(texts, 2):
        assert alike(one, other, facts) < TOO_ALIKE, f"{one}\n==\n{other}"


def test_a_listing_leaves_out_words_its_reader_cannot_read() -> None:
    wish = listings()[0]
    told = replace(wish, inputs={**wish.inputs, "details": DETAILS["hi"]})
    assert DETAILS["hi"] not in drafted(told, "ta").text
