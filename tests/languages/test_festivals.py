"""The calendar of festivals: days with sources, names and wishes in all variants."""

import re
from datetime import date

import pytest

from app.core.variants import VARIANTS
from integrations.india.festival_calendar import FestivalCalendar
from integrations.india.festival_words import find_festivals
from integrations.languages.text import read

CALENDAR = FestivalCalendar()
GOLDEN_IDS = """
diwali holi raksha_bandhan navratri dussehra ganesh_chaturthi onam pongal makar_sankranti ugadi
tamil_new_year bathukamma bonalu karthigai_deepam varalakshmi_vratam akshaya_tritiya dhanteras
bhai_dooj karwa_chauth eid_ul_fitr eid_ul_adha christmas new_year republic_day independence_day
gandhi_jayanti valentines_day womens_day mothers_day janmashtami maha_shivaratri gudi_padwa baisakhi
rama_navami chhath lohri vishu guru_nanak_jayanti muharram milad_un_nabi
"""
GOLDEN = GOLDEN_IDS.split()
SCRIPTS = {"hi": r"[\u0900-\u097f]", "ta": r"[\u0b80-\u0bff]", "te": r"[\u0c00-\u0c7f]"}


@pytest.mark.parametrize("festival_id", GOLDEN)
def test_every_promised_festival_has_days_and_words(festival_id: str) -> None:
    festival = CALENDAR.get(festival_id)
    assert festival is not None
    for variant in VARIANTS:
        for said in (festival.names[variant], festival.greeting[variant]):
            letters = [char for char in said if char.isalpha()]
            native = sum(
                bool(re.match(SCRIPTS.get(variant, r"[a-zA-Z]"), char)) for char in letters
            )
            assert native == len(letters), (variant, said)
    for year in range(2025, 2036):
        found = CALENDAR.next(festival_id, date(year, 1, 1))
        assert found is not None
        assert found.date.year == year
        assert found.source


# Days published or computed independently (State lists of 2026, ephemeris), not from our table.
KNOWN = [
    ("diwali", None, "2026-11-08"), ("diwali", "Uttar Pradesh", "2027-10-29"),
    ("diwali", "Tamil Nadu", "2027-10-28"), ("holi", "Uttar Pradesh", "2026-03-04"),
    ("holi", "Telangana", "2026-03-03"), ("pongal", "Tamil Nadu", "2026-01-15"),
    ("makar_sankranti", "Andhra Pradesh", "2026-01-15"), ("makar_sankranti", "Bihar", "2026-01-14"),
    ("rama_navami", "Andhra Pradesh", "2026-03-27"), ("rama_navami", "Delhi", "2026-03-26"),
    ("varalakshmi_vratam", "Andhra Pradesh", "2026-08-21"), ("dhanteras", None, "2026-11-06"),
    ("karthigai_deepam", None, "2026-11-24"), ("thai_poosam", None, "2027-01-22"),
    ("vaikunta_ekadasi", None, "2026-12-20"), ("onam", None, "2027-09-12"),
    ("mothers_day", None, "2027-05-09"), ("black_friday", None, "2026-11-27"),
    ("eid_ul_fitr", "Telangana", "2026-03-21"), ("karwa_chauth", None, "2026-10-29"),
]  # fmt: skip


@pytest.mark.parametrize(("festival_id", "state", "day"), KNOWN, ids=lambda each: str(each))
def test_days_agree_with_published_lists(festival_id: str, state: str | None, day: str) -> None:
    found = CALENDAR.next(festival_id, date(int(day[:4]), 1, 1), state)
    assert found is not None
    assert found.date.isoformat() == day


def test_the_moon_is_named_as_the_reason_of_doubt() -> None:
    for festival_id in ("eid_ul_fitr", "eid_ul_adha", "muharram", "milad_un_nabi"):
        found = CALENDAR.next(festival_id, date(2027, 1, 1))
        assert found is not None
        assert found.certainty == "moon"


def test_mourning_is_no_day_for_selling() -> None:
    for festival_id in ("muharram", "good_friday"):
        festival = CALENDAR.get(festival_id)
        assert festival is not None
        assert not festival.sell
        assert not any("happy" in wish.lower() for wish in festival.greeting.values())


def test_each_state_sees_its_own_festivals() -> None:
    january = date(2027, 1, 10)
    coming = {
        s: [o.id for o in CALENDAR.upcoming(january, s, 10)] for s in ("Tamil Nadu", "Punjab")
    }
    assert "pongal" in coming["Tamil Nadu"]
    assert "lohri" in coming["Punjab"]
    assert "pongal" not in coming["Punjab"]
    assert "lohri" not in coming["Tamil Nadu"]
    for state in ("Tamil Nadu", "Uttar Pradesh", "Telangana", None):
        ids = [o.id for o in CALENDAR.upcoming(date(2026, 1, 1), state, 364)]
        assert len(ids) == len(set(ids)), state


def test_today_counts_and_the_end_of_the_table_is_said() -> None:
    day = date(2026, 11, 8)
    found = CALENDAR.next("diwali", day)
    assert found is not None
    assert found.date == day
    assert CALENDAR.next("diwali", date(2036, 1, 1)) is None
    assert CALENDAR.next("no_such_day", day) is None
    before = CALENDAR.last("diwali", day)
    assert before is not None
    assert before.date == date(2025, 10, 20)


@pytest.mark.parametrize(
    ("text", "festival_id"),
    [
        ("diwalli ka msg", "diwali"), ("दीपावली पर", "diwali"), ("தீபாவளிக்கு", "diwali"),
        ("దీపావళికి పోస్ట్", "diwali"), ("vinayaka chavithi ki", "ganesh_chaturthi"),
        ("பொங்கலுக்கு", "pongal"), ("ఓణానికి", "onam"), ("ஓணத்துக்கு", "onam"), ("raksa bandan", None),
        ("raksabandhan", "raksha_bandhan"), ("choti diwali", "naraka_chaturdashi"),
        ("mehndi booking", None), ("ravi ko bhejo", None), ("ramzan mubarak", "eid_ul_fitr"),
        ("bakrid", "eid_ul_adha"), ("15 august", "independence_day"), ("नए साल पर", "new_year"),
    ],
)  # fmt: skip
def test_festivals_are_known_under_usual_spellings(text: str, festival_id: str | None) -> None:
    assert [hit.value for hit in find_festivals(read(text))][:1] == [festival_id][
        : bool(festival_id)
    ]
