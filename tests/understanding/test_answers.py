"""Answers to our questions: as typed, in any variant, with what is wrong said exactly."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.understanding.answers import read_answer
from app.core.variants import Variant
from integrations.india.cities import city_named


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("meri dukaan ka naam Gupta Sweets hai", "Gupta Sweets"), ("Gupta Sweets", "Gupta Sweets"),
        ("gupta sweets", "gupta sweets"),
        ("My shop is called Sri Murugan Stores", "Sri Murugan Stores"),
        ("मेरी दुकान का नाम गुप्ता स्वीट्स है", "गुप्ता स्वीट्स"),
        ("எங்க கடை பேரு முருகன் ஸ்டோர்ஸ்", "முருகன் ஸ்டோர்ஸ்"),
        ("మా షాపు పేరు లక్ష్మి సిల్క్స్ అండి", "లక్ష్మి సిల్క్స్"),
        ("enga kadai per Murugan Stores", "Murugan Stores"),
        ("maa shop peru Lakshmi Silks andi", "Lakshmi Silks"), ("it's “Cake Walk”", "Cake Walk"),
        ("hum Gupta Sweets hain", "Gupta Sweets"), ("New Lucknow Tailors", "New Lucknow Tailors"),
        ("Sharma ji ki dukaan", "Sharma ji ki dukaan"), ("Cafe Coffee Day", "Cafe Coffee Day"),
    ],
)  # fmt: skip
def test_a_shop_is_called_as_it_was_typed(text: str, name: str) -> None:
    assert read_answer("business_name", text, None).values == {"business_name": name}


TWO_FACTS: list[tuple[str, dict[str, Any]]] = [
    ("Gupta Sweets, Lucknow",
     {"business_name": "Gupta Sweets", "city": "Lucknow", "state": "Uttar Pradesh"}),
    ("we are Lakshmi Silks in Vijayawada",
     {"business_name": "Lakshmi Silks", "city": "Vijayawada", "state": "Andhra Pradesh"}),
    ("Gupta Sweets Lucknow mein",
     {"business_name": "Gupta Sweets", "city": "Lucknow", "state": "Uttar Pradesh"}),
    ("Hotel Saravana Bhavan, T Nagar, Chennai, 9876543210",
     {"business_name": "Hotel Saravana Bhavan", "area": "T Nagar", "city": "Chennai",
      "state": "Tamil Nadu", "phone": "9876543210"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "values"), TWO_FACTS, ids=[text for text, _ in TWO_FACTS])
def test_one_sentence_may_tell_several_facts(text: str, values: dict[str, Any]) -> None:
    found = read_answer("business_name", text, None)
    assert found.values == values
    assert set(found.said) == set(values)


@pytest.mark.parametrize(
    ("text", "city", "state"),
    [
        ("Lucknow", "Lucknow", "Uttar Pradesh"), ("लखनऊ", "Lucknow", "Uttar Pradesh"),
        ("madurai la", "Madurai", "Tamil Nadu"), ("மதுரை", "Madurai", "Tamil Nadu"),
        ("విజయవాడలో", "Vijayawada", "Andhra Pradesh"), ("trichy", "Tiruchirappalli", "Tamil Nadu"),
        ("hum luknow se hain", "Lucknow", "Uttar Pradesh"),
        ("vizag", "Visakhapatnam", "Andhra Pradesh"),
        ("nahi, Pune nahi, Nashik", "Nashik", "Maharashtra"),
        ("Aurangabad, Bihar", "Aurangabad", "Bihar"),
        ("Aurangabad", "Aurangabad", "Maharashtra"), ("bangalore", "Bengaluru", "Karnataka"),
        ("Hyderabad", "Hyderabad", "Telangana"), ("दिल्ली", "Delhi", "Delhi"),
    ],
)  # fmt: skip
def test_a_city_brings_its_state(text: str, city: str, state: str) -> None:
    values = read_answer("city", text, None).values
    assert (values["city"], values["state"]) == (city, state)


def test_an_unknown_village_is_kept_as_typed() -> None:
    found = read_answer("city", "Chandpura gaon", "hi-Latn")
    assert found.values == {"city": "Chandpura gaon"}
    assert found.problem_key is None


@pytest.mark.parametrize(
    "text",
    [
        "98765 43210",
        "९८७६५४३२१०",
        "௯௮௭௬௫௪௩௨௧௦",
        "౯౮౭౬౫౪౩౨౧౦",
        "+91-98765-43210",
        "098765 43210",
        "call 9876543210",
    ],
)
def test_ten_digits_in_any_dress(text: str) -> None:
    assert read_answer("phone", text, None).values == {"phone": "9876543210"}


@pytest.mark.parametrize(
    ("text", "count", "suggestion"),
    [("987654321", 9, None), ("98765432100", 11, "9876543210"), ("mera number", 0, None)],
)
def test_says_how_many_digits_there_are(text: str, count: int, suggestion: str | None) -> None:
    found = read_answer("phone", text, None)
    assert found.problem_key == "agents.answer.phone_digits"
    assert found.params == {"count": count, "needed": 10}
    assert found.suggestion == suggestion


@pytest.mark.parametrize(
    "text",
    [
        "skip",
        "chhod dein",
        "छोड़ दें",
        "தவிர்",
        "వదిలేయండి",
        "pata nahi",
        "rehne do",
        "nahi dena",
        "vaddu",
        "later",
    ],
)
def test_every_variant_may_skip(text: str) -> None:
    assert read_answer("phone", text, None).skipped


@pytest.mark.parametrize(
    "text",
    [
        "holi ka poster banao 20% off", "diwali ke liye whatsapp message chahiye",
        "பொங்கலுக்கு வாட்ஸ்அப் மெசேஜ் வேணும்", "write an instagram post for rakhi",
    ],
)  # fmt: skip
@pytest.mark.parametrize("field", ["business_name", "city", "phone"])
def test_a_new_request_is_no_answer(field: str, text: str) -> None:
    assert read_answer(field, text, None).is_request


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("5000", {"amount_inr": 5000.0}), ("paanch hazaar", {"amount_inr": 5000.0}),
        ("₹12,500 18% gst", {"amount_inr": 12500.0, "gst_rate": 18.0}),
        ("ఐదు వేలు", {"amount_inr": 5000.0}),
    ],
)  # fmt: skip
def test_amounts_in_figures_and_words(text: str, values: dict[str, float]) -> None:
    variant: Variant = "te" if "ఐ" in text else "hi-Latn"
    assert read_answer("amount", text, variant).values == values


@pytest.mark.parametrize(
    ("text", "rate"), [("18%", 18.0), ("18", 18.0), ("nil", 0.0), ("atharah", 18.0)]
)
def test_a_rate_of_gst(text: str, rate: float) -> None:
    assert read_answer("gst_rate", text, "hi-Latn").values == {"gst_rate": rate}


def test_a_rate_that_does_not_exist_is_named() -> None:
    found = read_answer("gst_rate", "17", "en")
    assert (found.problem_key, found.params) == ("agents.answer.gst_rate_unknown", {"rate": "17"})


def test_a_review_is_taken_word_for_word() -> None:
    review = "Food was cold. Whatsapp me about Diwali offer!"
    assert read_answer("review_text", review, "en").values == {"review_text": review}


def test_products_are_a_list() -> None:
    found = read_answer("products", "kaju katli, samosa aur jalebi", "hi-Latn")
    assert found.values == {"products": ["kaju katli", "samosa", "jalebi"]}


@given(
    text=st.text(max_size=120),
    field=st.sampled_from(["business_name", "city", "phone", "amount", "gst_rate"]),
)
@settings(max_examples=150, deadline=None)
def test_any_answer_is_read_or_refused_with_a_reason(text: str, field: str) -> None:
    found = read_answer(field, text, None)
    assert found.values or found.problem_key or found.skipped or found.is_request


def test_states_are_indian_names_not_codes() -> None:
    nashik = city_named("nasik")
    assert nashik is not None
    assert nashik.name == "Nashik"
