"""Numbers in words and digits, in all variants."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.variants import VARIANTS, Variant
from integrations.languages.numbers import find_numbers
from integrations.languages.regional_languages import in_words
from integrations.languages.text import latin_digits, read
from tests.languages.reading import read_number

SAID: list[tuple[Variant, str, float]] = [
    ("en", "twenty-five", 25),
    ("en", "fifteen hundred", 1500),
    ("en", "1,25,000", 125_000),
    ("en", "2.5 lakh", 250_000),
    ("en", "2k", 2000),
    ("hi", "बीस", 20),
    ("hi", "डेढ़ सौ", 150),
    ("hi", "ढाई हज़ार", 2500),
    ("hi", "सवा सौ", 125),
    ("hi", "पौने दो सौ", 175),
    ("hi", "साढ़े तीन", 3.5),
    ("hi", "निन्यानवे", 99),
    ("hi", "१,२५,०००", 125_000),
    ("hi-Latn", "bees", 20),
    ("hi-Latn", "teen hazaar do sau", 3200),
    ("hi-Latn", "sava lakh", 125_000),
    ("hi-Latn", "saadhe teen hazaar", 3500),
    ("hi-Latn", "pachees", 25),
    ("ta", "இருபது", 20),
    ("ta", "இருபத்தைந்து", 25),
    ("ta", "இருபத்தி அஞ்சு", 25),
    ("ta", "நூத்தி அம்பது", 150),
    ("ta", "ரெண்டாயிரம்", 2000),
    ("ta", "ஐநூறுக்கு", 500),
    ("ta", "தொள்ளாயிரம்", 900),
    ("ta", "தொண்ணூறு", 90),
    ("ta", "௨௦", 20),
    ("ta-Latn", "irubathianju", 25),
    ("ta-Latn", "rendayirathi ainooru", 2500),
    ("ta-Latn", "oru latchathukku", 100_000),
    ("te", "ఇరవై ఐదు", 25),
    ("te", "రెండొందల యాభై", 250),
    ("te", "ఐదొందలకి", 500),
    ("te", "నూట యాభై", 150),
    ("te", "పాతిక", 25),
    ("te", "౨౦", 20),
    ("te-Latn", "aidondalu", 500),
    ("te-Latn", "padihenu velaki", 15_000),
    ("te-Latn", "rendu vela aidu vandalu", 2500),
]


@pytest.mark.parametrize(("variant", "text", "value"), SAID, ids=lambda each: str(each))
def test_reads_what_people_say(variant: Variant, text: str, value: float) -> None:
    assert read_number(text, variant) == value


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_number_below_a_thousand_comes_back(variant: Variant) -> None:
    wrong = [n for n in range(1000) if read_number(in_words(n, variant), variant) != n]
    assert wrong == []


@given(number=st.integers(0, 10**9 - 1), variant=st.sampled_from(VARIANTS))
@settings(max_examples=300, deadline=None)
def test_what_is_written_in_words_is_read_back(number: int, variant: Variant) -> None:
    assert read_number(in_words(number, variant), variant) == number


@given(number=st.integers(0, 10**8), zero=st.sampled_from("०௦౦"))
@settings(max_examples=200, deadline=None)
def test_indic_digits_are_digits(number: int, zero: str) -> None:
    native = "".join(chr(ord(zero) + int(digit)) for digit in str(number))
    assert latin_digits(native) == str(number)
    assert read_number(native, "hi") == number


@given(text=st.text(max_size=80), variant=st.sampled_from(VARIANTS))
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_without_an_error(text: str, variant: Variant) -> None:
    for number in find_numbers(read(text), variant):
        assert 0 <= number.first < number.after


def test_words_that_only_look_like_numbers_stay_apart() -> None:
    numbers = [n.value for n in find_numbers(read("bana do 20% off"), "hi-Latn")]
    assert numbers == [2, 20]


@pytest.mark.parametrize("number", [-1, 10**9])
def test_says_what_it_cannot_write(number: int) -> None:
    with pytest.raises(ValueError, match="outside"):
        in_words(number, "hi")
