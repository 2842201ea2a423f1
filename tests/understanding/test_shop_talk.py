"""What owners of many shops type, seven ways: each message says what it says and no more."""

from datetime import date
from pathlib import Path
from typing import Any, Final, cast

import pytest

from agents.understanding.slots import read_slots
from app.core.variants import VARIANTS, Variant

TODAY: Final = date(2026, 10, 14)
FILE: Final = Path(__file__).parent / "shop_talk.txt"
NAMES: Final = {
    "from": "date_from", "until": "date_until", "percent": "discount_percent", "gst": "gst_rate",
    "amount": "amount_inr", "is": "amount_is", "spend": "spend_inr", "days": "duration_days",
    "customer": "customer_name",
}  # fmt: skip
NUMBERS: Final = {
    "discount_percent",
    "amount_inr",
    "spend_inr",
    "duration_days",
    "gst_rate",
    "weekly",
}


def lines() -> list[tuple[Variant, str, dict[str, Any]]]:
    rows = [line.split(" | ") for line in FILE.read_text("utf-8").splitlines() if line[:1] != "#"]
    return [(cast(Variant, variant), text, said(slots)) for variant, text, slots in rows]


def said(slots: str) -> dict[str, Any]:
    pairs = [pair.split(": ", 1) for pair in slots.split("; ") if pair.strip()]
    named = {NAMES.get(name, name): value for name, value in pairs}
    return {name: float(v) if name in NUMBERS else v for name, v in named.items()}


@pytest.mark.parametrize(
    ("variant", "text", "slots"), lines(), ids=[f"{v}: {text}" for v, text, _ in lines()]
)
def test_every_slot_is_what_was_said(variant: Variant, text: str, slots: dict[str, Any]) -> None:
    known = read_slots(text, variant, TODAY).known()
    if slots.get("amount_is") is None and known.get("amount_is") == "price":
        known.pop("amount_is")  # a bare amount is a price as well
    assert known == slots


def test_all_variants_are_tried() -> None:
    assert {variant for variant, _, _ in lines()} == set(VARIANTS)
