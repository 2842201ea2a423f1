"""No two requests that want different drafts meet; those that want the same one mostly do."""

from collections import Counter
from datetime import date, timedelta
from typing import Any
from uuid import UUID

import pytest

from agents.economics.semantic_cache import (
    Asked,
    FestivalDay,
    fact_digests,
    facts_hold,
    key_of,
    still_true,
    time_of,
)
from agents.economics.semantic_cache_words import signature
from app.core.variants import Variant
from tests.agents.adversarial_requests import CHANGES, pairs, same
from tests.fixtures.counts import FULL

TODAY = date(2026, 10, 26)
PAIRS = 100_000 if FULL else 1_500


def meet(one: Asked, other: Asked) -> bool:
    a, b = key_of(one), key_of(other)
    return (a.partition, a.near) == (b.partition, b.near)


def test_no_adversarial_pair_meets() -> None:
    """By words alone: slots, which are a second wall, are left out here."""
    seen: Counter[str] = Counter()
    for pair in pairs(2026, PAIRS):
        seen[pair.what] += 1
        assert not meet(pair.one, pair.other), (pair.what, pair.one.said, pair.other.said)
    assert seen.total() == PAIRS
    assert set(seen) == set(CHANGES)


def test_the_same_request_mostly_meets_itself() -> None:
    """The control: what only differs in noise is found, else the pairs above would prove little.

    Not all of it: "chahiye" behind anything but the message may say that the thing is wanted."""
    count = PAIRS // 15
    found = sum(meet(one, other) for one, other in same(7, count))
    assert found / count >= 0.9


SAME: list[tuple[Variant, str, str]] = [
    ("en", "whatsapp message for Diwali, 20% off on kaju katli",
     "Please write a WhatsApp msg for diwali: 20 % off on Kaju Katali"),
    ("en", "Whatsapp message, kaju katli 20% off for Diwali",
     "20% off on kaju katli, whatsapp message for diwali"),
    ("hi-Latn", "dukan subah 9 se raat 9 khuli, whatsapp message chahiye",
     "whatsapp message bana do, dukan subah 9 se raat 9 khuli"),
    ("en", "silk saree ₹1,500, poster", "poster: silk saree rs 1500/-"),
    ("hi-Latn", "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off",
     "kaju katli par bees percent discount, diwali ka whatsapp msg bana do"),
    ("hi", "दिवाली के लिए व्हाट्सएप मैसेज लिखिए, काजू कतली पर २०% छूट",
     "नमस्ते, काजू कटली पर 20% छूट दिवाली का व्हाट्सएप मैसेज चाहिए"),
    ("ta", "வாட்ஸ்அப் மெசேஜ் எழுதுங்க, காஜு கத்லி ௨௦% தள்ளுபடி",
     "காஜு கட்லி 20% தள்ளுபடி வாட்ஸ்அப் மெசேஜ் வேணும்"),
    ("te", "దీపావళి వాట్సాప్ మెసేజ్ రాయండి, కాజు కత్లీ 20% తగ్గింపు",
     "కాజూ కట్లీ 20 శాతం తగ్గింపు, దీపావళి వాట్సాప్ మెసేజ్ కావాలి"),
]  # fmt: skip


@pytest.mark.parametrize(("variant", "one", "other"), SAME)
def test_said_otherwise(variant: Variant, one: str, other: str) -> None:
    assert signature(one, variant, TODAY) == signature(other, variant, TODAY)


DIFFERENT: list[tuple[Variant, str, str]] = [
    ("hi-Latn", "insta nahi whatsapp message", "insta whatsapp nahi message"),
    ("hi-Latn", "insta nahi, whatsapp pe", "insta, nahi whatsapp pe"),
    ("hi-Latn", "delivery nahi, whatsapp message", "delivery, nahi whatsapp message"),
    ("hi-Latn", "dukan khuli, whatsapp nahi poster", "whatsapp, dukan khuli nahi poster"),
    ("hi-Latn", "raju se sita ko gift message", "raju ko sita se gift message"),
    ("hi-Latn", "kurta pe 20% off", "kurti pe 20% off"),
    ("hi-Latn", "peda 20% off", "petha 20% off"),
    ("en", "shirts 20% off jeans", "20% off shirts jeans"),
    ("en", "buy 2 get 1 free", "buy 1 get 2 free"),
    ("en", "saree 500 off", "saree 500"),
    ("en", "say 1,500 rupees", "say 1.500 rupees"),
    ("en", "open 9:30 to 10", "open 9 30 to 10"),
    ("en", "2 kg cake", "2-kg-500 cake"),
    ("en", "we don't deliver", "we deliver"),
    ("ta", "தீபாவளி வரை ஆஃபர்", "தீபாவளி ஆஃபர்"),
    ("ta-Latn", "deepavali ku offer vendam", "deepavali ku offer venum"),
    ("te-Latn", "delivery undi", "delivery ledu"),
    ("en", "chaitra navratri poster", "navratri poster"),
]


@pytest.mark.parametrize(("variant", "one", "other"), DIFFERENT)
def test_not_the_same(variant: Variant, one: str, other: str) -> None:
    assert signature(one, variant, TODAY) != signature(other, variant, TODAY)


def asked(said: str = "diwali message", **changes: Any) -> Asked:
    values: dict[str, Any] = {"tenant_id": UUID(int=1), "skill_hash": "a", "said": said}
    return Asked(**{**values, "talk": "en", "language": "en", "today": TODAY, **changes})


def test_slots_are_a_second_wall() -> None:
    one, other = ({"date_until": day} for day in ("2026-11-01", "2026-11-08"))
    assert not meet(asked(slots=one), asked(slots=other))
    assert meet(asked(slots={"product": "kaju katli"}), asked(slots={"product": "Kaju Katali"}))
    assert not meet(asked(answers={"text": "a"}), asked(answers={"text": "b"}))


def test_a_long_text_counts_as_it_stands() -> None:
    text = "please translate this " + "kaju katli and jalebi " * 40
    assert not meet(asked(text), asked(text.replace("please ", "")))
    assert meet(asked(text), asked(text.upper()))


def test_the_time_a_request_belongs_to() -> None:
    day = FestivalDay("diwali", date(2026, 11, 8))
    assert time_of(asked()) == ["2026-Q4"]
    assert time_of(asked("offer only tomorrow")) == ["2026-10-26"]
    near = [time_of(asked(festival=day, today=day.day - timedelta(days=n)))[-1] for n in range(9)]
    assert near == ["0", "1", *["soon"] * 6, "ahead"]


@pytest.mark.parametrize(
    ("text", "days", "holds"),
    [
        ("20% off on kaju katli. Call 9876543210", 6, True),
        ("Offer till 1 November", 5, True),
        ("Offer till 1 November", 7, False),
        ("Come tomorrow!", 1, False),
        ("Come tomorrow!", 0, True),
        ("Only 3 days left", 1, False),
        ("Open every Sunday", 6, True),
        ("Open every Sunday", 46, False),
    ],
)
def test_what_a_draft_says_of_time(text: str, days: int, holds: bool) -> None:
    assert still_true(text, "en", TODAY, TODAY + timedelta(days=days)) is holds


def test_a_fact_that_changed_drops_what_leans_on_it() -> None:
    facts = {"phone": "9876543210", "city": "Pune", "hours": "9-9"}
    kept = fact_digests(facts, ["phone", "city", "vpa"])
    assert [name for name, _ in kept] == ["phone", "city"]
    assert facts_hold(kept, {**facts, "hours": "8-8"})
    assert not facts_hold(kept, {**facts, "phone": "9876543211"})
    assert not facts_hold(kept, {"phone": "9876543210"})
