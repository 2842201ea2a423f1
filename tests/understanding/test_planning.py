"""Which messages make a plan, over everything that the sets and the examples know as one thing."""

import json
from datetime import date
from pathlib import Path

import pytest

from agents.followups import slots_of
from agents.planning import make_plan
from agents.plans import Plan
from agents.understanding.slots import read_slots
from app.core.variants import as_variant
from integrations.languages.identify import identify
from tests.evaluation.tools import registry, router
from tests.fixtures.counts import FULL

TODAY = date(2026, 10, 14)
SETS = Path(__file__).parents[1] / "golden_datasets"


def plan(text: str) -> Plan:
    talk = as_variant(identify(text).variant) or "en"
    slots = read_slots(text, talk, TODAY)
    writable = frozenset(skill.id for skill in registry().all() if not skill.plan.reply)
    return make_plan(
        text,
        slots_of(slots, text),
        router().route(text, variant=talk, slots=slots),
        writable,
        lambda piece, its: router().route(piece, variant=talk, slots=its),
        talk=talk,
        today=TODAY,
    )


def test_what_wants_one_thing_makes_no_plan() -> None:
    files = [SETS / f"{kind}_{half}.json" for kind in ("routing", "slots", "draft")
             for half in ("dev", "heldout")]  # fmt: skip
    cases = [case for file in files for case in json.loads(file.read_text("utf-8"))["cases"]]
    texts = [case["input"]["text"] for case in cases]
    texts += [text for skill in registry().all() for each in skill.examples.values()
              for text in each]  # fmt: skip
    texts = texts if FULL else texts[::8]
    planned = [text for text in texts if plan(text).steps]
    assert len(texts) > 200
    assert len(planned) <= len(texts) // 500, planned


@pytest.mark.parametrize(("text", "skills"), [
    ("poster and WhatsApp both for our diwali sale", "poster_text whatsapp_broadcast"),
    ("diwali wishes whatsapp aur insta dono pe", "festival_greeting instagram_caption"),
    ("fb aur google business dono pe post daalna hai, naya branch khula",
     "facebook_post google_business_post"),
    ("a gst quote for 12500 at 18%, and an sms about 10% off on shoes", "gst_quote sms_promo"),
    ("is review ka jawab likho: 'mithai basi, aur mehngi' aur whatsapp message bhi banao 20% off",
     "review_reply whatsapp_broadcast"),
    ("12500 க்கு 18% ஜிஎஸ்டி கொட்டேஷன், அப்புறம் வாட்ஸ்அப் மெசேஜ் எழுதுங்க",
     "gst_quote whatsapp_broadcast"),
])  # fmt: skip
def test_what_wants_two_things_makes_one(text: str, skills: str) -> None:
    assert " ".join(step.skill for step in plan(text).steps) == skills


def test_words_of_a_task_of_its_own_stay_with_it() -> None:
    made = plan(
        "kaju katli pe 20% off ka whatsapp message, aur 12500 pe 18% gst quotation, kal tak"
    )
    offer, quote = made.steps
    assert offer.slots["discount_percent"] == 20
    assert "gst_rate" not in offer.slots
    assert (quote.slots["amount_inr"], quote.slots["gst_rate"]) == (12500, 18)
    assert "discount_percent" not in quote.slots
    assert quote.said.endswith("kal tak")
