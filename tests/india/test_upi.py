"""The link that asks for a payment, and its picture."""

from urllib.parse import parse_qs, urlsplit

import pytest

from integrations.india.upi import pay_link, qr_data_uri, qr_png, qr_text


def test_every_value_is_percent_encoded_and_comes_back() -> None:
    link = pay_link("sharma.sweets@okaxis", "शर्मा & Sons+1", 1_250_50, "Bill 12/A = 50%")
    assert link.startswith("upi://pay?pa=sharma.sweets@okaxis&pn=")
    assert " " not in link
    assert "+" not in link
    assert link.isascii()
    assert parse_qs(urlsplit(link).query) == {
        "pa": ["sharma.sweets@okaxis"],
        "pn": ["शर्मा & Sons+1"],
        "am": ["1250.50"],
        "cu": ["INR"],
        "tn": ["Bill 12/A = 50%"],
    }


def test_without_an_amount_the_payer_types_it() -> None:
    assert pay_link("a.b@ybl", "Shop") == "upi://pay?pa=a.b@ybl&pn=Shop&cu=INR"


def test_a_long_note_is_cut() -> None:
    note = parse_qs(urlsplit(pay_link("ab@ybl", note="x" * 80)).query)["tn"][0]
    assert len(note) == 50


@pytest.mark.parametrize(("vpa", "paise"), [("gmail.com", 100), ("a@b.com", 100), ("ab@ybl", 0)])
def test_what_cannot_be_paid_is_refused(vpa: str, paise: int) -> None:
    with pytest.raises(ValueError, match=r"UPI id|paise"):
        pay_link(vpa, paise=paise)


def test_the_picture_is_a_picture() -> None:
    link = pay_link("sharma.sweets@okaxis", "Sharma", 50_000)
    assert qr_png(link).startswith(b"\x89PNG")
    assert qr_data_uri(link).startswith("data:image/png;base64,")
    assert len({len(row) for row in qr_text(link).splitlines()}) == 1
