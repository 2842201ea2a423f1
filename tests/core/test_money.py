"""Money is exact."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from app.core.money import LARGEST_PAISE, format_rupees, group_indian, rupees_to_paise

PAISE = st.integers(-LARGEST_PAISE, LARGEST_PAISE)


@pytest.mark.parametrize(
    ("paise", "shown"),
    [
        (0, "₹0"),
        (5, "₹0.05"),
        (99_900, "₹999"),
        (100_000, "₹1,000"),
        (12_499_900, "₹1,24,999"),
        (12_499_950, "₹1,24,999.50"),
        (1_00_00_000_00, "₹1,00,00,000"),
        (-12_499_950, "-₹1,24,999.50"),
        (-5, "-₹0.05"),
    ],
)
def test_amounts_are_grouped_as_in_india(paise: int, shown: str) -> None:
    assert format_rupees(paise) == shown


@pytest.mark.parametrize(
    ("rupees", "paise"),
    [
        ("1,24,999.50", 12_499_950),
        ("₹ 20", 2_000),
        ("₹1,00,000", 10_000_000),
        (Decimal("0.01"), 1),
        (7, 700),
        ("1e3", 100_000),
        ("١٢", 1_200),
        ("१२", 1_200),
    ],
)
def test_rupees_become_exact_paise(rupees: Decimal | int | str, paise: int) -> None:
    assert rupees_to_paise(rupees) == paise


@pytest.mark.parametrize("wrong", ["", "₹", "abc", "1.234", "NaN", "Infinity", "--1", "1 2"])
def test_what_is_no_amount_is_refused(wrong: str) -> None:
    with pytest.raises(InputError) as refused:
        rupees_to_paise(wrong)
    assert refused.value.code == "amount_unreadable"
    assert refused.value.params == {"amount": wrong}


@pytest.mark.parametrize("huge", ["1e20", "9" * 40, Decimal("-1e30")])
def test_what_is_beyond_any_shop_is_refused(huge: Decimal | str) -> None:
    with pytest.raises(InputError) as refused:
        rupees_to_paise(huge)
    assert refused.value.code == "amount_too_large"


@pytest.mark.parametrize("inexact", [1.5, True])
def test_a_float_is_a_mistake_of_the_caller(inexact: float) -> None:
    with pytest.raises(TypeError):
        rupees_to_paise(inexact)  # type: ignore[arg-type]


@given(PAISE)
def test_what_is_printed_reads_back(paise: int) -> None:
    sign = -1 if paise < 0 else 1
    assert sign * rupees_to_paise(format_rupees(paise).lstrip("-")) == paise


@given(st.integers(-(10**18), 10**18))
def test_grouping_only_adds_commas(whole: int) -> None:
    grouped = group_indian(whole)
    assert grouped.replace(",", "") == str(whole)
    head, *groups = grouped.lstrip("-").split(",")
    assert 1 <= len(head) <= 3
    assert all(len(group) == 2 for group in groups[:-1])
    assert not groups or len(groups[-1]) == 3
