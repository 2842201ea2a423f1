"""Goods that run out unsaid, ailments that go away, and a name inside another name."""

from dataclasses import replace

import pytest

from agents.checks import business_name, fake_urgency, health_claim
from app.core.variants import Variant
from tests.agents.subjects import right

SCARCE: list[tuple[Variant, str]] = [
    ("en", "Only 3 left, 20% off till 8 Nov."),
    ("en", "Last few pieces."),
    ("hi", "सिर्फ़ 5 बचे हैं।"),
    ("ta", "3 மட்டும் இருக்கு."),
    ("te", "5 మాత్రమే మిగిలాయి."),
    ("hi-Latn", "sirf 4 piece bache hain."),
    ("ta-Latn", "konjam dhaan irukku."),
    ("te-Latn", "6 matrame unnayi."),
]


@pytest.mark.parametrize(("variant", "text"), SCARCE)
def test_a_last_day_does_not_excuse_goods_running_out(variant: Variant, text: str) -> None:
    slots = {"date": "2026-11-08", "date_until": "2026-11-08"}
    subject = right(variant, text=text, slots=slots)
    assert not fake_urgency.check(subject).passed
    assert fake_urgency.check(replace(subject, said=(text,))).passed


def test_a_first_day_is_no_reason_to_hurry() -> None:
    until = right("en", text="Hurry!", slots={"date": "2026-11-08", "date_until": "2026-11-08"})
    since = right("en", text="Hurry!", slots={"date": "2026-11-08", "date_from": "2026-11-08"})
    assert fake_urgency.check(until).passed
    assert not fake_urgency.check(since).passed


HEALED: list[tuple[Variant, str]] = [
    ("hi", "शुगर ठीक करती है।"),
    ("ta", "மூட்டு வலி சரியாகும்."),
    ("te", "షుగర్ పూర్తిగా నయం అవుతుంది."),
    ("hi-Latn", "joint pain 7 din me theek."),
]


@pytest.mark.parametrize(("variant", "text"), HEALED)
def test_an_ailment_that_goes_away_is_a_promise(variant: Variant, text: str) -> None:
    assert health_claim.check(right(variant, text=text)).severity == "stop"


@pytest.mark.parametrize("text", ["मोबाइल ठीक करते हैं।", "sugar free mithai", "sugar test ₹99"])
def test_repairs_and_sugar_are_no_promise(text: str) -> None:
    assert health_claim.check(right("hi", text=text)).passed


@pytest.mark.parametrize(
    ("text", "there"),
    [
        ("Priya Boutique", False),
        ("*Riya Boutique* par aaiye", True),
        ("riya-boutique", True),
        ("RIYA BOUTIQUE.", True),
        ("(Riya Boutique)", True),
    ],
)
def test_a_name_begins_at_a_word(text: str, there: bool) -> None:
    subject = right("hi-Latn", text=text, foundation={"business_name": "Riya Boutique"})
    assert business_name.check(subject).passed is there
