"""One worked GST sum, from what somebody gives to plain values: for the command, API and skills."""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.core.money import format_rupees
from integrations.india import gst_rates
from integrations.india.gst_service import charge
from integrations.india.place_of_supply import place_of_supply
from integrations.india.state_codes import State, by_code, state_named

_ANY_STATE: Final = "07"  # where neither side is named, any one State shows an in-State sale


def work_out(
    amount_paise: int,
    rate_percent: Decimal | None,
    *,
    day: date,
    sac: str,
    inclusive: bool = False,
    from_state: str | None = None,
    to_state: str | None = None,
    sez: bool = False,
    abroad: bool = False,
    with_payment: bool = False,
) -> dict[str, Any]:
    """The sum with its taxes in paise, the rate's source, and the place of supply.

    Without a rate the one of ``sac`` on the day is taken. With one State named the other side is in
    it too. A rate that is in no table of that day is worked with, and ``note`` says so.

    Raises:
        InputError: for an amount, rate or State that cannot be; see the parts.
    """
    seller, buyer = _sides(from_state, to_state)
    supply = place_of_supply(seller, buyer, sez=sez, abroad=abroad, with_payment=with_payment)
    known = gst_rates.rate(sac, day) if rate_percent is None else None
    percent = known.percent if known else Decimal(rate_percent or 0)
    known = known or gst_rates.slab(percent, day)
    made = charge(amount_paise, percent, supply, inclusive=inclusive)
    return {
        "taxable_paise": made.taxable_paise,
        "cgst_paise": made.cgst_paise,
        "sgst_paise": made.sgst_paise,
        "utgst_paise": made.utgst_paise,
        "igst_paise": made.igst_paise,
        "round_off_paise": made.round_off_paise,
        "total_paise": made.total_paise,
        "total": format_rupees(made.total_paise),
        "rate_percent": _number(made.rate_percent),
        "rate_source": known.source if known else "as given",
        "rate_from": known.begins.isoformat() if known else None,
        "place_of_supply": supply.place.code if from_state or to_state or abroad else None,
        "supply": supply.kind,
        "interstate": supply.interstate,
        "basis": supply.basis,
        "note": None if known else _note(percent, day),
    }


def _sides(from_state: str | None, to_state: str | None) -> tuple[State, State]:
    seller = state_named(from_state) if from_state else None
    buyer = state_named(to_state) if to_state else None
    some = seller or buyer or by_code(_ANY_STATE)
    assert some is not None  # noqa: S101 (a row of our own table)
    return seller or some, buyer or some


def _note(percent: Decimal, day: date) -> str:
    gone = gst_rates.abolished(percent, day)
    if gone and gone.until:
        return f"{_number(percent)}% ended on {gone.until.isoformat()}: {gone.source}"
    return f"{_number(percent)}% is no general GST rate on {day.isoformat()}"


def _number(percent: Decimal) -> int | float:
    return int(percent) if percent == percent.to_integral_value() else float(percent)
