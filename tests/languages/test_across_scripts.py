"""A word is found in another script, and a word that only sounds near is not."""

import pytest

from integrations.languages.across_scripts import said_across


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("sasta", "बहुत सस्ता माल"),
        ("सस्ता", "bahut sasta maal"),
        ("malivu", "மலிவு விலை"),
        ("best", "बेस्ट मिठाई"),
        ("loot", "लूट लो"),
        ("dhamaka", "धमाका ऑफर"),
    ],
)
def test_found(words: str, text: str) -> None:
    assert said_across(words, text)


@pytest.mark.parametrize(
    ("words", "text"),
    [
        ("sasta", "आपके साथ हैं"),
        ("best", "बस आइए"),
        ("loot", "लड्डू ताज़ा"),
        ("sasta", "bahut sasta maal"),
        ("", "कुछ भी"),
    ],
)
def test_not_found(words: str, text: str) -> None:
    assert not said_across(words, text)
