"""A closing says the days, an opening says where and when; neither says what nobody told."""

from datetime import date
from itertools import combinations
from typing import Any, Final

import pytest

from agents.inputs import Known, fill
from agents.providers.composer.compose import alike, compose
from agents.providers.composer.facts import gather
from agents.understanding.slots import read_slots
from app.core.variants import VARIANTS, Variant
from skills.composition import Composition
from tests.composer.shops import registry

TODAY: Final = date(2026, 11, 24)
SHOP: Final[dict[str, Any]] = {
    "business_name": "Meena Stores", "phone": "9876543210", "city": "Chennai",
}  # fmt: skip
SKILLS: Final = ("whatsapp_broadcast", "sms_promo", "instagram_caption", "google_business_post",
                 "facebook_post")  # fmt: skip
CLOSED: Final = "shop closed from 3 December to 5 December, will reopen on 6 December"
OPENS: Final = "new shop opening 5th December in Anna Nagar"

each_variant = pytest.mark.parametrize("variant", VARIANTS)


def asked(
    text: str, heard: Variant, variant: Variant, attempt: int = 0, skill: str = SKILLS[0]
) -> Composition:
    chosen = registry().get(skill)
    slots = read_slots(text, heard, TODAY).known()
    return Composition(
        skill=chosen, language=variant, today=TODAY, attempt=attempt, seed="meena",
        inputs=fill(chosen, Known(text, variant, slots, SHOP)), foundation=SHOP,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("heard", "text", "known"),
    [
        ("hi-Latn", "kal dukan band rahegi, sabko bata do", {"shut_day": "Wednesday, 25 Nov"}),
        ("en", "shop will be closed on Tuesday", {"shut_day": "1 Dec"}),
        ("ta-Latn", "naalaikku kadai leave", {"shut_day": "Wednesday, 25 Nov"}),
        ("te", "రేపు షాపు మూసి ఉంటుంది", {"shut_day": "బుధవారం, నవంబర్ 25"}),
        ("ta", "கடை நாளைக்கு லீவ்", {"shut_day": "புதன், நவம்பர் 25"}),
        ("en", CLOSED, {"shut_span": "3 Dec to 5 Dec", "back": "6 Dec"}),
        ("hi-Latn", "20 se 24 December tak dukan band rahegi, 25 ko khulegi",
         {"shut_span": "20 Dec se 24 Dec tak", "back": "25 Dec"}),
        ("te-Latn", "repu shop close, 30 na malli open chestam",
         {"shut_day": "Wednesday, 25 Nov", "back": "Monday, 30 Nov"}),
        ("hi-Latn", "kal se 3 din dukan band rahegi",
         {"shut_span": "Wednesday, 25 Nov se Friday, 27 Nov tak"}),
        ("hi-Latn", "aaj 2 baje ke baad dukan band", {"shut_day": "24 Nov", "shut_at": "2 pm"}),
        ("hi-Latn", "har sunday dukan band rahegi", {"weekly": "har ravivaar"}),
        ("en", OPENS, {"opens_day": "5 Dec", "opens_place": "Anna Nagar", "outlet": "shop"}),
        ("hi-Latn", "nayi branch khul rahi hai", {"outlet": "branch"}),
        ("ta", "அண்ணா நகர்ல புது கடை டிசம்பர் 5 திறக்குறோம்",
         {"opens_day": "டிசம்பர் 5", "opens_place": "அண்ணா நகர்", "outlet": "கடை"}),
        ("en", "our new branch is now open in Velachery",
         {"opened": "", "opens_place": "Velachery", "outlet": "branch"}),
    ],
)  # fmt: skip
def test_what_was_told_is_known(heard: Variant, text: str, known: dict[str, str]) -> None:
    values = gather(asked(text, heard, heard)).values
    told = ("shut_", "opens_", "back", "opened", "outlet", "weekly")
    kept = {name: value for name, value in values.items() if name.startswith(told)}
    kept.pop("shut_today", None)
    assert kept == known
    assert "notice" in values
    assert not {"price", "cut"} & values.keys()


@pytest.mark.parametrize(
    ("heard", "text"),
    [
        ("hi-Latn", "dukan band hone tak 20% off"), ("en", "shop will not be closed on Sunday"),
        ("en", "closing sale at our shop, 50% off"), ("en", "hair band 50 rs at our shop"),
        ("en", "pongal wishes for my new shop"), ("en", "our shop is close to the bus stand"),
        ("hi-Latn", "kal dukan band nahi rahegi"), ("en", "booking open for bridal makeup"),
    ],
)  # fmt: skip
def test_other_words_are_no_notice(heard: Variant, text: str) -> None:
    assert "notice" not in gather(asked(text, heard, heard)).values


@pytest.mark.parametrize("skill", SKILLS)
@each_variant
def test_every_draft_says_it(variant: Variant, skill: str) -> None:
    for attempt in range(5):
        for text, names in ((CLOSED, ("shut_span", "back")), (OPENS, ("opens_day", "opens_place"))):
            made = asked(text, "en", variant, attempt, skill)
            draft, values = compose(made).text, gather(made).values
            assert all(values[name] in draft.replace("*", "") for name in names), draft
            assert "{" not in draft
            assert "₹" not in draft


@pytest.mark.parametrize("request_", [CLOSED, OPENS, "nayi branch khul rahi hai"])
@each_variant
def test_five_drafts_are_clearly_different(variant: Variant, request_: str) -> None:
    heard: Variant = "en" if request_ != "nayi branch khul rahi hai" else "hi-Latn"
    made = [asked(request_, heard, variant, attempt) for attempt in range(5)]
    facts = gather(made[0])
    for one, other in combinations([compose(each).text for each in made], 2):
        assert alike(one, other, facts) < 0.6, f"{one}\n==\n{other}"


def test_an_opening_keeps_its_percent_and_nothing_it_was_not_given() -> None:
    text = "Kukatpally lo kotha branch December 5 na open chestunnam, 10% off"
    draft = compose(asked(text, "te-Latn", "te-Latn")).text
    assert "10%" in draft
    assert "₹" not in draft
