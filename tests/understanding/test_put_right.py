"""Earlier answers put right while another question waits; words of a no are never a shop's name."""

from uuid import uuid4

import pytest

from agents.hearing import Heard, hear
from agents.turn_rows import QuestionRow
from agents.understanding.answers import read_answer
from agents.understanding.put_right import put_right
from app.core.variants import Variant


def question(field: str, value: str | None = None) -> QuestionRow:
    """A question: open, or answered with ``value``."""
    answer = {"value": value, "said": value} if value else None
    status = "answered" if value else "open"
    return QuestionRow(uuid4(), uuid4(), uuid4(), field, 1, 2, status, answer)


def heard(said: str, *, asked: str = "phone", talk: Variant = "hi-Latn") -> Heard:
    """What ``said`` is while ``asked`` waits and the name is known."""
    before = [question("business_name", "sharma sweets")]
    return hear(question(asked), before, said, talk, draft_waits=False, task="none")


@pytest.mark.parametrize(
    ("talk", "said", "name"),
    [
        ("en", "no, it is Sharma Mithai Bhandar", "Sharma Mithai Bhandar"),
        ("en", "sorry, Sharma Mithai", "Sharma Mithai"),
        ("en", "not Sharma Sweets, Sharma Mithai", "Sharma Mithai"),
        ("hi-Latn", "nahi, Sharma Mithai Bhandar naam hai", "Sharma Mithai Bhandar"),
        ("hi-Latn", "naam galat hai, Sharma Mithai Bhandar", "Sharma Mithai Bhandar"),
        ("hi-Latn", "are nahi bhai, Gupta Kirana", "Gupta Kirana"),
        ("hi-Latn", "sharma sweets nahi, verma sweets", "verma sweets"),
        ("hi", "नहीं, नाम शर्मा मिष्ठान भंडार है", "शर्मा मिष्ठान भंडार"),
        ("hi", "गलत है, नाम शर्मा मिष्ठान भंडार है", "शर्मा मिष्ठान भंडार"),
        ("ta", "இல்ல, பேர் அன்பு இனிப்பகம்", "அன்பு இனிப்பகம்"),
        ("ta", "தப்பு, பேர் அன்பு இனிப்பகம்", "அன்பு இனிப்பகம்"),
        ("ta-Latn", "illa, Anbu Inippagam dhaan peru", "Anbu Inippagam"),
        ("te", "కాదు, పేరు లక్ష్మీ మిఠాయి షాపు", "లక్ష్మీ మిఠాయి షాపు"),
        ("te", "కాదండి, లక్ష్మీ మిఠాయి", "లక్ష్మీ మిఠాయి"),
        ("te-Latn", "kaadu, Lakshmi Mithai Shop peru", "Lakshmi Mithai Shop"),
    ],
)
def test_a_name_is_put_right(talk: Variant, said: str, name: str) -> None:
    found = heard(said, talk=talk)
    assert (found.kind, found.corrected) == ("correction", "business_name")
    assert found.reading.values == {"business_name": name}


def test_a_town_put_right_leaves_the_name_alone() -> None:
    found = heard("nahi, Pune nahi, Nashik")
    assert (found.kind, found.corrected) == ("correction", "city")
    assert found.reading.values == {"city": "Nashik", "state": "Maharashtra"}


@pytest.mark.parametrize("said", ["no, call 98765 43210", "nahi, 98765 43210"])
def test_a_no_before_the_number_asked_for_renames_nothing(said: str) -> None:
    found = heard(said)
    assert (found.kind, found.reading.values) == ("answer", {"phone": "9876543210"})


@pytest.mark.parametrize(
    "said", ["wrong number", "illa, vera number tharen", "mujhe nahi pata kya likhna"]
)
def test_a_word_about_the_number_is_no_name(said: str) -> None:
    assert heard(said).kind == "problem"


@pytest.mark.parametrize("said", ["Nahid Sweets", "No. 1 Sweets", "Sharma Sweets"])
def test_what_only_looks_like_a_no(said: str) -> None:
    assert put_right(said) is None


@pytest.mark.parametrize(
    ("said", "name", "city"),
    [
        ("Sharma Mithai Bhandar", "Sharma Mithai Bhandar", None),
        ("शर्मा मिष्ठान भंडार", "शर्मा मिष्ठान भंडार", None),
        ("Gupta Vastra Bhandar, Kanpur", "Gupta Vastra Bhandar", "Kanpur"),
        ("Anand Dairy", "Anand Dairy", None),
    ],
)
def test_a_bhandar_is_no_bandar(said: str, name: str, city: str | None) -> None:
    values = read_answer("business_name", said, None).values
    assert (values["business_name"], values.get("city")) == (name, city)
    assert "area" not in values
