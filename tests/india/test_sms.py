"""SMS sizes against the standard's own figures."""

import pytest

from integrations.india.sms import SmsSize, measure, strange_letters


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("", SmsSize("gsm7", 0, 1, 160)),
        ("a" * 160, SmsSize("gsm7", 160, 1, 0)),
        ("a" * 161, SmsSize("gsm7", 161, 2, 145)),
        ("a" * 306, SmsSize("gsm7", 306, 2, 0)),
        ("a" * 307, SmsSize("gsm7", 307, 3, 152)),
        ("[" * 80, SmsSize("gsm7", 160, 1, 0)),
        ("a" * 152 + "[" + "a" * 20, SmsSize("gsm7", 174, 2, 131)),
        ("अ" * 70, SmsSize("unicode", 70, 1, 0)),
        ("अ" * 71, SmsSize("unicode", 71, 2, 63)),
        ("க" * 134, SmsSize("unicode", 134, 2, 0)),
        ("క" * 135, SmsSize("unicode", 135, 3, 66)),
        ("🪔" * 35, SmsSize("unicode", 70, 1, 0)),
        ("a" * 66 + "🪔" + "a" * 10, SmsSize("unicode", 78, 2, 55)),
        ("Rs 640 a kilo", SmsSize("gsm7", 13, 1, 147)),
        ("₹640 a kilo", SmsSize("unicode", 11, 1, 59)),
    ],
)
def test_a_text_is_as_long_as_the_network_counts_it(text: str, size: SmsSize) -> None:
    assert measure(text) == size


def test_letters_that_halve_the_room_are_named() -> None:
    assert strange_letters("Rs 640 [50% off] @ Sharma's, tel: 98765") == ""
    assert strange_letters("₹640 – “fresh” ₹20") == "₹–“”"
