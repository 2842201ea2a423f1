"""Which variant a message is in."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.variants import VARIANTS, Variant
from integrations.languages.identify import UNSURE, identify

FOLDER = Path(__file__).parent.parent / "golden_datasets"


@pytest.mark.parametrize("half", ["dev", "heldout"])
def test_the_sets_are_named_right(half: str) -> None:
    cases = json.loads((FOLDER / f"language_{half}.json").read_text("utf-8"))["cases"]
    right: dict[str, list[bool]] = {}
    for case in cases:
        expected = case["expect"]["language"]
        found = identify(case["input"]["text"]).variant
        right.setdefault(expected, []).append(found == expected)
    shares = {name: sum(hits) / len(hits) for name, hits in right.items()}
    assert all(len(right[variant]) >= 40 for variant in VARIANTS)
    assert sum(shares[variant] for variant in VARIANTS) / len(VARIANTS) >= 0.96
    assert min(shares.values()) >= 0.85


def test_the_halves_have_nothing_in_common() -> None:
    dev, held = (
        {case["input"]["text"].casefold() for case in json.loads(path.read_text("utf-8"))["cases"]}
        for path in (FOLDER / f"language_{half}.json" for half in ("dev", "heldout"))
    )
    assert len(held) > 300
    assert not dev & held


def test_short_runs_of_neighbouring_languages_are_none_of_ours() -> None:
    lines = (Path(__file__).parent / "neighbours.txt").read_text("utf-8").splitlines()
    texts = [line.partition(": ")[2] for line in lines if not line.startswith("#")]
    told = [identify(text).variant == "und" for text in texts]
    assert sum(told) / len(told) >= 0.88


def test_a_message_takes_less_than_a_millisecond() -> None:
    cases = json.loads((FOLDER / "language_heldout.json").read_text("utf-8"))["cases"]
    texts = [f"{case['input']['text']} {number}" for number, case in enumerate(cases)]
    identify("naya stock"), identify("नया स्टॉक")
    began = time.process_time()
    for text in texts:
        identify(text)
    assert (time.process_time() - began) / len(texts) < 0.001


@pytest.mark.parametrize(
    ("text", "previous"),
    [
        ("offer post", "hi-Latn"), ("kaju katli", "ta-Latn"), ("ok", "te-Latn"), ("thanks", "te"),
        ("20% off", "ta"), ("diwali whatsapp message", "hi-Latn"), ("Gupta Sweets", "hi"),
        ("🪔🪔", "te-Latn"), ("9876543210", "hi"), ("Lucknow", "hi-Latn"),
    ],
)  # fmt: skip
def test_what_names_no_language_keeps_the_last(text: str, previous: Variant) -> None:
    assert identify(text, previous).variant == previous


@pytest.mark.parametrize("text", ["ok", "Namaste", "ok ji", "namaste sir"])
def test_what_all_say_alike_names_no_language(text: str) -> None:
    assert identify(text).confidence < UNSURE


@pytest.mark.parametrize(
    ("text", "previous", "expected"),
    [
        ("தமிழ்ல எழுதுங்க", "hi-Latn", "ta"),
        ("write a message in english please", "hi-Latn", "en"),
        ("Tamil la pesunga konjam", "hi", "ta-Latn"),
        ("diwali ke liye message likh do", "en", "hi-Latn"),
        ("షాపు కోసం మెసేజ్", "en", "te"),
    ],
)
def test_a_plain_change_of_language_is_followed(
    text: str, previous: Variant, expected: str
) -> None:
    assert identify(text, previous).variant == expected


@pytest.mark.parametrize(
    ("text", "variant"),
    [
        ("500 ki upi link kavali", "te-Latn"), ("upi link venum", "ta-Latn"),
        ("upi link chahiye", "hi-Latn"), ("poster matrame", "te-Latn"),
    ],
)  # fmt: skip
def test_one_plain_word_of_grammar_tells(text: str, variant: Variant) -> None:
    assert identify(text).variant == variant


def test_the_story_of_the_product_is_hinglish() -> None:
    found = identify("diwali ke liye whatsapp message chahiye, kaju katli pe 20% off")
    assert found.variant == "hi-Latn"
    assert found.confidence > 0.8


@pytest.mark.parametrize(
    "text", ["আমাদের দোকান", "ನಮ್ಮ ಅಂಗಡಿ", "ਸਾਡੀ ਦੁਕਾਨ", "我们的商店", "наш магазин"]
)
def test_other_scripts_are_none_of_ours(text: str) -> None:
    assert identify(text).variant == "und"


@pytest.mark.parametrize("text", ["", "   ", "123", "🙏", "\u0000"])
def test_nothing_to_read_is_no_language(text: str) -> None:
    assert identify(text).variant == "und"
    assert identify(text).confidence == 0.0


@given(text=st.text(max_size=300), previous=st.sampled_from([None, *VARIANTS]))
@settings(max_examples=200, deadline=None)
def test_any_text_has_an_answer(text: str, previous: Variant | None) -> None:
    found = identify(text, previous)
    assert found.variant in (*VARIANTS, "und")
    assert 0.0 <= found.confidence <= 1.0
