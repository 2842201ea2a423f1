"""Days and lengths of time in all variants, and how days and hours are written."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.variants import VARIANTS, Variant
from integrations.languages.dates import read_days, read_durations
from integrations.languages.formats import clock_time, day_and_date, rupees, short_date
from integrations.languages.text import read

WEDNESDAY = date(2026, 10, 14)

DAYS: list[tuple[Variant, str, str]] = [
    ("en", "till Nov 8", "2026-11-08"),
    ("en", "till 8th November 2026", "2026-11-08"),
    ("en", "November 8, 2027", "2027-11-08"),
    ("en", "8 nov, 2000 off", "2026-11-08"),
    ("en", "8 nov, 2025 rs off", "2026-11-08"),
    ("en", "8/11/2026", "2026-11-08"),
    ("en", "on 15th", "2026-10-15"),
    ("en", "this friday", "2026-10-16"),
    ("en", "next friday", "2026-10-23"),
    ("en", "month end", "2026-10-31"),
    ("hi", "१५ तारीख तक", "2026-10-15"),
    ("hi", "8 नवंबर तक", "2026-11-08"),
    ("hi", "रविवार तक", "2026-10-18"),
    ("hi", "कल", "2026-10-15"),
    ("hi-Latn", "8 nov tak", "2026-11-08"),
    ("hi-Latn", "agle somvar se", "2026-10-19"),
    ("hi-Latn", "3 din baad", "2026-10-17"),
    ("hi-Latn", "parso", "2026-10-16"),
    ("hi-Latn", "pandrah august ko", "2027-08-15"),
    ("ta", "நவம்பர் 8 வரை", "2026-11-08"),
    ("ta", "20-ம் தேதி வரை", "2026-10-20"),
    ("ta", "நாளைக்கு", "2026-10-15"),
    ("ta-Latn", "velli varaikkum", "2026-10-16"),
    ("ta-Latn", "naalaiku", "2026-10-15"),
    ("te", "నవంబర్ 8 వరకు", "2026-11-08"),
    ("ta", "நவம்பர் 8, 2027", "2027-11-08"),
    ("te", "20వ తేదీ వరకు", "2026-10-20"),
    ("te", "ఆదివారం వరకు", "2026-10-18"),
    ("te-Latn", "repu varaku", "2026-10-15"),
    ("te-Latn", "aadivaram varaku", "2026-10-18"),
]


@pytest.mark.parametrize(("variant", "text", "day"), DAYS, ids=lambda each: str(each))
def test_reads_the_day_meant(variant: Variant, text: str, day: str) -> None:
    days = read_days(read(text), variant, WEDNESDAY)
    assert [found.day.isoformat() for found in days] == [day]


LENGTHS: list[tuple[Variant, str, int]] = [
    ("en", "3-day sale", 3),
    ("hi", "दो दिन का ऑफर", 2),
    ("hi-Latn", "do hafte ki sale", 14),
    ("ta", "ஒரு வாரம்", 7),
    ("ta-Latn", "3 naal offer", 3),
    ("te", "రెండు రోజుల ఆఫర్", 2),
    ("te", "వారం రోజులు", 7),
    ("te-Latn", "2 rojulu", 2),
    ("te-Latn", "vaaram rojula offer", 7),
]


@pytest.mark.parametrize(("variant", "text", "days"), LENGTHS, ids=lambda each: str(each))
def test_reads_how_long(variant: Variant, text: str, days: int) -> None:
    assert [found.days for found in read_durations(read(text), variant)] == [days]


@pytest.mark.parametrize(
    ("variant", "text"),
    [("hi-Latn", "ravi ji ko reply"), ("ta-Latn", "velli kolusu"), ("en", "may I ask"), ("en", "")],
)
def test_names_and_everyday_words_are_no_days(variant: Variant, text: str) -> None:
    assert read_days(read(text), variant, WEDNESDAY) == []


@given(
    ahead=st.integers(0, 364),
    variant=st.sampled_from(VARIANTS),
    today=st.dates(date(2025, 1, 1), date(2034, 1, 1)),
)
@settings(max_examples=200, deadline=None)
def test_a_day_as_written_is_read_back(ahead: int, variant: Variant, today: date) -> None:
    day = today + timedelta(days=ahead)
    found = read_days(read(short_date(day, variant)), variant, today)
    assert [each.day for each in found] == [day]


def test_days_are_written_as_each_variant_does() -> None:
    day = date(2026, 11, 8)
    assert [short_date(day, variant) for variant in ("en", "hi", "ta", "te")] == [
        "8 Nov", "8 नवंबर", "நவம்பர் 8", "నవంబర్ 8",
    ]  # fmt: skip
    assert day_and_date(day, "hi-Latn") == "Sun 8 Nov"
    assert day_and_date(day, "hi") == "रवि 8 नवंबर"


def test_hours_are_told_in_india() -> None:
    ten_past_six = datetime(2026, 11, 8, 12, 40, tzinfo=UTC)
    assert clock_time(ten_past_six, "en") == "6:10 pm"
    assert clock_time(ten_past_six, "hi") == "शाम 6:10"
    four = datetime(2026, 11, 8, 10, 30, tzinfo=UTC)
    assert [clock_time(four, variant) for variant in ("te-Latn", "hi", "ta", "te")] == [
        "4 pm", "शाम 4 बजे", "மாலை 4 மணி", "సాయంత్రం 4 గంటలు",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="aware"):
        clock_time(datetime(2026, 11, 8, 12), "en")  # noqa: DTZ001 - the mistake under test


def test_rupees_are_grouped_as_in_india() -> None:
    assert {rupees(12_499_900, variant) for variant in VARIANTS} == {"₹1,24,999"}
