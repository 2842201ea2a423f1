"""Amounts in words and short, nouns after numbers, native digits, and dates in full."""

import re
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.variants import VARIANTS, Variant, base_of
from integrations.languages.amount_words import compact_rupees, rupees_in_words, said_rupees
from integrations.languages.dates import read_days
from integrations.languages.formats import long_date, native_digits, weekday_name
from integrations.languages.numbers import find_numbers
from integrations.languages.plurals import counted, is_one
from integrations.languages.regional_languages import in_words
from integrations.languages.text import latin_digits, read
from tests.languages.reading import read_number

HUNDRED_CRORE = 10**9
RUPEES = st.integers(0, HUNDRED_CRORE - 1)
variants = st.sampled_from(VARIANTS)


@pytest.mark.parametrize(
    ("paise", "variant", "said"),
    [
        (124_99_900, "en", "one lakh twenty four thousand nine hundred ninety nine rupees"),
        (100, "en", "one rupee"), (150, "en", "one rupee and fifty paise"),
        (0, "en", "zero rupees"), (25, "en", "twenty five paise"), (1, "hi", "एक पैसा"),
        (100, "hi", "एक रुपया"), (120_000, "hi", "एक हज़ार दो सौ रुपये"),
        (8950, "hi", "नवासी रुपये पचास पैसे"), (100, "ta", "ஒரு ரூபாய்"),
        (250_00_000, "ta", "இரண்டு லட்சத்து ஐம்பதாயிரம் ரூபாய்"), (100, "te", "ఒక రూపాయి"),
        (150_050, "te", "వెయ్యి ఐదు వందల రూపాయల యాభై పైసలు"),
        (150_000, "hi-Latn", "ek hazaar paanch sau rupaye"), (-500, "en", "minus five rupees"),
    ],
)  # fmt: skip
def test_an_amount_is_written_in_words(paise: int, variant: Variant, said: str) -> None:
    assert rupees_in_words(paise, variant) == said


@given(rupees=RUPEES, paise=st.integers(0, 99), variant=variants)
@settings(max_examples=200, deadline=None)
def test_both_numbers_of_an_amount_in_words_come_back(
    rupees: int, paise: int, variant: Variant
) -> None:
    said = rupees_in_words(rupees * 100 + paise, variant)
    heard = [number.value for number in find_numbers(read(said), variant)]
    expected = [rupees] * (rupees > 0 or not paise) + [paise] * (paise > 0)
    assert heard == expected, said


@pytest.mark.parametrize("variant", VARIANTS)
def test_a_hundred_crore_has_no_words(variant: Variant) -> None:
    with pytest.raises(ValueError, match="outside"):
        rupees_in_words(HUNDRED_CRORE * 100, variant)


@pytest.mark.parametrize(
    ("rupees", "shown"),
    [
        (99_999, ("₹99,999",) * 7),
        (100_000, ("₹1 lakh", "₹1 लाख", "₹1 லட்சம்", "₹1 లక్ష",
                   "₹1 lakh", "₹1 latcham", "₹1 laksha")),
        (125_000, ("₹1.25 lakh", "₹1.25 लाख", "₹1.25 லட்சம்", "₹1.25 లక్షలు",
                   "₹1.25 lakh", "₹1.25 latcham", "₹1.25 lakshalu")),
        (9_999_999, ("₹1 crore", "₹1 करोड़", "₹1 கோடி", "₹1 కోటి",
                     "₹1 crore", "₹1 kodi", "₹1 koti")),
        (35_000_000, ("₹3.5 crore", "₹3.5 करोड़", "₹3.5 கோடி", "₹3.5 కోట్లు",
                      "₹3.5 crore", "₹3.5 kodi", "₹3.5 kotlu")),
    ],
)  # fmt: skip
def test_lakh_and_crore_in_every_language(rupees: int, shown: tuple[str, ...]) -> None:
    order: tuple[Variant, ...] = ("en", "hi", "ta", "te", "hi-Latn", "ta-Latn", "te-Latn")
    assert tuple(compact_rupees(rupees * 100, variant) for variant in order) == shown


@given(rupees=RUPEES, variant=variants)
@settings(max_examples=200, deadline=None)
def test_the_short_form_is_read_back_to_its_two_places(rupees: int, variant: Variant) -> None:
    shown = compact_rupees(rupees * 100, variant)
    heard = read_number(shown.removeprefix("₹"), variant)
    assert heard is not None, shown
    unit = 1 if rupees < 100_000 else 100_000 if heard < 10_000_000 else 10_000_000
    assert abs(heard - rupees) <= unit / 200, shown


@given(amount=st.integers(-HUNDRED_CRORE * 100, HUNDRED_CRORE * 100), variant=variants)
@settings(max_examples=200, deadline=None)
def test_nobody_reads_millions(amount: int, variant: Variant) -> None:
    shown = compact_rupees(amount, variant)
    assert not re.search(r"\d,\d{3},\d{3}|million|[MB]\b", shown)
    assert shown.startswith("-₹" if amount < 0 else "₹")


@pytest.mark.parametrize(
    ("variant", "ones"),
    [("en", {1}), ("ta", {1}), ("te", {1}), ("hi", {0, 1, Decimal("0.5")}), ("hi-Latn", {0, 1})],
)
def test_plural_forms_are_those_of_cldr(variant: Variant, ones: set[int | Decimal]) -> None:
    for number in (0, 1, 2, 5, 11, 100, *ones):
        assert is_one(number, variant) is (number in ones), number


def test_a_noun_follows_its_number() -> None:
    assert counted(1, "en", "{count} message", "{count} messages") == "1 message"
    assert counted(0, "en", "{count} message", "{count} messages") == "0 messages"
    assert counted(0, "hi", "{count} रुपया", "{count} रुपये") == "0 रुपया"
    assert counted(3, "te", "{count} రోజు", "{count} రోజులు") == "3 రోజులు"


@given(rupees=RUPEES, variant=variants)
@settings(max_examples=100, deadline=None)
def test_native_digits_are_written_on_wish_and_read_always(rupees: int, variant: Variant) -> None:
    plain = f"₹{rupees}"
    native = native_digits(plain, variant)
    assert latin_digits(native) == plain
    assert native.isascii() is (variant in ("en", "hi-Latn", "ta-Latn", "te-Latn")) or "₹" in native
    assert read_number(native.removeprefix("₹"), variant) == rupees


@given(day=st.dates(date(2026, 1, 1), date(2032, 12, 31)), variant=variants)
@settings(max_examples=150, deadline=None)
def test_a_date_in_full_is_read_back(day: date, variant: Variant) -> None:
    found = read_days(read(long_date(day, variant)), variant, day - timedelta(days=400))
    assert [each.day for each in found] == [day]


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_days_of_a_week_are_read_back(variant: Variant) -> None:
    monday = date(2026, 11, 23)
    for ahead in range(7):
        day = monday + timedelta(days=ahead)
        (found,) = read_days(read(weekday_name(day, variant)), variant, monday)
        assert found.day.weekday() == day.weekday()


@pytest.mark.proof
@pytest.mark.parametrize("variant", VARIANTS)
def test_every_number_to_a_lakh_and_many_above_come_back(variant: Variant) -> None:
    above = range(100_000, HUNDRED_CRORE, 9_973_331)
    for number in (*range(100_000), *above, HUNDRED_CRORE - 1):
        assert read_number(in_words(number, variant), variant) == number, base_of(variant)


@pytest.mark.parametrize(
    ("rupees", "variant", "said"),
    [
        (125_000, "en", "₹1.25 lakh"),
        (125_000, "hi", "₹1.25 लाख"),
        (35_000_000, "te", "₹3.5 కోట్లు"),
        (200_000, "ta", "₹2 லட்சம்"),
        # What is not all of it is written out.
        (124_999, "hi-Latn", "₹1,24,999"),
        (99_000, "en", "₹99,000"),
    ],
)
def test_lakh_and_crore_are_said_only_of_the_whole_amount(
    rupees: int, variant: Variant, said: str
) -> None:
    assert said_rupees(rupees * 100, variant) == said
