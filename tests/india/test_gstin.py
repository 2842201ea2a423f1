"""GSTIN: what is right, why something is wrong, and the one slip that mends it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from integrations.india.gstin import check_character, check_gstin

_PUBLISHED = """
24AAQCA8719H1ZC 05AAACG2115R1ZN 05AAACG2140A1ZL 29AABCR1718E1ZL 24AANFA2641L1ZF 24AABCR6898M1ZN
01AAAAP1208Q1ZS 29AAHCM7727Q1ZI 33AAAAR6720M1ZG 24AAUPV7468F1ZW 24AUTPV8831F1ZZ 24AANCA4892J1Z8
27AAPFU0939F1ZV 38ABCCD1234E1Z2 97ABCCD1234E1ZY
"""
PUBLISHED = _PUBLISHED.split()
NUMBERS = st.sampled_from(PUBLISHED)


@pytest.mark.parametrize("gstin", PUBLISHED)
def test_published_numbers_are_right(gstin: str) -> None:
    found = check_gstin(gstin)
    assert found.valid
    assert found.kind == "regular"
    assert found.state_code == gstin[:2]
    assert check_character(gstin[:-1]) == gstin[-1]


def test_what_it_tells_of_the_state_and_the_kind() -> None:
    assert check_gstin("33aaaar6720m1zg").state == "Tamil Nadu"
    assert check_gstin("29 AABCF 8078M 1C8").kind == "tcs"
    assert check_gstin("२७AAPFU०९३९F1ZV").valid


@pytest.mark.parametrize(
    ("text", "reason", "suggestion"),
    [
        ("", "empty", None),
        ("27AAPFU0939F1", "length", None),
        ("27AAPFU0939F1Z", "length", "27AAPFU0939F1ZV"),
        ("27AAPFU0939FF1ZV", "length", "27AAPFU0939F1ZV"),
        ("27AAPFUO939F1ZV", "shape", "27AAPFU0939F1ZV"),
        ("27AAPFU9039F1ZV", "check", "27AAPFU0939F1ZV"),
        ("01AABCE2207R1Z5", "check", None),
        ("88AAACD8017H1ZX", "state", None),
        ("28AAPFU0939F1ZV", "retired_state", None),
        ("27AAPFU0939F1Z?", "characters", None),
    ],
)
def test_what_is_wrong_and_what_was_likely_meant(
    text: str, reason: str, suggestion: str | None
) -> None:
    found = check_gstin(text)
    assert (found.valid, found.reason, found.suggestion) == (False, reason, suggestion)


@given(NUMBERS, st.integers(2, 14), st.sampled_from("0123456789ABCDEFGHJKLMNPQRSTUVWXYZ"))
def test_no_single_wrong_character_passes(gstin: str, place: int, char: str) -> None:
    """The State's own digits may change to another State's only with another check character."""
    changed = gstin[:place] + char + gstin[place + 1 :]
    assert check_gstin(changed).valid == (changed == gstin)


@given(st.text(max_size=20))
def test_any_text_gets_an_answer(text: str) -> None:
    found = check_gstin(text)
    assert found.valid == (found.reason is None)
    assert found.suggestion is None or check_gstin(found.suggestion).valid
