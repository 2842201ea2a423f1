"""State codes and the PIN codes that fit them."""

from pathlib import Path

import pytest

from app.core.errors import InputError
from integrations.india import state_codes
from integrations.india.festival_calendar import FestivalCalendar
from integrations.india.state_codes import (
    all_states,
    by_code,
    check_pin,
    find,
    places,
    retired,
    state_named,
    states_of_pin,
)


def test_every_code_in_use_is_there_once() -> None:
    codes = [state.code for state in all_states()]
    living = {f"{n:02d}" for n in range(1, 39)} - {"25", "28"}
    assert set(codes) == living | {"96", "97", "99"}
    assert len(codes) == len(set(codes))
    assert len({state.abbreviation for state in all_states()}) == len(codes)
    assert len(places()) == 37  # 28 States, 8 Union territories, and Other Territory


@pytest.mark.parametrize(("code", "now"), [("25", "26"), ("28", "37")])
def test_retired_codes_are_known_but_not_in_use(code: str, now: str) -> None:
    assert by_code(code) is None
    gone = retired(code)
    assert gone is not None
    assert gone.now == now


@pytest.mark.parametrize(
    ("code", "utgst"),
    [("04", True), ("26", True), ("31", True), ("35", True), ("38", True), ("97", True),
     ("07", False), ("34", False), ("01", False), ("33", False)],
)  # fmt: skip
def test_union_territories_without_a_legislature_bear_utgst(code: str, utgst: bool) -> None:
    state = by_code(code)
    assert state is not None
    assert state.bears_utgst is utgst


@pytest.mark.parametrize(
    ("word", "code"),
    [("TN", "33"), ("tamil nadu", "33"), ("33", "33"), ("तमिलनाडु", "33"), ("தமிழ்நாடு", "33"),
     ("తమిళనాడు", "33"), ("TS", "36"), ("up", "09"), ("Jammu & Kashmir", "01"), ("Ladakh", "38"),
     (" uttar  PRADESH ", "09")],
)  # fmt: skip
def test_a_state_is_found_as_people_write_it(word: str, code: str) -> None:
    assert state_named(word).code == code


def test_an_unknown_state_is_refused() -> None:
    assert find("Kongu Nadu") is None
    with pytest.raises(InputError, match="Kongu Nadu"):
        state_named("Kongu Nadu")


def test_other_tables_name_states_alike() -> None:
    known = {state.name for state in all_states()}
    cities = Path(state_codes.__file__).with_name("data") / "cities.txt"
    rows = cities.read_text("utf-8").splitlines()
    assert {row.split("\t")[1] for row in rows} <= known
    regions = {r for festival in FestivalCalendar().all() for r in festival.regions}
    assert regions - {"all"} <= known


# PIN codes of head post offices, and of places where one State's range lies within another's.
PINS = [
    ("110001", {"07"}), ("226001", {"09"}), ("248001", {"05", "09"}), ("263001", {"05", "09"}),
    ("600001", {"33"}), ("605001", {"33", "34"}), ("500001", {"36"}), ("520001", {"37"}),
    ("507001", {"36", "37"}), ("403001", {"27", "30"}), ("160017", {"03", "04"}),
    ("194101", {"38"}), ("737101", {"19", "11"}), ("744101", {"35"}), ("682555", {"31", "32"}),
    ("396210", {"24", "26"}), ("834001", {"10", "20"}), ("700001", {"19"}), ("781001", {"18"}),
    ("560001", {"29"}), ("673310", {"32", "34"}), ("190001", {"01"}), ("799001", {"16"}),
]  # fmt: skip


@pytest.mark.parametrize(("pin", "codes"), PINS, ids=[pin for pin, _ in PINS])
def test_a_pin_code_names_its_possible_states(pin: str, codes: set[str]) -> None:
    assert {state.code for state in states_of_pin(pin)} == codes


@pytest.mark.parametrize("pin", ["", "12345", "1234567", "abcdef", "000001", "900001", "२२६००१"])
def test_what_is_no_pin_code_has_no_state(pin: str) -> None:
    assert states_of_pin(pin) == ()


def test_a_pin_code_of_another_state_is_refused_with_its_own() -> None:
    check_pin("226001", state_named("UP"))
    with pytest.raises(InputError) as wrong:
        check_pin("600001", state_named("UP"))
    assert wrong.value.code == "pin_of_other_state"
    assert wrong.value.params["other"] == "Tamil Nadu"
    with pytest.raises(InputError) as none:
        check_pin("6000", state_named("TN"))
    assert none.value.code == "pin_unreadable"


def test_every_place_but_other_territory_has_pin_codes() -> None:
    assert [state.name for state in places() if not state.pins] == ["Other Territory"]
