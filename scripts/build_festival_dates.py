"""Write integrations/india/data/festival_dates.json: every festival's days from 2025 to 2035.

Run again when a State publishes its list (add it to festival_overrides.json first) or when the
`holidays` package brings a newer table:

    python scripts/build_festival_dates.py

Hindu and Islamic days come from `holidays` (MIT; its tables end in 2035), rules for fixed and
commercial days are here, and what it lacks is computed by `festival_sky`.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

import holidays
from festival_sky import ist, sidereal_sun, star, tithi

YEARS: Final = range(2025, 2036)
DATA: Final = Path(__file__).parent.parent / "integrations" / "india" / "data"
# Lists of these years were published by the States when the table was last built.
LISTED_YEARS: Final = frozenset({2025, 2026})

FIXED: Final = {
    "new_year": (1, 1), "republic_day": (1, 26), "valentines_day": (2, 14), "womens_day": (3, 8),
    "martyrs_day": (1, 30), "yoga_day": (6, 21), "financial_year_end": (3, 31),
    "ambedkar_jayanti": (4, 14), "telangana_formation_day": (6, 2),
    "independence_day": (8, 15), "teachers_day": (9, 5), "gandhi_jayanti": (10, 2),
    "childrens_day": (11, 14), "christmas": (12, 25),
}  # fmt: skip
# Names in `holidays`, and the subdivision to ask where States differ.
_TABLED: Final = """
diwali: Diwali (Deepavali)
holi: Holi @ UP
raksha_bandhan: Raksha Bandhan
navratri: Sharad Navratri
dussehra: Dussehra
ganesh_chaturthi: Ganesh Chaturthi / Vinayak Chaturthi
onam: Onam
pongal: Pongal @ TN
makar_sankranti: Makar Sankranti
ugadi: Ugadi
tamil_new_year: Meshadi (Tamil New Year's Day)
bathukamma: Bathukamma @ TS
varalakshmi_vratam: Varalakshmi Vratam @ AP
akshaya_tritiya: Akshay Tritiya
bhai_dooj: Bhai Duj
karwa_chauth: Karaka Chaturthi (Karwa Chouth)
janmashtami: Janmashtami (Vaishnava)
maha_shivaratri: Maha Shivaratri
gudi_padwa: Gudi Padwa
baisakhi: Vaisakhi
rama_navami: Ram Navami
chhath: Pratihar Shashthi or Surya Shashthi (Chhath Puja)
lohri: Lohri @ PB
vishu: Vishu
guru_nanak_jayanti: Guru Nanak's Jayanti
naraka_chaturdashi: Naraka Chaturdashi
vasant_panchami: Basant Panchami / Shri Panchami
govardhan_puja: Govardhan Puja
guru_purnima: Guru Purnima
good_friday: Good Friday
easter: Easter Sunday
buddha_purnima: Buddha Purnima
mahavir_jayanti: Mahavir Jayanti
ayudha_puja: Ayudha Puja
bhogi: Bhogi
kanuma: Kanuma
rath_yatra: Rath Yatra
vishwakarma_puja: Vishwakarma Puja
hanuman_jayanti: Hanuman's Jayanti
saddula_bathukamma: Durgashtami
mahalaya: Mahalaya
"""


def _tabled(text: str) -> dict[str, tuple[str, str | None]]:
    rows = (line.split(": ") for line in text.strip().splitlines())
    return {key: (rest.partition(" @ ")[0], rest.partition(" @ ")[2] or None) for key, rest in rows}


TABLED: Final = _tabled(_TABLED)
MOON: Final = {
    "eid_ul_fitr": "Id-ul-Fitr", "eid_ul_adha": "Id-ul-Zuha (Bakrid)",
    "muharram": "Muharram", "milad_un_nabi": "Milad-un-Nabi",
}  # fmt: skip
KRITTIKA: Final = 2
PUSHYA: Final = 7
HELPERS: Final = frozenset({"mahalaya"})  # others are counted from it; it is no festival of ours
FIXED_BY_RULE: Final = frozenset({"good_friday", "easter"})


def weekday_of_month(year: int, month: int, weekday: int, nth: int) -> date:
    """The nth such weekday of a month; Monday is 0."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (nth - 1))


def first_day(start: date, days: int, wanted: Callable[[date], bool]) -> date | None:
    """The first of ``days`` days from ``start`` that is wanted."""
    return next((day for n in range(days) if wanted(day := start + timedelta(days=n))), None)


def full_moon_under(wanted_star: int, start: date, month: int, hour: float) -> date | None:
    """The day of a solar month, nearest the full moon, on which the moon stands in a star."""
    days = [start + timedelta(days=n) for n in range(34)]
    found = [d for d in days if solar_month(d) == month and star(ist(d, hour)) == wanted_star]
    lunar = {day: tithi(ist(day, hour)) for day in found}
    return min(found, key=lambda day: (abs(lunar[day] - 15), lunar[day]), default=None)


def solar_month(day: date) -> int:
    """The sidereal solar month at sunset: 0 Mesha (Chithirai) … 7 Vrischika (Karthigai)."""
    return int(sidereal_sun(ist(day, 18.2)) // 30)


def computed(year: int) -> Iterator[tuple[str, date, str]]:
    """Days that `holidays` has not, as (id, day, rule)."""
    diwali = tabled_day("diwali", year)
    dhanteras = first_day(diwali - timedelta(days=3), 4, lambda day: tithi(ist(day, 18.0)) == 28)
    yield "dhanteras", dhanteras or diwali - timedelta(days=2), "Kartika dark 13th at dusk"
    rakhi = tabled_day("raksha_bandhan", year)
    teej = first_day(rakhi - timedelta(days=14), 4, lambda day: tithi(ist(day, 6.0)) == 3)
    yield "hariyali_teej", teej or rakhi - timedelta(days=13), "Shravana bright 3rd"
    dark = tabled_day("guru_purnima", year) + timedelta(days=15)
    bonalu = dark - timedelta(days=(dark.weekday() + 1) % 7) + timedelta(days=1)
    yield "bonalu", bonalu, "the day after the last Sunday of Ashadha"
    ancestors = first_day(
        tabled_day("mahalaya", year) - timedelta(days=17),
        10,
        lambda day: tithi(ist(day, 13.5)) >= 16,
    )
    if ancestors:
        yield "pitru_paksha", ancestors, "Bhadrapada dark 1st in the afternoon"
    yield "aadi_month", date(year, 7, 17), "1st of the Tamil month Aadi"
    yield "aadi_perukku", date(year, 8, 3), "18th of the Tamil month Aadi"
    poosam = full_moon_under(PUSHYA, date(year, 1, 14), 9, 12.0)
    if poosam:
        yield "thai_poosam", poosam, "star Poosam near the full moon of the Tamil month Thai"
    lamps = full_moon_under(KRITTIKA, date(year, 11, 16), 7, 18.0)
    if lamps:
        yield "karthigai_deepam", lamps, "star Krittika at dusk in the Tamil month Karthigai"
    for start, days in ((date(year, 1, 1), 14), (date(year, 12, 15), 17)):
        ekadasi = first_day(
            start, days, lambda day: solar_month(day) == 8 and tithi(ist(day, 6.5)) == 11
        )
        if ekadasi:
            yield "vaikunta_ekadasi", ekadasi, "bright 11th while the sun is in Dhanu"


def commercial(year: int) -> Iterator[tuple[str, date]]:
    """Days that fall on a named weekday."""
    yield "mothers_day", weekday_of_month(year, 5, 6, 2)
    yield "fathers_day", weekday_of_month(year, 6, 6, 3)
    yield "friendship_day", weekday_of_month(year, 8, 6, 1)
    yield "black_friday", weekday_of_month(year, 11, 3, 4) + timedelta(days=1)


def _calendar(subdivision: str | None) -> holidays.HolidayBase:
    india = holidays.India
    return india(
        subdiv=subdivision, years=YEARS, categories=india.supported_categories, language="en_IN"
    )


_CALENDARS: dict[str | None, holidays.HolidayBase] = {}


def _tables(subdivision: str | None) -> Iterator[holidays.HolidayBase]:
    wanted = (subdivision,) if subdivision else (None, *holidays.India.subdivisions)
    for name in wanted:
        yield _CALENDARS.setdefault(name, _calendar(name))


def days_named(name: str, subdivision: str | None, year: int) -> list[date]:
    """The days of a year that `holidays` calls so, in the first table that has any."""
    for table in _tables(subdivision):
        found = sorted(
            day for day, names in table.items() if day.year == year and name in names.split("; ")
        )
        if found:
            return found
    return []


def tabled_day(festival: str, year: int) -> date:
    """The one day of a tabled festival."""
    name, subdivision = TABLED[festival]
    return days_named(name, subdivision, year)[0]


def rows() -> Iterator[dict[str, Any]]:
    """Every occurrence before overrides."""
    version = holidays.__version__
    for year in YEARS:
        for festival, (month, day) in FIXED.items():
            yield row(festival, date(year, month, day), "fixed", "the same day every year")
        for festival, day in commercial(year):
            yield row(festival, day, "fixed", "by weekday of the month")
        for festival in TABLED.keys() - HELPERS:
            certainty = "listed" if year in LISTED_YEARS else "computed"
            certainty = "fixed" if festival in FIXED_BY_RULE else certainty
            yield row(festival, tabled_day(festival, year), certainty, f"holidays {version}")
        for festival, name in MOON.items():
            for day in days_named(name, None, year) + days_named(f"{name} (estimated)", None, year):
                yield row(festival, day, "moon", f"holidays {version}, by the moon")
        for festival, day, rule in computed(year):
            yield row(festival, day, "computed", rule)
        yield row(
            "mattu_pongal",
            tabled_day("pongal", year) + timedelta(days=1),
            "computed",
            "the day after Pongal",
        )
        yield row(
            "saraswati_puja",
            tabled_day("ayudha_puja", year),
            "computed",
            "with Ayudha Puja in the south",
        )


def row(festival: str, day: date, certainty: str, source: str) -> dict[str, Any]:
    """One occurrence as stored; ``states`` None is everywhere it is kept."""
    return {
        "id": festival,
        "date": day.isoformat(),
        "certainty": certainty,
        "source": source,
        "states": None,
    }


def overridden(
    table: list[dict[str, Any]], overrides: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The table with the published lists on top: everywhere, or as a row of some states."""
    everywhere = {(o["id"], o["date"][:4]) for o in overrides if o["states"] is None}
    kept = [r for r in table if (r["id"], r["date"][:4]) not in everywhere]
    return sorted(kept + overrides, key=lambda r: (r["date"], r["id"], r["states"] is not None))


def main() -> None:
    """Build and write the table."""
    overrides = json.loads((DATA / "festival_overrides.json").read_text("utf-8"))
    table = overridden(list(rows()), overrides["overrides"])
    lines = ",\n".join(json.dumps(each, ensure_ascii=False) for each in table)
    head = json.dumps(
        {"built_with": f"holidays {holidays.__version__}", "checked": overrides["checked"]}
    )
    (DATA / "festival_dates.json").write_text(
        f'{head[:-1]}, "occurrences": [\n{lines}\n]}}\n', "utf-8"
    )


if __name__ == "__main__":
    main()
