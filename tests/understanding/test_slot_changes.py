"""A correction under a draft changes what it names and contradicts nothing it leaves."""

from typing import Any

import pytest

from agents.understanding.slot_changes import changed

SUNDAY, MONDAY, SATURDAY = "2026-10-18", "2026-10-19", "2026-10-17"


@pytest.mark.parametrize(
    ("before", "said", "after"),
    [
        ({"date": SUNDAY, "date_until": SUNDAY}, {"date": SATURDAY},
         {"date": SATURDAY, "date_until": SATURDAY}),
        ({"date": SUNDAY, "date_from": SUNDAY}, {"date": MONDAY},
         {"date": MONDAY, "date_from": MONDAY}),
        ({"date": SUNDAY}, {"date": MONDAY}, {"date": MONDAY}),
        ({"date": SUNDAY, "date_until": SUNDAY}, {"date": SATURDAY, "date_from": SATURDAY},
         {"date": SUNDAY, "date_from": SATURDAY, "date_until": SUNDAY}),
        ({"date": SUNDAY, "date_until": SUNDAY}, {"date": MONDAY, "date_from": MONDAY},
         {"date": MONDAY, "date_from": MONDAY}),
        ({"duration_days": 3}, {"date": SUNDAY, "date_until": SUNDAY},
         {"date": SUNDAY, "date_until": SUNDAY}),
        ({"date": SUNDAY, "date_until": SUNDAY}, {"duration_days": 3}, {"duration_days": 3}),
        ({"weekly": 1}, {"date": SUNDAY}, {"date": SUNDAY}),
        ({"date": SUNDAY, "date_until": SUNDAY}, {"weekly": 6}, {"weekly": 6}),
        ({"amount_inr": 500, "amount_is": "off"}, {"amount_inr": 300},
         {"amount_inr": 300, "amount_is": "off"}),
        ({"amount_inr": 500, "amount_is": "off"}, {"amount_inr": 899, "amount_is": "price"},
         {"amount_inr": 899, "amount_is": "price"}),
        ({"discount_percent": 20}, {"amount_inr": 500, "amount_is": "off"},
         {"amount_inr": 500, "amount_is": "off"}),
        ({"product": "cake", "pack": "500 gram", "amount_inr": 350}, {"product": "bread"},
         {"product": "bread", "amount_inr": 350}),
        ({"product": "cake", "per": "kilo"}, {"pack": "500 gram"},
         {"product": "cake", "pack": "500 gram"}),
    ],
)  # fmt: skip
def test_what_is_said_goes_over_what_was(
    before: dict[str, Any], said: dict[str, Any], after: dict[str, Any]
) -> None:
    assert changed(before, said) == after
