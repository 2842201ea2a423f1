"""What the catalogs say of one and of several."""

import pytest

from app.core.variants import VARIANTS, Variant
from integrations.languages.messages import catalog, has, text

SECONDS = "account.error.too_fast"


@pytest.mark.parametrize(
    ("variant", "number", "words"),
    [
        ("en", 1, "1 second."), ("en", 2, "2 seconds."), ("en", 0, "0 seconds."),
        ("te", 1, "1 సెకను"), ("te", 5, "5 సెకన్ల"), ("hi-Latn", 1, "1 सेकंड"),
        ("en", 11, "11 seconds."),
    ],
)  # fmt: skip
def test_one_and_several(variant: Variant, number: int, words: str) -> None:
    assert words in text(variant, SECONDS, seconds=number)


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_number_that_is_no_count_changes_nothing(variant: Variant) -> None:
    several = text(variant, SECONDS, seconds="1")
    assert several == text(variant, SECONDS, seconds=2).replace("2", "1")


def test_the_catalog_holds_every_key_once() -> None:
    assert SECONDS in catalog("en", "account")
    assert has(SECONDS, "ta-Latn")
    assert "" not in catalog("en", "account")


def test_what_nobody_wrote_is_an_error() -> None:
    with pytest.raises(KeyError, match="no message"):
        text("en", "account.nobody.wrote.this")
