"""Her contacts never leave the machine, and come back whole however the stream is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agents.contact_tokens import TOKENS, ContactTokens

FOUNDATION = {"phone": "9876543210", "vpa": "sharma@okhdfc", "website": "sharmasweets.in"}


@pytest.mark.parametrize("written", ["9876543210", "98765 43210", "+91 98765-43210", "९८७६५४३२१०"])
def test_the_number_is_hidden_however_it_is_written(written: str) -> None:
    hidden = ContactTokens(FOUNDATION).hide(f"Call {written}, pay sharma@okhdfc")
    assert hidden == f"Call {TOKENS['phone']}, pay {TOKENS['vpa']}"


def test_other_numbers_stay() -> None:
    text = "Call 91234 56789, ₹640, sharma@other"
    assert ContactTokens(FOUNDATION).hide(text) == text


def test_without_contacts_nothing_changes() -> None:
    assert ContactTokens({}).hide("Call 98765 43210") == "Call 98765 43210"


@given(st.lists(st.integers(1, 9), min_size=1, max_size=40))
def test_a_stream_cut_anywhere_restores_the_same(sizes: list[int]) -> None:
    tokens = ContactTokens(FOUNDATION)
    text = f"கால்: {TOKENS['phone']} SHOP SHOPPHONESHOPUPI ஆன்லைன் {TOKENS['website']} SHOPP"
    restorer, shown, place = tokens.restorer(), "", 0
    for size in sizes:
        shown += restorer.feed(text[place : place + size])
        place += size
    shown += restorer.feed(text[place:]) + restorer.rest()
    assert shown == tokens.restore(text)
    assert "SHOPPHONE" not in shown
