"""The same name by ear, in any script and spelling."""

import pytest

from integrations.languages.phonetics import phonetic_key, sounds_like
from integrations.languages.spelling_rules import latin_by_rule
from integrations.languages.transliterate import to_native


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("काजू कतली", "kaju katli"), ("kaju katli", "Kaaju Kathli"), ("காஜு கத்லி", "kaju katli"),
        ("కాజు కత్లీ", "kaju katli"), ("साड़ी", "saree"), ("லட்டு", "laddu"), ("लड्डू", "laddoo"),
        ("பிரியாணி", "biryani"), ("రమేష్", "Ramesh"), ("प्रिया", "Priya"), ("லக்ஷ்மி", "Lakshmi"),
        ("लक्ष्मी", "Laxmi"), ("சேலை", "selai"), ("చీర", "cheera"), ("मेहंदी", "mehndi"),
        ("மைசூர் பாக்", "mysore pak"), ("ఇడ్లీ", "idli"), ("मसाला डोसा", "masala dosa"),
    ],
)  # fmt: skip
def test_one_sound(one: str, other: str) -> None:
    assert sounds_like(one, other)
    assert sounds_like(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [("kurta", "kurti"), ("Ravi", "Reva"), ("Ramesh", "Rameshwar"), ("saree", "samosa"), ("", "x")],
)
def test_different_sounds(one: str, other: str) -> None:
    assert not sounds_like(one, other)


def test_keys_forget_case_and_doubling() -> None:
    assert phonetic_key("Gulaab Jaamun") == phonetic_key("gulab jamun")


@pytest.mark.parametrize(
    ("native", "latin"), [("कतली", "katlee"), ("दुकान", "dukaan"), ("ராமன்", "raaman")]
)
def test_hindi_drops_the_a_nobody_says(native: str, latin: str) -> None:
    assert latin_by_rule(native) == latin


@pytest.mark.parametrize(
    ("base", "native"), [("hi", "रमेश"), ("ta", "ரமேஷ்"), ("te", "రమేష్"), ("en", "Ramesh")]
)
def test_a_name_is_carried_into_a_script(base: str, native: str) -> None:
    assert to_native("Ramesh", base) == native  # type: ignore[arg-type]
