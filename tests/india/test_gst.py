"""GST: which taxes a sale bears, at which dated rate, and that every paisa is accounted for."""

import random
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from app.core.errors import InputError
from integrations.india import gst_rates
from integrations.india.gst_service import charge
from integrations.india.gst_work import work_out
from integrations.india.place_of_supply import place_of_supply
from integrations.india.state_codes import all_states, by_code, places, state_named
from tests.fixtures.counts import FULL

TODAY = date(2026, 11, 23)
KARNATAKA = state_named("KA")
CASES = 100_000 if FULL else 4_000
SLABS = [Decimal(rate) for rate in ("0", "0.1", "0.25", "1.5", "3", "5", "12", "18", "28", "40")]


def test_every_case_adds_up_to_the_paisa() -> None:
    """The charge is the invoice's total, CGST is the State's half, whatever is sold to whom."""
    pick = random.Random(20261123)  # noqa: S311 (a reproducible walk, no secret)
    sellers, buyers = places(), places()
    for _ in range(CASES):
        amount = pick.choice((pick.randrange(200), pick.randrange(10**7), pick.randrange(10**12)))
        percent, inclusive = pick.choice(SLABS), pick.random() < 0.5
        whole = pick.random() < 0.2
        kind = pick.choice(("plain", "plain", "plain", "sez", "abroad"))
        supply = place_of_supply(
            pick.choice(sellers),
            pick.choice(buyers),
            sez=kind == "sez",
            abroad=kind == "abroad",
            with_payment=pick.random() < 0.5,
        )
        made = charge(amount, percent, supply, inclusive=inclusive, whole_rupees=whole)
        case = (amount, percent, inclusive, whole, supply)
        assert made.taxable_paise + made.tax_paise + made.round_off_paise == made.total_paise, case
        assert made.cgst_paise == made.sgst_paise + made.utgst_paise, case
        assert 0 in (made.sgst_paise, made.utgst_paise), case
        assert 0 in (made.cgst_paise, made.igst_paise), case
        assert made.taxable_paise >= 0, case
        assert made.tax_paise >= 0, case
        if inclusive and not whole:
            assert made.total_paise == amount, case
        if not inclusive:
            assert made.taxable_paise == amount, case
        if whole:
            assert made.total_paise % 100 == 0, case
        assert abs(made.round_off_paise) <= (50 if whole else 0), case
        exact = made.taxable_paise * made.rate_percent / 100
        assert abs(exact - made.tax_paise) <= 2, case
        assert (made.tax_paise == 0) or supply.taxed, case


@pytest.mark.parametrize(
    ("rupees", "half", "total"),
    [(2999, 26991, 353882), (9999, 89991, 1179882), (24999, 224991, 2949882)],
)
def test_our_own_prices(rupees: int, half: int, total: int) -> None:
    """Computed by hand from 18 %."""
    at_home = charge(rupees * 100, Decimal(18), place_of_supply(KARNATAKA, KARNATAKA))
    away = charge(rupees * 100, Decimal(18), place_of_supply(KARNATAKA, state_named("TN")))
    assert (at_home.cgst_paise, at_home.sgst_paise, at_home.total_paise) == (half, half, total)
    assert (away.igst_paise, away.total_paise) == (2 * half, total)


@pytest.mark.parametrize(
    ("seller", "buyer", "taxes"),
    [
        ("KA", "KA", {"cgst", "sgst"}), ("KA", "TN", {"igst"}), ("CH", "CH", {"cgst", "utgst"}),
        ("LA", "LA", {"cgst", "utgst"}), ("DL", "DL", {"cgst", "sgst"}),
        ("PY", "PY", {"cgst", "sgst"}), ("JK", "JK", {"cgst", "sgst"}), ("KA", "LA", {"igst"}),
        ("AN", "AN", {"cgst", "utgst"}), ("DH", "DH", {"cgst", "utgst"}),
    ],
)  # fmt: skip
def test_the_states_decide_which_taxes(seller: str, buyer: str, taxes: set[str]) -> None:
    supply = place_of_supply(state_named(seller), state_named(buyer))
    made = charge(100_000, Decimal(18), supply)
    names = ("cgst", "sgst", "utgst", "igst")
    assert {name for name in names if getattr(made, f"{name}_paise")} == taxes


def test_a_special_zone_is_another_state_even_at_home() -> None:
    under_lut = place_of_supply(KARNATAKA, KARNATAKA, registered=True, sez=True)
    with_tax = place_of_supply(KARNATAKA, KARNATAKA, registered=True, sez=True, with_payment=True)
    assert charge(100_000, Decimal(18), under_lut).total_paise == 100_000
    assert charge(100_000, Decimal(18), with_tax).igst_paise == 18_000
    assert (under_lut.e_invoice_type, with_tax.e_invoice_type) == ("SEZWOP", "SEZWP")
    assert under_lut.endorsement is not None
    assert "WITHOUT PAYMENT" in under_lut.endorsement


def test_an_export_goes_to_other_countries() -> None:
    under_lut = place_of_supply(KARNATAKA, None, abroad=True)
    assert (under_lut.place.code, under_lut.e_invoice_type) == ("96", "EXPWOP")
    assert charge(100_000, Decimal(18), under_lut).tax_paise == 0
    assert place_of_supply(KARNATAKA, None, abroad=True, with_payment=True).taxed


def test_no_state_no_invoice() -> None:
    with pytest.raises(InputError) as refused:
        place_of_supply(KARNATAKA, None)
    assert refused.value.code == "buyer_state_needed"
    with pytest.raises(InputError) as wrong:
        place_of_supply(KARNATAKA, by_code("96"))
    assert wrong.value.code == "buyer_state_wrong"


@pytest.mark.parametrize("state", places(), ids=lambda state: state.code)
def test_a_supply_at_home_is_never_inter_state(state: Any) -> None:
    assert not place_of_supply(state, state).interstate
    assert all(place_of_supply(state, other).interstate for other in places() if other is not state)


def test_rates_are_dated_and_sourced() -> None:
    found = gst_rates.rate("998314", TODAY)
    assert (found.percent, found.begins) == (Decimal(18), date(2017, 7, 1))
    assert "11/2017" in found.source
    for sac, day in (("998314", date(2017, 6, 30)), ("999999", TODAY)):
        with pytest.raises(InputError) as unknown:
            gst_rates.rate(sac, day)
        assert unknown.value.code == "gst_rate_unknown"


def test_the_rates_of_2025_ended_and_began_on_one_day() -> None:
    last, first = date(2025, 9, 21), date(2025, 9, 22)
    for percent in (Decimal(12), Decimal(28)):
        assert gst_rates.slab(percent, last) is not None
        assert gst_rates.slab(percent, first) is None
        assert gst_rates.abolished(percent, first) is not None
    assert gst_rates.slab(Decimal(40), last) is None
    assert gst_rates.slab(Decimal(40), first) is not None


def test_a_sum_as_people_ask_for_it() -> None:
    made = work_out(299_900, None, day=TODAY, sac="998314", from_state="KA", to_state="TN")
    assert (made["igst_paise"], made["total_paise"], made["rate_percent"]) == (53982, 353882, 18)
    assert (made["place_of_supply"], made["interstate"]) == ("33", True)
    old = work_out(100_000, Decimal(12), day=TODAY, sac="998314")
    assert old["note"].startswith("12% ended on 2025-09-21")
    assert old["rate_from"] is None
    odd = work_out(100_000, Decimal("7.5"), day=TODAY, sac="998314")
    assert odd["rate_percent"] == 7.5
    assert "no general GST rate" in odd["note"]


def test_every_state_has_a_name_in_every_script() -> None:
    for state in all_states():
        for variant in ("en", "hi", "ta", "te", "hi-Latn"):
            assert state.name_in(variant)
