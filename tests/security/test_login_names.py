"""How people type who they are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import InputError
from app.security.login_names import read_login


@pytest.mark.parametrize(
    "typed",
    [
        "9845012345",
        "98450 12345",
        " 98450-12345 ",
        "09845012345",
        "+91 98450 12345",
        "+919845012345",
        "919845012345",
        "0091 98450 12345",
        "(98450) 12345",
        "९८४५०१२३४५",
        "०९८४५० १२३४५",
        "+९१ ९८४५० १२३४५",
        "௯௮௪௫௦ ௧௨௩௪௫",
        "౯౮౪౫౦ ౧౨౩౪౫",
        "９８４５０１２３４５",
    ],
)
def test_every_spelling_of_a_number_is_one_login(typed: str) -> None:
    login = read_login(typed)
    assert (login.kind, login.value, login.shown) == ("phone", "+919845012345", "98450 12345")


@given(st.from_regex(r"[6-9][0-9]{9}", fullmatch=True))
def test_a_ten_digit_number_means_the_same_with_every_prefix(digits: str) -> None:
    def read(typed: str) -> str:
        try:
            return read_login(typed).value
        except InputError as error:
            return error.code

    assert len({read(prefix + digits) for prefix in ("", "0", "91", "+91", "+91 ")}) == 1


@pytest.mark.parametrize("typed", ["Asha@Example.in", " asha@example.in "])
def test_email_is_lower_case(typed: str) -> None:
    login = read_login(typed)
    assert (login.kind, login.value, login.shown) == ("email", "asha@example.in", "asha")


@pytest.mark.parametrize(
    ("typed", "code", "params"),
    [
        ("", "login_missing", {}),
        ("   ", "login_missing", {}),
        ("984501234", "phone_digits", {"n": 9}),
        ("९८४५०१२३४", "phone_digits", {"n": 9}),
        ("98450123456", "phone_digits", {"n": 11}),
        ("5876543210", "phone_invalid", {}),
        ("1234567890", "phone_invalid", {}),
        ("98450★12345", "phone_invalid", {}),
        ("asha", "email_invalid", {}),
        ("asha@", "email_invalid", {}),
        ("asha@ybl", "email_invalid", {}),
        ("a..b@example.in", "email_invalid", {}),
        ("a" * 300 + "@example.in", "email_invalid", {}),
    ],
)
def test_what_cannot_be_read_says_why(typed: str, code: str, params: dict[str, object]) -> None:
    with pytest.raises(InputError) as refused:
        read_login(typed)
    assert refused.value.code == code
    assert refused.value.params == params


@given(st.text(max_size=60))
def test_anything_else_is_refused_and_never_breaks(typed: str) -> None:
    try:
        login = read_login(typed)
    except InputError:
        return
    assert read_login(login.value) == login
