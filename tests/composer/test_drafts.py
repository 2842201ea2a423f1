"""Drafts for real shops: five that differ, each as its channel wants it, none the critic stops."""

import re
from itertools import combinations

import pytest

from agents.providers.composer.compose import alike, compose
from agents.providers.composer.facts import gather
from app.core.variants import VARIANTS, Variant, is_native
from integrations.languages.text import script_of
from tests.composer.channels import drafted, mendable
from tests.composer.shops import (
    CAPTIONS,
    GREETINGS,
    OFFERS,
    QUOTES,
    REVIEWS,
    WISHES,
    Wish,
    composition,
)

DIWALI = OFFERS[0]
TOO_ALIKE = 0.6
SEEDS = ("shop-1", "b2f7")

each_variant = pytest.mark.parametrize("variant", VARIANTS)


def texts(wish: Wish, variant: Variant, count: int = 5, **changes: object) -> list[str]:
    return [compose(composition(wish, variant, n, **changes)).text for n in range(count)]


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
@each_variant
def test_five_drafts_are_clearly_different(wish: Wish, variant: Variant) -> None:
    """Fewer than six words in ten are shared by any two, facts left out."""
    for seed in SEEDS:
        facts = gather(composition(wish, variant, seed=seed))
        for one, other in combinations(texts(wish, variant, seed=seed), 2):
            assert alike(one, other, facts) < TOO_ALIKE, f"{one}\n==\n{other}"


@pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)
@each_variant
def test_the_critic_finds_nothing_a_writer_could_mend(wish: Wish, variant: Variant) -> None:
    """Every check of the skill's own rubric, on six attempts."""
    for attempt in range(6):
        assert not mendable(wish, variant, attempt), drafted(wish, variant, attempt).text


@pytest.mark.parametrize("wish", OFFERS, ids=lambda wish: wish.name)
@each_variant
def test_a_broadcast_is_as_whatsapp_shows_it(wish: Wish, variant: Variant) -> None:
    """One bold phrase at most, the way out last, her number there, no hashtag."""
    for text in texts(wish, variant):
        assert len(text) <= 1024
        assert text.count("*") in (0, 2)
        assert all(bold == bold.strip() for bold in re.findall(r"\*([^*]*)\*", text))
        assert "STOP" in text.splitlines()[-1]
        assert "#" not in text
        assert "\n\n\n" not in text
        phone = wish.foundation.get("phone")
        assert phone is None or phone in text
        name = wish.foundation.get("business_name")
        assert name is None or name in text
        assert text.count("!") <= 1


@pytest.mark.parametrize("wish", CAPTIONS, ids=lambda wish: wish.name)
@each_variant
def test_a_caption_has_a_first_line_and_its_tags(wish: Wish, variant: Variant) -> None:
    """A line that works alone, five to eight tags at the end, two of them in her script."""
    for attempt in range(5):
        drafted = compose(composition(wish, variant, attempt))
        lines = drafted.text.splitlines()
        tags = drafted.extras["hashtags"]
        assert len(lines[0]) <= 120
        assert lines[-1].split() == tags
        assert 5 <= len(tags) <= 8
        assert len(set(tags)) == len(tags)
        native = [tag for tag in tags if not tag.isascii()]
        assert len(native) >= 2 if is_native(variant) else not native
        assert "*" not in drafted.text


@pytest.mark.parametrize("wish", GREETINGS, ids=lambda wish: wish.name)
@each_variant
def test_a_greeting_sells_nothing(wish: Wish, variant: Variant) -> None:
    """Wishes only: no number to call, no figure, the shop's name at the end."""
    for text in texts(wish, variant):
        assert "₹" not in text
        assert "%" not in text
        assert "9876543210" not in text
        name = wish.foundation.get("business_name")
        assert name is None or name in text.splitlines()[-1]


@each_variant
def test_mourning_is_not_happy(variant: Variant) -> None:
    """Muharram: no cheer, no emoji, no exclamation."""
    wish = next(wish for wish in GREETINGS if wish.festival == "muharram")
    for text in texts(wish, variant):
        assert not re.search(r"happy|mubarak|मुबारक|शुभ|வாழ்த்து|శుభ|vazhthu|subha|!", text.lower())
        assert all(script_of(char) != "other" or ord(char) < 0x2600 for char in text)


@pytest.mark.parametrize("wish", REVIEWS, ids=lambda wish: wish.name)
@each_variant
def test_an_answer_to_a_review_admits_nothing_unsaid(wish: Wish, variant: Variant) -> None:
    """Waiting, price, quality, manners and dirt are named only where the review names them."""
    words = {
        "late": r"\bwait|इंतज़ार|intezaar|காத்திரு|kaathiru|ఎదురుచూ|eduruchoo",
        "costly": r"\b(price|bill|rate) (did|left|was|felt)|दाम आपको ठीक|விலை உங்களுக்கு சரியா படல",
        "dirty": r"clean|सफ़ाई|safai|சுத்த|sutham|శుభ్ర|subhra",
    }
    said = set(_flags(wish, variant))
    for text in texts(wish, variant):
        for flag, pattern in words.items():
            if flag not in said and "likes_clean" not in said and "likes_speed" not in said:
                assert not re.search(pattern, text, re.IGNORECASE), text
        name = wish.inputs.get("customer_name")
        if name and name.isascii() and not is_native(variant):
            assert text.startswith(name)


def _flags(wish: Wish, variant: Variant) -> list[str]:
    return list(gather(composition(wish, variant)).values)


@pytest.mark.parametrize("wish", QUOTES, ids=lambda wish: wish.name)
@each_variant
def test_a_quotation_shows_its_tax_in_equal_halves(wish: Wish, variant: Variant) -> None:
    """CGST and SGST the same, or IGST alone; the total is in bold."""
    for text in texts(wish, variant):
        if wish.inputs.get("interstate"):
            assert "IGST" in text
            assert "CGST" not in text
        elif wish.inputs["gst_rate"]:
            halves = re.findall(r"[CS]GST\D*(?:[\d.]+%\D*)?(₹[\d,.]*\d)", text)
            assert len(halves) == 2
            assert halves[0] == halves[1]
        assert re.search(r"\*[^*]*₹[\d,.]+[^*]*\*", text)


@each_variant
def test_another_one_differs_from_all_before(variant: Variant) -> None:
    """``avoid`` is kept away from even when the attempt does not move on."""
    made = composition(DIWALI, variant)
    facts = gather(made)
    given: list[str] = []
    for _ in range(5):
        text = compose(composition(DIWALI, variant, 0, avoid=tuple(given))).text
        assert all(alike(text, other, facts) < TOO_ALIKE for other in given)
        given.append(text)


@each_variant
def test_a_finding_is_mended(variant: Variant) -> None:
    """The plan says which sentence mends which check; here the number comes back."""
    counter = next(
        n for n in range(8) if compose(composition(DIWALI, variant, n)).angle == "counter"
    )
    before = compose(composition(DIWALI, variant, counter)).text
    after = compose(composition(DIWALI, variant, counter, findings=("business_name",))).text
    assert before != after
    assert after.count("Sharma Sweets") == before.count("Sharma Sweets") + 1


@each_variant
def test_a_seed_changes_the_words(variant: Variant) -> None:
    """Two shops asking the same thing do not get the same message."""
    one = texts(DIWALI, variant, 1, seed="one")
    other = [texts(DIWALI, variant, 1, seed=f"shop {n}")[0] for n in range(8)]
    assert any(text != one[0] for text in other)


@pytest.mark.parametrize("tone", ["funny", "formal", "devotional"])
@each_variant
def test_a_tone_is_heard(variant: Variant, tone: str) -> None:
    """Asked for, it adds a line of its own; not asked for, that line is never there."""
    plain = set("\n".join(texts(DIWALI, variant)).split("\n"))
    for attempt in range(5):
        lines = compose(composition(DIWALI, variant, attempt, tone=tone)).text.split("\n")
        assert set(lines) - plain - {""}


def test_sources_name_each_fact_stated() -> None:
    """Why? shows where each phrase comes from."""
    drafted = compose(composition(DIWALI, "hi-Latn", 1))
    fields = {source["field"] for source in drafted.sources}
    assert {"slots.discount_percent", "slots.product", "foundation.phone"} <= fields
    for source in drafted.sources:
        assert source["phrase"] in drafted.text


@pytest.mark.parametrize(
    ("variant", "product", "city"),
    [
        ("hi", "काजू कतली", "लखनऊ"),
        ("ta", "காஜு கத்லி", "லக்னோ"),
        ("te", "కాజు కట్లి", "లక్నో"),
        ("en", "kaju katli", "Lucknow"),
    ],
)
def test_names_stand_in_the_readers_script(variant: Variant, product: str, city: str) -> None:
    """Known things and places are re-spelt; the shop's own name never is."""
    for text in texts(DIWALI, variant):
        assert product.casefold() in text.casefold()
        assert "Sharma Sweets" in text
    assert any(city in text for text in texts(DIWALI, variant))
