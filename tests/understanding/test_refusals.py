"""Who does not want to tell is not asked twice; who tells something is never taken to refuse."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.products.onboarding.hearing import listen
from agents.understanding.answers import read_answer
from agents.understanding.refusals import refuses
from app.core.variants import Variant

REFUSALS: dict[Variant, tuple[str, ...]] = {
    "en": (
        "rather not", "I won't give it", "no thanks", "not giving my number", "no number",
        "don't want to share", "prefer not to say", "can’t share that", "no phone",
        "I'd rather not share it", "sorry, I don't give my number",
    ),
    "hi": (
        "नहीं देना", "नंबर नहीं दूँगी", "मत पूछिए", "नहीं बताना", "रहने दीजिए", "नहीं बता सकते",
        "नंबर नहीं देना है", "फ़ोन नहीं है", "छोड़िए", "नंबर मत लिखो", "हम नंबर नहीं देते जी",
    ),
    "ta": (
        "இல்லை", "வேண்டாம்", "நம்பர் தர மாட்டேன்", "நம்பர் வேண்டாம்", "கொடுக்க முடியாது", "விடுங்க",
        "சொல்ல மாட்டேன்", "போன் நம்பர் இல்லை", "நம்பர் குடுக்க விருப்பம் இல்லை", "தர இயலாது",
    ),
    "te": (
        "వద్దు", "నంబర్ ఇవ్వను", "లేదు", "ఇవ్వలేను", "నంబర్ వద్దు", "చెప్పను", "ఫోన్ లేదు",
        "నంబర్ ఇవ్వడం ఇష్టం లేదు", "వదిలేయండి", "చెప్పలేను",
    ),
    "hi-Latn": (
        "nahi dena", "number nahi dunga", "mat poochho", "nahi batana", "rehne do", "nhi dena h",
        "number nahi dena hai", "phone nahi hai", "chhodo", "number mat dalo", "nahi de sakte",
    ),
    "ta-Latn": (
        "illa", "venam", "number tharamaten", "number thara maaten", "number kudukka maaten",
        "number venam", "kudukka mudiyadhu", "solla maaten", "phone number illa", "vidunga",
    ),
    "te-Latn": (
        "vaddu", "number ivvanu", "ledu", "ivvalenu", "number vaddu", "cheppanu", "phone ledu",
        "number ivvadam istam ledu", "vadileyandi", "naku istam ledu",
    ),
}  # fmt: skip
EVERY = [(variant, said) for variant, all_said in REFUSALS.items() for said in all_said]
TELLING = (
    "Illam Sweets", "no 5, north street", "Nahar Road, Jodhpur", "Na Illu Tiffins", "No. 1 Saloon",
    "Naa Peru Stores", "not 98765 43210 but 98765 43211", "nahi@okaxis", "वंदना साड़ी", "இல்லம் ஸ்வீட்ஸ்",
    "వద్దిపర్తి స్వీట్స్", "Never Mind Cafe", "Illai Maligai, Madurai", "Mat & Carpet House",
)  # fmt: skip


@pytest.mark.parametrize(("talk", "said"), EVERY)
def test_not_telling_is_heard_in_every_way_of_writing(talk: Variant, said: str) -> None:
    for asked in ("phone", "address", "website"):
        heard = listen(asked, said, talk, {"business_name": "Gupta Sweets"})
        assert (heard.kind, heard.values) == ("skip", {})
    for asked in ("phone", "city", "price"):
        assert read_answer(asked, said, talk).skipped


@pytest.mark.parametrize("said", TELLING)
def test_what_tells_something_is_no_refusal(said: str) -> None:
    assert not refuses(said)


@given(
    refusal=st.sampled_from([said for _, said in EVERY]),
    number=st.integers(6_000_000_000, 9_999_999_999),
    first=st.booleans(),
)
def test_a_number_beside_a_no_is_a_number(refusal: str, number: int, first: bool) -> None:
    said = f"{number} {refusal}" if first else f"{refusal} {number}"
    assert not refuses(said)
    assert listen("phone", said, None, {}).kind != "skip"


@given(st.text(alphabet="bcdfgjklmprstvw", min_size=5, max_size=12), st.sampled_from(EVERY))
def test_a_word_of_her_own_tells_something(name: str, refusal: tuple[Variant, str]) -> None:
    assert not refuses(f"{refusal[1]} {name}")


def test_a_free_text_may_say_no() -> None:
    """What a customer wrote is taken as it is."""
    assert read_answer("review_text", "no, never", "en").values == {"review_text": "no, never"}
