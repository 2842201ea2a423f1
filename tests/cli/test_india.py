"""`gst` and `festivals` as they are typed."""

import json

import pytest

from tests.cli.conftest import RaptorFlow


def test_gst_prints_the_promised_fields(raptorflow: RaptorFlow) -> None:
    result = raptorflow("gst", "2,999", "--from-state", "KA", "--to-state", "TN", "--json")
    assert result.returncode == 0, result.stderr
    made = json.loads(result.stdout)
    promised = {
        "taxable_paise", "cgst_paise", "sgst_paise", "utgst_paise", "igst_paise",
        "round_off_paise", "total_paise", "rate_percent", "rate_source", "rate_from",
    }  # fmt: skip
    assert promised <= set(made)
    assert (made["igst_paise"], made["total_paise"], made["rate_percent"]) == (53982, 353882, 18)


def test_gst_for_people(raptorflow: RaptorFlow) -> None:
    result = raptorflow("gst", "1000", "--rate", "12%", "--inclusive")
    assert "₹1,000" in result.stdout
    assert "ended on 2025-09-21" in result.stderr


@pytest.mark.parametrize(
    "arguments",
    [("gst", "abc"), ("gst", "1", "--rate", "x"), ("gst", "1", "--to-state", "nowhere"),
     ("festivals", "--year", "2036"), ("festivals", "--lang", "fr"),
     ("festivals", "--state", "nowhere")],
)  # fmt: skip
def test_wrong_use(raptorflow: RaptorFlow, arguments: tuple[str, ...]) -> None:
    result = raptorflow(*arguments)
    assert (result.returncode, result.stdout) == (2, "")
    assert result.stderr


def test_festivals_of_a_state_and_year(raptorflow: RaptorFlow) -> None:
    result = raptorflow("festivals", "--state", "TN", "--year", "2027", "--lang", "ta", "--json")
    assert result.returncode == 0, result.stderr
    rows = json.loads(result.stdout)
    assert {"id", "date", "name", "states", "rule", "source", "certainty"} <= set(rows[0])
    days = {row["id"]: row["date"] for row in rows}
    assert (days["diwali"], days["pongal"]) == ("2027-10-28", "2027-01-15")
    assert "lohri" not in days


@pytest.mark.parametrize(
    ("number", "valid", "reason", "code"),
    [
        ("27AAPFU0939F1ZV", True, None, "27"), ("38ABCCD1234E1Z2", True, None, "38"),
        ("97ABCCD1234E1ZY", True, None, "97"), ("24AANFA2641L1ZK", False, "check", "24"),
        ("88AAACD8017H1ZX", False, "state", None), ("27AAPFU0939F1Z", False, "length", None),
    ],
)  # fmt: skip
def test_gstin(
    raptorflow: RaptorFlow, number: str, valid: bool, reason: str | None, code: str | None
) -> None:
    result = raptorflow("gstin", number, "--json")
    found = json.loads(result.stdout)
    assert (result.returncode, found["valid"]) == (0 if valid else 1, valid)
    assert (found["reason"], found["state_code"]) == (reason, code)
    plain = raptorflow("gstin", "check", number)
    assert plain.returncode == result.returncode


def test_the_plan_of_this_machine_and_its_bills(raptorflow: RaptorFlow) -> None:
    """Without a server nobody answers for the payment service, and nothing is promised."""
    status = raptorflow("subscribe", "--json")
    assert status.returncode == 0, status.stderr
    assert json.loads(status.stdout)["subscription"]["plan"] == "trial"
    unknown = raptorflow("subscribe", "platinum", "--state", "UP")
    assert (unknown.returncode, unknown.stdout) == (2, "")
    assert raptorflow("subscribe", "cancel").returncode == 1
    bills = raptorflow("invoices", "--json")
    assert (bills.returncode, json.loads(bills.stdout)) == (0, [])
    assert raptorflow("invoices", "RF2627/000001").returncode == 1
    assert raptorflow("invoices", "--e-invoice").returncode == 2
