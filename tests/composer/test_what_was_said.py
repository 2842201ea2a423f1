"""From the words she typed to the draft, seven ways: no cut becomes a price, no start an end."""

from datetime import date
from typing import Final

import pytest

from agents.providers.composer.compose import compose
from agents.providers.composer.facts import gather
from app.core.variants import VARIANTS, Variant
from integrations.languages.dates import read_days
from integrations.languages.text import read
from tests.composer.asking import TODAY, composition_of

ATTEMPTS: Final = range(6)
SKILLS: Final = ("whatsapp_broadcast", "instagram_caption")
ORDER: Final[tuple[Variant, ...]] = ("en", "hi", "ta", "te", "hi-Latn", "ta-Latn", "te-Latn")

# What is said (facts the composer may state), and how owners say it in the seven variants.
AMOUNTS: Final[list[tuple[dict[str, str], tuple[str, ...]]]] = [
    ({"cut": "₹500"}, (
        "flat 500 off on silk saree", "सिल्क साड़ी पर 500 की छूट", "பட்டு புடவைக்கு 500 தள்ளுபடி",
        "పట్టు చీర మీద 500 తగ్గింపు", "silk saree par 500 off", "silk saree ku 500 off",
        "pattu cheera meeda 500 taggimpu",
    )),
    ({"price": "₹499"}, (
        "facial at ₹499 only", "फेशियल सिर्फ 499 में", "ஃபேஷியல் 499 மட்டும்", "ఫేషియల్ 499 మాత్రమే",
        "facial sirf 499 mein", "facial 499 mattum", "facial 499 matrame",
    )),
    ({"price": "₹599"}, (
        "kurti MRP 999 now 599", "पहले 999 की कुर्ती अब 599 में", "குர்தி முன்னாடி 999 இப்போ 599",
        "కుర్తీ ముందు 999 ఇప్పుడు 599", "999 wali kurti ab 599 mein", "kurti munnadi 999 ippo 599",
        "kurti mundu 999 ippudu 599",
    )),
    ({"cut": "10%", "spend": "₹5,000"}, (
        "10% off on bills above 5000", "5000 के ऊपर की खरीद पर 10% छूट",
        "5000 ரூபாய்க்கு மேல் வாங்கினா 10% தள்ளுபடி", "5000 పైన కొంటే 10% తగ్గింపు",
        "5000 ke upar 10% off", "5000 ku mela vaangina 10% off", "5000 paina konte 10% off",
    )),
    ({"cut": "₹100", "spend": "₹1,000"}, (
        "100 rs off on 1000", "1000 की खरीद पर 100 कम", "1000-க்கு மேல வாங்கினா 100 கம்மி",
        "1000 పైన కొంటే 100 తగ్గింపు", "1000 ki kharid pe 100 kam", "1000 ku mela vaangina 100 kammi",
        "1000 paina konte 100 taggimpu",
    )),
    ({}, (
        "cashback of 50 on recharge", "रिचार्ज पर 50 का कैशबैक", "ரீசார்ஜ்க்கு 50 கேஷ்பேக்",
        "రీఛార్జ్ మీద 50 క్యాష్‌బ్యాక్", "recharge pe 50 cashback", "recharge ku 50 cashback",
        "recharge meeda 50 cashback",
    )),
]  # fmt: skip
CAPTIONS: Final = ("instagram_caption",)
ROLES: Final = {"morrow": "until"}
FIRST, LAST = date(2026, 10, 16), date(2026, 10, 18)
DAYS: Final[list[tuple[set[tuple[str, date]], tuple[str, ...]]]] = [
    ({("until", LAST)}, (
        "20% off on lehenga till sunday", "लहंगे पर 20% छूट रविवार तक",
        "லெஹங்காவுக்கு 20% தள்ளுபடி ஞாயிறு வரை", "లెహంగా మీద 20% తగ్గింపు ఆదివారం వరకు",
        "lehenga pe 20% off sunday tak", "lehenga ku 20% off sunday varaikkum",
        "lehenga meeda 20% off sunday varaku",
    )),
    ({("from", FIRST)}, (
        "20% off on lehenga from friday", "शुक्रवार से लहंगे पर 20% छूट",
        "வெள்ளி முதல் லெஹங்காவுக்கு 20% தள்ளுபடி", "శుక్రవారం నుంచి లెహంగా మీద 20% తగ్గింపు",
        "friday se lehenga pe 20% off", "friday lerundhu lehenga ku 20% off",
        "friday nunchi lehenga meeda 20% off",
    )),
    ({("from", FIRST), ("until", LAST)}, (
        "20% off on lehenga from friday to sunday", "शुक्रवार से रविवार तक लहंगे पर 20% छूट",
        "வெள்ளி முதல் ஞாயிறு வரை லெஹங்காவுக்கு 20% தள்ளுபடி",
        "శుక్రవారం నుంచి ఆదివారం వరకు లెహంగా మీద 20% తగ్గింపు",
        "friday se sunday tak lehenga pe 20% off", "friday mudhal sunday varai lehenga ku 20% off",
        "friday nunchi sunday varaku lehenga meeda 20% off",
    )),
    ({("on", LAST)}, (
        "20% off on lehenga this sunday", "इस रविवार को लहंगे पर 20% छूट",
        "ஞாயிற்றுக்கிழமை லெஹங்காவுக்கு 20% தள்ளுபடி", "ఆదివారం లెహంగా మీద 20% తగ్గింపు",
        "is sunday ko lehenga pe 20% off", "indha sunday lehenga ku 20% off",
        "ee sunday lehenga meeda 20% off",
    )),
]  # fmt: skip


@pytest.mark.parametrize("language", VARIANTS)
@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize(("known", "texts"), AMOUNTS, ids=lambda each: str(each)[:40])
def test_an_amount_stays_what_it_was(
    skill: str, language: Variant, known: dict[str, str], texts: tuple[str, ...]
) -> None:
    text = texts[ORDER.index(language)]
    values = gather(composition_of(skill, text, language)).values
    stated = {name: values[name] for name in ("cut", "price", "spend") if name in values}
    assert stated == known, text
    drafts = [compose(composition_of(skill, text, language, n)).text for n in ATTEMPTS]
    rupees = {word for draft in drafts for word in draft.split() if "₹" in word}
    said = {amount for amount in known.values() if "₹" in amount}
    assert all(any(amount in word for amount in said) for word in rupees), rupees


@pytest.mark.parametrize("language", VARIANTS)
@pytest.mark.parametrize("skill", SKILLS)
@pytest.mark.parametrize(("roles", "texts"), DAYS, ids=["until", "from", "range", "on"])
def test_a_day_stays_what_it_was(
    skill: str, language: Variant, roles: set[tuple[str, date]], texts: tuple[str, ...]
) -> None:
    text = texts[ORDER.index(language)]
    told: dict[tuple[str, date], str] = {}
    for attempt in ATTEMPTS:
        draft = compose(composition_of(skill, text, language, attempt)).text
        days = read_days(read(draft), language, TODAY)
        # "After Sunday the old price": Sunday is still the last day.
        told |= {(ROLES.get(day.role, day.role), day.day): draft for day in days}
    if skill in CAPTIONS:
        told.pop(("on", TODAY), None)  # "today's look" is the caption's own day
    assert set(told) == roles, list(told.items())
