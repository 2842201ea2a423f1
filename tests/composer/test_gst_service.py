"""GST to the paisa: equal halves, parts that add up, an inclusive amount that stays what it was."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from integrations.india.gst_service import split

amounts = st.integers(0, 10**13)
rates = st.sampled_from(["0", "0.25", "1.5", "3", "5", "12", "18", "28", "40", "100"]).map(Decimal)
sides = st.booleans()


@given(amounts, rates, sides, sides, sides)
def test_the_parts_add_up(
    amount: int, rate: Decimal, inclusive: bool, interstate: bool, whole: bool
) -> None:
    """Taxable, taxes and round-off make the total; nothing is negative."""
    made = split(amount, rate, inclusive=inclusive, interstate=interstate, whole_rupees=whole)
    taxes = made.cgst_paise + made.sgst_paise + made.igst_paise
    assert made.taxable_paise + taxes + made.round_off_paise == made.total_paise
    assert made.cgst_paise == made.sgst_paise
    assert min(made.taxable_paise, made.cgst_paise, made.igst_paise) >= 0
    assert (made.igst_paise == 0) if not interstate else (made.cgst_paise == 0)
    assert abs(made.round_off_paise) <= 50
    if whole:
        assert made.total_paise % 100 == 0
    else:
        assert made.round_off_paise == 0


@given(amounts, rates, sides)
def test_an_inclusive_amount_is_what_is_paid(amount: int, rate: Decimal, interstate: bool) -> None:
    """The customer pays exactly the price that was named."""
    assert split(amount, rate, inclusive=True, interstate=interstate).total_paise == amount


@given(amounts, rates)
def test_each_half_is_half_the_rate_half_up(amount: int, rate: Decimal) -> None:
    """Rounded once, half upwards, from the taxable value that was named."""
    made = split(amount, rate, inclusive=False, interstate=False)
    exact = Decimal(amount) * rate / 200
    assert made.cgst_paise == int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


@given(amounts, rates)
def test_inclusive_undoes_exclusive_within_a_paisa_a_tax(amount: int, rate: Decimal) -> None:
    """Adding the tax and taking it out again comes back to the start."""
    added = split(amount, rate, inclusive=False, interstate=False)
    back = split(added.total_paise, rate, inclusive=True, interstate=False)
    assert abs(back.taxable_paise - amount) <= 2


@pytest.mark.parametrize(
    ("rupees", "rate", "inclusive", "taxable", "half", "total"),
    [
        (12000_00, "18", False, 12000_00, 1080_00, 14160_00),
        (2999_00, "18", True, 2541_52, 228_74, 2999_00),
        (999_00, "5", True, 951_42, 23_79, 999_00),
        (1, "18", False, 1, 0, 1),
        (24000_00, "0", False, 24000_00, 0, 24000_00),
    ],
)
def test_known_bills(
    rupees: int, rate: str, inclusive: bool, taxable: int, half: int, total: int
) -> None:
    """Worked by hand."""
    made = split(rupees, Decimal(rate), inclusive=inclusive, interstate=False)
    assert (made.taxable_paise, made.cgst_paise, made.total_paise) == (taxable, half, total)


@pytest.mark.parametrize(
    ("amount", "rate"),
    [(-1, "18"), (10**17, "18"), (1, "-1"), (1, "101"), (1, "0.0001"), (1, "NaN")],
)
def test_what_cannot_be_taxed_is_refused(amount: int, rate: str) -> None:
    """A negative amount, an absurd one, a rate outside its bounds."""
    with pytest.raises(InputError):
        split(amount, Decimal(rate), inclusive=False, interstate=False)
