"""What a typed message may contain."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import TooLarge
from app.security.sanitizer import clean, content_of, normalise

ANY_TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=200)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("  diwali offer  ", "diwali offer"),
        ("a\x00b\x07c", "abc"),
        ("line\r\nline\rline", "line\nline\nline"),
        ("one\ttwo", "one\ttwo"),
        ("evil\u202etxt.exe\u2069", "eviltxt.exe"),
        ("zero\u200bwidth\ufeff", "zerowidth"),
        ("half \ud83d", "half"),
        ("tag\U000e0041\U000e0042", "tag"),
        ("क\u200dष", "क\u200dष"),
        ("క్\u200cష", "క్\u200cష"),
        ("👨\u200d👩\u200d👧", "👨\u200d👩\u200d👧"),
        (
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
            "🏴\U000e0067\U000e0062\U000e0073\U000e0063\U000e0074\U000e007f",
        ),
        ("e\u0301", "é"),
    ],
)
def test_normalise(typed: str, kept: str) -> None:
    assert normalise(typed) == kept


@given(ANY_TEXT)
def test_what_is_kept_can_be_stored_and_stays_as_it_is(typed: str) -> None:
    kept = normalise(typed)
    assert normalise(kept) == kept
    kept.encode("utf-8")
    assert "\x00" not in kept
    assert unicodedata.is_normalized("NFC", kept)


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ("diwali", "words"),
        ("दिवाली", "words"),
        ("20", "words"),
        ("२०", "words"),
        ("", "empty"),
        ("   \n", "empty"),
        ("?!", "empty"),
        ("🪔", "emoji"),
        ("🪔🎉 👍🏽", "emoji"),
        ("❤️", "emoji"),
        ("1️⃣", "emoji"),
        ("👨\u200d👩\u200d👧", "emoji"),
        ("🪔 ok", "words"),
    ],
)
def test_content(text: str, content: str) -> None:
    assert content_of(text) == content


def test_a_message_at_the_limit_is_kept_whole() -> None:
    assert clean("க" * 4_000).text == "க" * 4_000


def test_a_longer_one_is_refused_with_both_numbers() -> None:
    with pytest.raises(TooLarge) as refused:
        clean("a" * 20_000)
    assert refused.value.code == "message_too_long"
    assert refused.value.params == {"n": 20_000, "max": 4_000}
    assert refused.value.status == 413


def test_the_limit_counts_what_is_kept() -> None:
    assert clean("\x00" * 5_000 + "ok").text == "ok"
