"""The calendar as a whole: published days, every year accounted for, words, and selling."""

import re
from datetime import date, timedelta

import pytest

from app.core.variants import VARIANTS, Variant
from integrations.india.festival_calendar import Festival, FestivalCalendar
from integrations.india.festival_list import FIRST_YEAR, LAST_YEAR, listed
from tests.languages.test_festivals import SCRIPTS

CALENDAR = FestivalCalendar()
YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
TODAY = date(2026, 11, 23)

# State holiday lists of 2026, rules, and an independent ephemeris for the rest; not our table.
PUBLISHED = """
new_year 2026-01-01 2027-01-01
lohri 2026-01-13 2027-01-14
bhogi 2026-01-14 2027-01-14 Andhra Pradesh
makar_sankranti 2026-01-14 2027-01-15 Uttar Pradesh
makar_sankranti 2026-01-15 2027-01-15 Telangana
pongal 2026-01-15 2027-01-15 Tamil Nadu
mattu_pongal 2026-01-16 2027-01-16 Tamil Nadu
kanuma 2026-01-16 2027-01-16 Andhra Pradesh
republic_day 2026-01-26 2027-01-26
vasant_panchami 2026-01-23 2027-02-11
thai_poosam 2026-02-01 2027-01-22
valentines_day 2026-02-14 2027-02-14
maha_shivaratri 2026-02-15 2027-03-06
holi 2026-03-04 2027-03-22 Uttar Pradesh
holi 2026-03-03 2027-03-22 Telangana
womens_day 2026-03-08 2027-03-08
ugadi 2026-03-19 2027-04-07
gudi_padwa 2026-03-19 2027-04-07
eid_ul_fitr 2026-03-21 2027-03-10 Uttar Pradesh
rama_navami 2026-03-26 2027-04-15 Uttar Pradesh
rama_navami 2026-03-27 2027-04-15 Telangana
financial_year_end 2026-03-31 2027-03-31
tamil_new_year 2026-04-14 2027-04-14
vishu 2026-04-15 2027-04-14
baisakhi 2026-04-14 2027-04-14
akshaya_tritiya 2026-04-19 2027-05-09
mothers_day 2026-05-10 2027-05-09
eid_ul_adha 2026-05-27 2027-05-17
telangana_formation_day 2026-06-02 2027-06-02
fathers_day 2026-06-21 2027-06-20
yoga_day 2026-06-21 2027-06-21
rath_yatra 2026-07-16 2027-07-05
aadi_month 2026-07-17 2027-07-17
guru_purnima 2026-07-29 2027-07-18
friendship_day 2026-08-02 2027-08-01
aadi_perukku 2026-08-03 2027-08-03
bonalu 2026-08-10 2027-08-02
hariyali_teej 2026-08-15 2027-08-04
independence_day 2026-08-15 2027-08-15
varalakshmi_vratam 2026-08-21 2027-08-13 Andhra Pradesh
onam 2026-08-26 2027-09-12
raksha_bandhan 2026-08-28 2027-08-17
janmashtami 2026-09-04 2027-08-25
teachers_day 2026-09-05 2027-09-05
ganesh_chaturthi 2026-09-14 2027-09-04
vishwakarma_puja 2026-09-17 2027-09-17
bathukamma 2026-10-10 2027-09-29
saddula_bathukamma 2026-10-18 2027-10-07
navratri 2026-10-11 2027-09-30
ayudha_puja 2026-10-19 2027-10-08
dussehra 2026-10-20 2027-10-09
karwa_chauth 2026-10-29 2027-10-18
dhanteras 2026-11-06 2027-10-27
diwali 2026-11-08 2027-10-28 Tamil Nadu
diwali 2026-11-08 2027-10-29 Uttar Pradesh
govardhan_puja 2026-11-10 2027-10-30
bhai_dooj 2026-11-11 2027-10-31
childrens_day 2026-11-14 2027-11-14
chhath 2026-11-15 2027-11-04
guru_nanak_jayanti 2026-11-24 2027-11-14
karthigai_deepam 2026-11-24 2027-12-11
black_friday 2026-11-27 2027-11-26
christmas 2026-12-25 2027-12-25
""".strip().splitlines()

# Where our day differs, and why it may.
EXPLAINED = {
    ("akshaya_tritiya", 2027): "the third lunar day spans 8 and 9 May; State lists decide",
    ("vishu", 2027): "the sun enters Mesha in the evening of 14 April: Kerala keeps the next dawn",
}


def published() -> list[tuple[str, date, str | None]]:
    rows: list[tuple[str, date, str | None]] = []
    for line in PUBLISHED:
        festival_id, *days, state = [*line.split(" ", 3), None][:4] if line.count(" ") > 2 else [
            *line.split(" "), None
        ]  # fmt: skip
        rows += [(str(festival_id), date.fromisoformat(str(day)), state) for day in days]
    return rows


@pytest.mark.parametrize(("festival_id", "day", "state"), published(), ids=str)
def test_the_calendar_of_2026_and_2027(festival_id: str, day: date, state: str | None) -> None:
    found = CALENDAR.next(festival_id, date(day.year, 1, 1), state)
    assert found is not None
    if (festival_id, day.year) in EXPLAINED:
        assert abs(found.date - day) == timedelta(days=1)
        assert found.certainty == "computed"
    else:
        assert found.date == day


def test_there_are_more_than_sixty_observances() -> None:
    assert len(CALENDAR.all()) >= 60
    assert len(listed(CALENDAR, today=TODAY, year=2027)) >= 60


@pytest.mark.parametrize("festival", CALENDAR.all(), ids=lambda each: each.id)
def test_every_year_has_a_day_or_a_reason(festival: Festival) -> None:
    for year in YEARS:
        days = [row for row in CALENDAR.in_year(year) if row.id == festival.id]
        if days:
            assert year not in festival.years_without
            for row in days:
                assert row.source
                assert row.certainty in ("fixed", "listed", "computed", "moon")
        else:
            assert len(festival.years_without[year]) > 20, year


@pytest.mark.parametrize("festival", CALENDAR.all(), ids=lambda each: each.id)
def test_every_festival_is_described_in_seven_variants(festival: Festival) -> None:
    assert festival.rule
    assert festival.regions
    assert 0 <= festival.lead_days <= 45
    for variant in VARIANTS:
        for said in (festival.names[variant], festival.greeting[variant]):
            letters = [char for char in said if char.isalpha()]
            pattern = SCRIPTS.get(variant, r"[a-zA-Z]")
            assert all(re.match(pattern, char) for char in letters), (variant, said)


def test_what_depends_on_the_moon_or_a_tithi_is_never_called_fixed() -> None:
    lunar = {"diwali", "holi", "eid_ul_fitr", "karwa_chauth", "onam", "ugadi", "maha_shivaratri"}
    for year in range(2027, LAST_YEAR + 1):
        for row in CALENDAR.in_year(year):
            assert row.certainty != "fixed" or row.id not in lunar


QUIET = ("muharram", "good_friday", "martyrs_day", "pitru_paksha")


@pytest.mark.parametrize("festival_id", QUIET)
def test_days_of_mourning_bear_no_sale_and_no_cheer(festival_id: str) -> None:
    festival = CALENDAR.get(festival_id)
    assert festival is not None
    assert (festival.sell, festival.solemn, festival.lead_days) == (False, True, 0)
    for variant in VARIANTS:
        assert not re.search(
            r"happy|mubarak|shubhkamna|शुभकामना|வாழ்த்து|శుభాకాంక్ష", festival.greeting[variant].lower()
        )


def test_no_other_festival_is_called_quiet() -> None:
    assert {festival.id for festival in CALENDAR.all() if not festival.sell} == set(QUIET)


@pytest.mark.parametrize(
    ("state", "keeps", "not_hers"),
    [
        (
            "Tamil Nadu",
            {"pongal", "karthigai_deepam", "aadi_perukku"},
            {"lohri", "chhath", "bonalu"},
        ),
        ("Uttar Pradesh", {"karwa_chauth", "chhath"}, {"pongal", "onam", "bonalu"}),
        ("Telangana", {"bathukamma", "bonalu", "ugadi"}, {"pongal", "lohri", "vishu"}),
        ("Kerala", {"onam", "vishu"}, {"karwa_chauth", "bonalu"}),
    ],
)
def test_a_state_sees_what_it_keeps(state: str, keeps: set[str], not_hers: set[str]) -> None:
    ids = {row["id"] for row in listed(CALENDAR, today=TODAY, state=state, year=2027)}
    assert keeps <= ids
    assert not not_hers & ids


@pytest.mark.parametrize("variant", VARIANTS)
def test_the_list_starts_today_and_says_when_to_begin(variant: Variant) -> None:
    rows = listed(CALENDAR, today=TODAY, state="Uttar Pradesh", days=60, variant=variant)
    days = [row["date"] for row in rows]
    assert days == sorted(days)
    assert days[0] >= TODAY.isoformat()
    assert all(row["start_by"] <= row["date"] for row in rows)


def test_one_day_a_festival_and_state_each_year() -> None:
    for state in ("Tamil Nadu", "Uttar Pradesh", "Andhra Pradesh", "Telangana", "Kerala", "Delhi"):
        for year in YEARS:
            ids = [row.id for row in CALENDAR.in_year(year, state)]
            twice = {each for each in ids if ids.count(each) > 1}
            # The Islamic year is eleven days shorter, and Dhanu can hold two bright elevenths.
            assert twice <= {
                "eid_ul_fitr", "eid_ul_adha", "muharram", "milad_un_nabi", "vaikunta_ekadasi",
            }, (state, year)  # fmt: skip
