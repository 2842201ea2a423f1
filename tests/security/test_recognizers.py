"""One table a recogniser: valid, invalid, and in a sentence of each script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.security.digits import ascii_digits
from app.security.recognizers import RECOGNISERS
from app.security.recognizers.aadhaar import verhoeff_holds
from app.security.recognizers.base import Recogniser
from app.security.recognizers.card import luhn_holds

BY_KIND: dict[str, Recogniser] = {recogniser.kind: recogniser for recogniser in RECOGNISERS}

TABLE: dict[str, list[tuple[str, list[str]]]] = {
    "aadhaar": [
        ("234123412346", ["234123412346"]),
        ("2341 2341 2346", ["2341 2341 2346"]),
        ("2341-2341-2346", ["2341-2341-2346"]),
        ("234123412345", []),  # check digit
        ("134123412346", []),  # begins with 1
        ("2341 23412346", []),  # grouped unlike any card
        ("12341234123461", []),  # longer run
        ("2341 2341 2346 20% off", ["2341 2341 2346"]),
        ("2341 2341 2346 2341 2341 2346", ["2341 2341 2346"] * 2),
        ("आधार234123412346है", ["234123412346"]),
        ("मेरा आधार २३४१२३४१२३४६ है", ["234123412346"]),
        ("என் ஆதார் ௨௩௪௧ ௨௩௪௧ ௨௩௪௬ தான்", ["2341 2341 2346"]),
        ("నా ఆధార్ ౨౩౪౧౨౩౪౧౨౩౪౬ అండి", ["234123412346"]),
        ("₹2,34,12,341 ka order", []),
    ],
    "pan": [
        ("ACUPA7085R", ["ACUPA7085R"]),
        ("acupa7085r", ["acupa7085r"]),
        ("ACUPA 7085 R", ["ACUPA 7085 R"]),
        ("ACUPA0000R", []),
        ("ACUXA7085R", []),  # no such holder
        ("24AAQCA8719H1ZC", []),  # inside a GSTIN
        ("पैनACUPA7085Rहै", ["ACUPA7085R"]),
        ("मेरा पैन ACUPA७०८५R है", ["ACUPA7085R"]),
        ("என் பான் ACUPA௭௦௮௫R", ["ACUPA7085R"]),
        ("నా పాన్ ACUPA౭౦౮౫R", ["ACUPA7085R"]),
    ],
    "card": [
        ("4111111111111111", ["4111111111111111"]),
        ("4111 1111 1111 1111", ["4111 1111 1111 1111"]),
        ("5555-5555-5555-4444", ["5555-5555-5555-4444"]),
        ("378282246310005", ["378282246310005"]),
        ("4111111111111111 20% off", ["4111111111111111"]),
        ("4111 1111 1111 1111 5555-5555-5555-4444", ["4111 1111 1111 1111", "5555-5555-5555-4444"]),
        ("3782 822463 10005", ["3782 822463 10005"]),
        ("6522 2222 2222 2225", []),  # check digit
        ("4111111111111112", []),
        ("1234567812345670", []),  # no issuer begins with 1
        ("कार्ड ४१११ ११११ ११११ ११११ से", ["4111 1111 1111 1111"]),
        ("கார்டு ௪௧௧௧௧௧௧௧௧௧௧௧௧௧௧௧", ["4111111111111111"]),
        ("కార్డు ౪౧౧౧ ౧౧౧౧ ౧౧౧౧ ౧౧౧౧", ["4111 1111 1111 1111"]),
    ],
    "account": [
        ("account no 123456789012", ["123456789012"]),
        ("a/c 00112233445566", ["00112233445566"]),
        ("123456789012", []),
        ("SBIN0001234 mein 123456789012", ["123456789012"]),
        ("account 1234 5678 9012, call 98450 12345", ["1234 5678 9012", "98450 12345"]),
        ("account 123456789012 98450 12345", ["123456789012", "98450 12345"]),
        ("account 12345678", []),  # eight digits
        ("खाता नंबर १२३४५६७८९०१ है", ["12345678901"]),
        ("கணக்கு எண் 123456789012", ["123456789012"]),
        ("ఖాతా నంబర్ 123456789012", ["123456789012"]),
    ],
    "phone": [
        ("9845012345", ["9845012345"]),
        ("98450 12345", ["98450 12345"]),
        ("+91 98450 12345", ["+91 98450 12345"]),
        ("+919845012345", ["+919845012345"]),
        ("919845012345", ["919845012345"]),
        ("098450-12345", ["098450-12345"]),
        ("984-501-2345", ["984-501-2345"]),
        ("5876543210", []),
        ("98450123456", []),
        ("984501234", []),
        ("9 8 4 5 0 1 2 3 4 5", []),
        ("₹9845012345", []),
        ("कॉल९८४५०१२३४५करें", ["9845012345"]),
        ("அழைக்க ௯௮௪௫௦ ௧௨௩௪௫", ["98450 12345"]),
        ("కాల్ ౯౮౪౫౦౧౨౩౪౫", ["9845012345"]),
        ("wa.me/919845012345", ["919845012345"]),
    ],
    "email": [
        ("asha@example.in", ["asha@example.in"]),
        ("a.b+c@mail.example.co.in", ["a.b+c@mail.example.co.in"]),
        ("asha@ybl", []),
        ("asha@", []),
        ("ईमेल asha@example.in पर", ["asha@example.in"]),
        ("மெயில் asha@example.in", ["asha@example.in"]),
        ("మెయిల్ asha@example.in.", ["asha@example.in"]),
    ],
    "upi": [
        ("asha@ybl", ["asha@ybl"]),
        ("9845012345@okaxis", ["9845012345@okaxis"]),
        ("asha@example.in", []),
        ("@ybl", []),
        ("यूपीआई asha@ybl पर", ["asha@ybl"]),
        ("பணம் asha@okhdfcbank", ["asha@okhdfcbank"]),
        ("డబ్బు asha@paytm", ["asha@paytm"]),
    ],
}
ROWS = [(kind, text, found) for kind, rows in TABLE.items() for text, found in rows]


def test_every_recogniser_has_a_table() -> None:
    assert set(TABLE) == set(BY_KIND)


@pytest.mark.parametrize(("kind", "text", "found"), ROWS)
def test_table(kind: str, text: str, found: list[str]) -> None:
    plain = ascii_digits(text)
    assert [plain[span.start : span.end] for span in BY_KIND[kind].find(plain)] == found


@pytest.mark.parametrize(
    ("kind", "value", "hidden"),
    [
        ("aadhaar", "2341 2341 2346", "XXXX XXXX 2346"),
        ("pan", "ACUPA7085R", "ACXXXXXX5R"),
        ("card", "4111-1111-1111-1111", "XXXX-XXXX-XXXX-1111"),
        ("account", "123456789012", "XXXXXXXX9012"),
        ("phone", "+91 98450 12345", "+XX XXXXX XXX45"),
        ("email", "asha@example.in", "aXXX@example.in"),
        ("upi", "9845012345@ybl", "XXXX@ybl"),
    ],
)
def test_hiding_keeps_the_shape(kind: str, value: str, hidden: str) -> None:
    assert BY_KIND[kind].hide(value) == hidden


@given(st.text("0123456789", min_size=11, max_size=11), st.integers(0, 10), st.integers(1, 9))
def test_verhoeff_notices_any_one_wrong_digit(body: str, place: int, shift: int) -> None:
    whole = next(body + str(check) for check in range(10) if verhoeff_holds(body + str(check)))
    wrong = (int(whole[place]) + shift) % 10
    assert not verhoeff_holds(whole[:place] + str(wrong) + whole[place + 1 :])


@given(st.text("0123456789", min_size=15, max_size=15))
def test_luhn_has_one_check_digit(body: str) -> None:
    assert sum(luhn_holds(body + str(check)) for check in range(10)) == 1


@given(st.text(max_size=100))
def test_ascii_digits_keep_the_length(text: str) -> None:
    assert len(ascii_digits(text)) == len(text)
