"""What a bill says, how it looks, and the e-invoice file made of it."""

import re
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from fontTools.ttLib import TTFont

from app.billing.e_invoice import e_invoice
from app.billing.invoice_numbers import document_number, financial_year
from app.core.variants import SHELLS, Shell
from integrations.india import invoice_pdf
from integrations.india.invoice_pdf import invoice_page
from integrations.languages.messages import catalog
from tests.billing.papers import BUYERS, paper, pixels

LOOKS = Path(__file__).parents[1] / "data" / "invoices"
FONTS = sorted((Path(invoice_pdf.__file__).parent / "fonts").glob("*.ttf"))
PPI = 60


def page(document: dict[str, Any]) -> np.ndarray[Any, Any]:
    return pixels(invoice_page(document, format="png", ppi=PPI))


@pytest.mark.parametrize("language", SHELLS)
def test_a_bill_looks_as_it_did(language: Shell) -> None:
    """The pictures in tests/data/invoices were looked at by a person."""
    shown = page(paper(language))
    kept = pixels((LOOKS / f"{language}.png").read_bytes())
    assert shown.shape == kept.shape
    assert np.abs(shown - kept).mean() < 1.0


@pytest.mark.parametrize("language", SHELLS)
def test_a_bill_fits_one_a4_page_with_margins(language: Shell) -> None:
    shown = page(paper(language))
    height, width = shown.shape
    assert abs(height / width - 297 / 210) < 0.01
    margin = int(10 / 25.4 * PPI)
    ink = shown < 200
    assert not ink[:, :margin].any()
    assert not ink[:, -margin:].any()
    assert ink[: height // 2].any()


@pytest.mark.parametrize(
    ("language", "joined", "apart"),
    [
        ("hi", "क्ष", "क्\u200cष"),
        ("ta", "க்ஷ", "க்\u200cஷ"),
        ("te", "క్ష", "క్\u200cష"),
        ("hi", "कि", "क ि"),
    ],
)
def test_letters_join_as_they_are_written(language: Shell, joined: str, apart: str) -> None:
    """A page that does not shape would draw both alike."""
    assert (page(paper(language, joined * 8)) != page(paper(language, apart * 8))).any()


def test_every_letter_and_the_rupee_has_a_glyph() -> None:
    known = {point for font in FONTS for point in TTFont(font).getBestCmap()}
    said = "₹–·" + "".join(name + line for name, _, line in BUYERS.values())
    for language in SHELLS:
        labels = catalog(language, "account")
        said += "".join(v for key, v in labels.items() if key.startswith("account.invoice."))
    assert {letter for letter in said if ord(letter) > 32} <= {chr(point) for point in known}


@pytest.mark.parametrize("language", SHELLS)
def test_a_bill_is_a_pdf_and_always_the_same(language: Shell) -> None:
    made = invoice_page(paper(language))
    assert made.startswith(b"%PDF-1.")
    assert made == invoice_page(paper(language))
    assert len(made) < 120_000


def test_a_bill_holds_what_rule_46_asks() -> None:
    made = paper("hi")
    assert made["seller"]["gstin"] == "29ABCCD1234E1Z1"
    assert made["seller"]["address"]
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9/-]{0,15}", made["number"])
    assert made["date"] == "2026-11-23"
    assert made["buyer"]["state"] == "Uttar Pradesh"
    assert made["buyer"]["pin"] == "226001"
    assert made["place_of_supply"] == {"code": "09", "name": "Uttar Pradesh"}
    assert made["reverse_charge"] is False
    [line] = made["lines"]
    assert (line["sac"], line["rate_percent"], line["taxable_paise"]) == ("998314", "18", 299_900)
    assert (line["igst_paise"], made["totals"]["total_paise"]) == (53_982, 353_882)
    assert made["words"].startswith("Three thousand five hundred thirty eight rupees")


def test_a_credit_note_names_its_invoice_and_reason() -> None:
    made = paper("te")
    assert made["original"] == {"number": "RF2627/000122", "date": "2026-11-01"}
    assert made["reason"]


@pytest.mark.parametrize("language", SHELLS)
def test_the_e_invoice_file_adds_up(language: Shell) -> None:
    made = e_invoice(paper(language))
    assert made["Version"] == "1.1"
    assert made["DocDtls"]["Typ"] == ("CRN" if language == "te" else "INV")
    assert made["DocDtls"]["Dt"] == "23/11/2026"
    assert made["BuyerDtls"]["Gstin"] == "URP"
    assert made["BuyerDtls"]["Pin"] == 226001
    values = {name: Decimal(str(value)) for name, value in made["ValDtls"].items()}
    taxes = values["CgstVal"] + values["SgstVal"] + values["IgstVal"]
    assert values["AssVal"] + taxes + values["RndOffAmt"] == values["TotInvVal"]
    items = sum(Decimal(str(item["TotItemVal"])) for item in made["ItemList"])
    assert items + values["RndOffAmt"] == values["TotInvVal"]
    assert ("RefDtls" in made) == (language == "te")


@pytest.mark.parametrize(
    ("day", "year"),
    [
        ("2026-03-31", "2526"),
        ("2026-04-01", "2627"),
        ("2027-03-31", "2627"),
        ("2099-12-31", "9900"),
    ],
)
def test_the_financial_year_begins_in_april(day: str, year: str) -> None:
    assert financial_year(date.fromisoformat(day)) == year


def test_numbers_are_what_the_rule_allows() -> None:
    assert document_number("invoice", "2627", 123) == "RF2627/000123"
    assert document_number("credit_note", "2627", 1) == "RC2627/000001"
    assert len(document_number("invoice", "2627", 99_999_999)) <= 16
    for serial in (0, -1, 10**10):
        with pytest.raises(ValueError, match="Rule 46"):
            document_number("invoice", "2627", serial)


def test_the_total_is_said_in_words_in_both_languages() -> None:
    english, hindi = paper("en"), paper("hi")
    assert english["words_local"] is None
    assert hindi["words_local"].startswith("तीन हज़ार पाँच सौ अड़तीस रुपये")
