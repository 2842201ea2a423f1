"""An answer to one customer: from what is known, and sorry only for what was said."""

from itertools import combinations
from typing import Any

import pytest

from agents.checks import CHECKS
from agents.providers.composer.compose import alike
from agents.providers.composer.facts import gather
from agents.providers.composer.review import read_question
from app.core.variants import VARIANTS, Variant
from tests.agents.subjects import right
from tests.composer.channels import CLINIC, drafted, mendable
from tests.composer.shops import (
    BOUTIQUE,
    MEDICAL,
    MOBILE,
    NOBODY,
    SALON,
    SWEETS,
    Wish,
    composition,
)

ASKED: tuple[tuple[str, dict[str, Any], dict[str, Any]], ...] = (
    (
        "how much is the facial",
        {"product": "facial", "amount_inr": 499, "amount_is": "price"},
        SALON,
    ),
    ("bridal makeup ka rate kya hai", {"product": "bridal makeup"}, SALON),
    ("shop enga irukku", {}, SALON),
    ("where is your shop", {}, MEDICAL),
    ("sunday ko khula hai kya", {}, SWEETS),
    ("do you deliver to Andheri", {}, SWEETS),
    ("நீல புடவை இருக்கா", {}, BOUTIQUE),
    ("thoda kam karo na", {}, BOUTIQUE),
    ("any discount?", {"discount_percent": 10, "request": "10% de sakte hai"}, BOUTIQUE),
    ("రేపు అపాయింట్‌మెంట్ కావాలి", {}, CLINIC),
    ("mera order kab aayega", {"customer_name": "Ramesh"}, SWEETS),
    ("thank you, sweets were very tasty", {"customer_name": "Priya"}, SWEETS),
    ("delivery bahut late hui", {"customer_name": "Suresh"}, SWEETS),
    ("cake was stale", {}, SWEETS),
    ("staff was rude", {}, MOBILE),
    ("too costly", {}, BOUTIQUE),
    ("not happy at all", {}, NOBODY),
    ("hi I came yesterday", {}, SWEETS),
)
WISHES = [
    Wish(words, "customer_reply", {"message": words, **inputs}, shop)
    for words, inputs, shop in ASKED
]
TOO_ALIKE = 0.6

each_variant = pytest.mark.parametrize("variant", VARIANTS)
each_wish = pytest.mark.parametrize("wish", WISHES, ids=lambda wish: wish.name)


def about(words: str) -> Wish:
    return next(wish for wish in WISHES if wish.name == words)


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("what is the rate of kaju katli", ["asks_price"]),
        ("कितने का है", ["asks_price"]),
        ("விலை என்ன", ["asks_price"]),
        ("ధర ఎంత", ["asks_price"]),
        ("evlo", ["asks_price"]),
        ("dukaan kahan hai", ["asks_place"]),
        ("kitne baje khula hai", ["asks_open"]),
        ("home delivery undaa", ["asks_delivery", "asks_stock"]),
        ("ऑर्डर कब आएगा", ["asks_when"]),
        ("discount milega kya", ["asks_stock", "asks_offer"]),
        ("i came yesterday", []),
        ('reply to "do you deliver" what is the price', ["asks_delivery"]),
    ],
)
def test_a_question_is_heard(text: str, asked: list[str]) -> None:
    assert set(asked) <= set(read_question(text)) if asked else not read_question(text)


@each_wish
@each_variant
def test_an_answer_is_right_and_another_one_is_another(wish: Wish, variant: Variant) -> None:
    texts = [drafted(wish, variant, attempt).text for attempt in range(5)]
    for attempt, text in enumerate(texts):
        assert not mendable(wish, variant, attempt), f"{mendable(wish, variant, attempt)}\n{text}"
        assert len(text) <= 800
    facts = gather(composition(wish, variant))
    for one, other in combinations(texts, 2):
        assert alike(one, other, facts) < TOO_ALIKE, f"{one}\n==\n{other}"


@each_variant
def test_what_she_knows_is_said_and_what_nobody_told_is_not(variant: Variant) -> None:
    for attempt in range(5):
        assert "₹499" in drafted(about("how much is the facial"), variant, attempt).text
        assert "10%" in drafted(about("any discount?"), variant, attempt).text
        asked = drafted(about("bridal makeup ka rate kya hai"), variant, attempt).text
        assert "₹" not in asked
        opening = drafted(about("sunday ko khula hai kya"), variant, attempt).text
        assert not any(char.isdigit() for char in opening)


@each_variant
def test_an_apology_stands_only_where_something_was_wrong(variant: Variant) -> None:
    check = CHECKS["unsaid_fault"]
    for attempt in range(5):
        sorry = drafted(about("delivery bahut late hui"), variant, attempt).text
        told = {"message": "delivery bahut late hui"}
        assert check.check(right(variant, text=sorry, inputs=told)).passed
        # The same apology to somebody who only asked where the shop is.
        asked = {"message": "where is your shop"}
        assert not check.check(right(variant, text=sorry, inputs=asked)).passed, sorry


def test_a_fault_nobody_named_stops_the_answer() -> None:
    check = CHECKS["unsaid_fault"]
    late = {"message": "it came very late"}
    found = check.check(right("en", text="Sorry, the sweets were stale.", inputs=late))
    assert (found.severity, found.params) == ("stop", {"words": "stale"})
    glad = check.check(right("en", text="Sorry about that.", inputs={"message": "very tasty"}))
    assert (glad.severity, glad.params) == ("look", {"words": "sorry"})
    assert check.check(right("en", text="Sorry for the delay.", inputs=late)).passed
