"""What was said, in seven ways of writing."""

from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from agents.understanding.slots import read_slots
from app.core.variants import VARIANTS, Variant
from integrations.languages.phonetics import sounds_like

WEDNESDAY = date(2026, 10, 14)

DIWALI: dict[Variant, str] = {
    "en": "Need a WhatsApp message for Diwali, 20% off on kaju katli",
    "hi": "दिवाली के लिए व्हाट्सएप मैसेज चाहिए, काजू कतली पर २०% छूट",
    "ta": "தீபாவளிக்கு வாட்ஸ்அப் மெசேஜ் வேணும், காஜு கத்லிக்கு 20% தள்ளுபடி",
    "te": "దీపావళికి వాట్సాప్ మెసేజ్ కావాలి, కాజు కత్లీపై 20% తగ్గింపు",
    "hi-Latn": "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off",
    "ta-Latn": "deepavaliku whatsapp message venum, kaju katli ku 20% off",
    "te-Latn": "deepavali ki whatsapp message kavali, kaju katli pai 20% off",
}


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_first_request_in_all_variants(variant: Variant) -> None:
    known = read_slots(DIWALI[variant], variant, WEDNESDAY).known()
    assert sounds_like(known.pop("product"), "kaju katli")
    assert known == {"channel": "whatsapp", "festival": "diwali", "discount_percent": 20}


SAID: list[tuple[Variant, str, dict[str, Any]]] = [
    ("hi-Latn", "bees percent off saree par sunday tak",
     {"discount_percent": 20, "product": "saree", "date": "2026-10-18",
      "date_until": "2026-10-18"}),
    ("ta", "பட்டு புடவைக்கு இருபது சதவீதம் தள்ளுபடி",
     {"discount_percent": 20, "product": "பட்டு புடவை"}),
    ("ta-Latn", "pattu pudavai ku irubathu percent thallupadi, insta post podunga",
     {"discount_percent": 20, "product": "pattu pudavai", "channel": "instagram"}),
    ("te", "రంజాన్ కి బిర్యానీ మీద 15 శాతం ఆఫర్, వాట్సాప్ లో పెట్టాలి",
     {"festival": "eid_ul_fitr", "discount_percent": 15, "product": "బిర్యానీ",
      "channel": "whatsapp"}),
    ("te-Latn", "pattu cheerala pai 30% off instagram caption rayandi funny ga",
     {"discount_percent": 30, "product": "pattu cheeralu", "channel": "instagram",
      "tone": "funny"}),
    ("hi-Latn", "5000 ka gst 18% ke sath quotation banao", {"amount_inr": 5000, "gst_rate": 18}),
    ("en", "GST quote for 12,500 at 18%", {"amount_inr": 12500, "gst_rate": 18}),
    ("hi", "₹4500 पर 5% जीएसटी का बिल", {"amount_inr": 4500, "gst_rate": 5}),
    ("ta", "25000 ரூபாய்க்கு 18% ஜிஎஸ்டி பில் போடுங்க", {"amount_inr": 25000, "gst_rate": 18}),
    ("te", "50000 కి 18% జీఎస్టీ తో కొటేషన్", {"amount_inr": 50000, "gst_rate": 18}),
    ("en", "boosting with 500 rs budget, ad for our gym",
     {"amount_inr": 500, "amount_is": "other", "product": "gym", "channel": "ad"}),
    ("en", "flat 500 off on lehenga till 15 august",
     {"amount_inr": 500, "amount_is": "off", "product": "lehenga", "date": "2027-08-15",
      "date_until": "2027-08-15"}),
    ("hi-Latn", "15 august ka poster banao", {"festival": "independence_day", "channel": "poster"}),
    ("hi-Latn", "sawa lakh ka sofa set pe 10% karo",
     {"amount_inr": 125000, "product": "sofa set", "discount_percent": 10}),
    ("hi-Latn", "holi wali gujiya 640 kilo, ek hafte ka offer",
     {"festival": "holi", "product": "gujiya", "amount_inr": 640, "per": "kilo",
      "duration_days": 7}),
    ("en", "3 day sale on bedsheets from friday, poster text",
     {"duration_days": 3, "product": "bedsheets", "date": "2026-10-16",
      "date_from": "2026-10-16", "channel": "poster"}),
    ("hi-Latn", "rakhi ka message tamil mein likho",
     {"festival": "raksha_bandhan", "target_language": "ta"}),
    ("en", "translate this to Telugu", {"target_language": "te"}),
    ("en", "Reply to this review by Priya Sharma: food was cold",
     {"customer_name": "Priya Sharma"}),
    ("hi-Latn", "Ramesh ji ka review aaya hai, jawab likho", {"customer_name": "Ramesh"}),
    ("te", "రమేష్ గారు రివ్యూ రాశారు, రిప్లై ఇవ్వండి", {"customer_name": "రమేష్"}),
    ("ta-Latn", "customer Anitha review potrukkanga, bathil ezhuthunga",
     {"customer_name": "Anitha"}),
    ("en", "buy 1 get 1 on pizza this sunday whatsapp",
     {"product": "pizza", "date": "2026-10-18", "channel": "whatsapp"}),
    ("hi-Latn", "hamari dukaan me chole kulche pe 10 percent chhoot",
     {"product": "chole kulche", "discount_percent": 10}),
    ("hi-Latn", "naye banarasi dupatte aaye hain uspe post", {"product": "banarasi dupatte"}),
    ("hi-Latn", "aadhe daam mein sweater", {"discount_percent": 50, "product": "sweater"}),
]  # fmt: skip


@pytest.mark.parametrize(("variant", "text", "known"), SAID, ids=[text for _, text, _ in SAID])
def test_reads_exactly_what_was_said(variant: Variant, text: str, known: dict[str, Any]) -> None:
    assert read_slots(text, variant, WEDNESDAY).known() == known


REFUSED: list[tuple[Variant, str, tuple[str, ...], tuple[str, ...]]] = [
    ("hi-Latn", "insta mat karo, sirf whatsapp", ("whatsapp",), ("instagram",)),
    ("en", "don't use Instagram, only SMS", ("sms",), ("instagram",)),
    ("en", "no not instagram, whatsapp", ("whatsapp",), ("instagram",)),
    ("hi", "इंस्टाग्राम नहीं, व्हाट्सएप पर", ("whatsapp",), ("instagram",)),
    ("ta", "இன்ஸ்டாகிராம் வேண்டாம், வாட்ஸ்அப் மட்டும்", ("whatsapp",), ("instagram",)),
    ("te", "ఇన్‌స్టాగ్రామ్ వద్దు, వాట్సాప్ మాత్రమే", ("whatsapp",), ("instagram",)),
    ("ta-Latn", "insta venam whatsapp la podunga", ("whatsapp",), ("instagram",)),
    ("te-Latn", "facebook vaddu whatsapp lo pettandi", ("whatsapp",), ("facebook",)),
    ("hi-Latn", "insta ki jagah facebook pe daalo", ("facebook",), ("instagram",)),
    ("en", "poster and whatsapp both for onam", ("poster", "whatsapp"), ()),
]


@pytest.mark.parametrize(
    ("variant", "text", "wanted", "refused"), REFUSED, ids=[row[1] for row in REFUSED]
)
def test_channels_wanted_and_ruled_out(
    variant: Variant, text: str, wanted: tuple[str, ...], refused: tuple[str, ...]
) -> None:
    slots = read_slots(text, variant, WEDNESDAY)
    assert (slots.channels, slots.not_channels) == (wanted, refused)


def test_keeps_the_words_each_slot_came_from() -> None:
    text = DIWALI["hi"]
    slots = read_slots(text, "hi", WEDNESDAY)
    assert slots.heard == {
        "festival": "दिवाली", "channel": "व्हाट्सएप", "discount_percent": "२०%",
        "product": "काजू कतली",
    }  # fmt: skip
    assert all(words in text for words in slots.heard.values())


@pytest.mark.parametrize("text", ["", "🪔", "hello", "theek hai", "\u0000", "9876543210"])
def test_nothing_said_fills_nothing(text: str) -> None:
    assert read_slots(text, "hi-Latn", WEDNESDAY).known() == {}


@given(text=st.text(max_size=200), variant=st.sampled_from([None, *VARIANTS]))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read_and_quoted_from_itself(text: str, variant: Variant | None) -> None:
    slots = read_slots(text, variant, WEDNESDAY)
    assert set(slots.heard) >= set(slots.known()) - {"channel"}


def test_a_very_long_text_is_read_in_time() -> None:
    assert read_slots("diwali " + "a1% " * 10_000, "en", WEDNESDAY).festival == "diwali"
