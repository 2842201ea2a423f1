"""An issued document in the e-invoice schema (INV-01, version 1.1), as an export.

Below the turnover at which invoices are registered (Rs 5 crore) nothing is sent anywhere; the file
is what a registration portal or an accountant's program takes. The schema is for registered buyers,
exports and special zones; a sale to somebody unregistered is written the same way with ``URP`` as
her number, which portals refuse and accounting programs read. Read 23 Nov 2026.
"""

from datetime import date
from decimal import Decimal
from typing import Any, Final

from app.core.money import PAISE_PER_RUPEE

SCHEMA_VERSION: Final = "1.1"
UNREGISTERED: Final = "URP"
_TYPES: Final = {"invoice": "INV", "credit_note": "CRN"}
_NO_PIN: Final = 999999


def e_invoice(document: dict[str, Any]) -> dict[str, Any]:
    """The document of :mod:`app.billing.invoice_document` in the schema's shape."""
    totals, supply = document["totals"], document["supply"]
    made: dict[str, Any] = {
        "Version": SCHEMA_VERSION,
        "TranDtls": {
            "TaxSch": "GST",
            "SupTyp": "B2B" if supply["type"] == "B2C" else supply["type"],
            "RegRev": "Y" if document["reverse_charge"] else "N",
        },
        "DocDtls": {
            "Typ": _TYPES[document["kind"]],
            "No": document["number"],
            "Dt": _day(document["date"]),
        },
        "SellerDtls": _party(document["seller"]),
        "BuyerDtls": _party(document["buyer"]) | {"Pos": document["place_of_supply"]["code"]},
        "ItemList": [_item(line) for line in document["lines"]],
        "ValDtls": {
            "AssVal": _rupees(totals["taxable_paise"]),
            "CgstVal": _rupees(totals["cgst_paise"]),
            "SgstVal": _rupees(totals["sgst_paise"] + totals["utgst_paise"]),
            "IgstVal": _rupees(totals["igst_paise"]),
            "RndOffAmt": _rupees(totals["round_off_paise"]),
            "TotInvVal": _rupees(totals["total_paise"]),
        },
    }
    if document["original"]:
        made["RefDtls"] = {
            "PrecDocDtls": [
                {
                    "InvNo": document["original"]["number"],
                    "InvDt": _day(document["original"]["date"]),
                }
            ]
        }
    return made


def _party(party: dict[str, Any]) -> dict[str, Any]:
    return {
        "Gstin": party["gstin"] or UNREGISTERED,
        "LglNm": party["name"][:100],
        "Addr1": (party["address"] or party["state"])[:100],
        "Loc": party["state"][:50],
        "Pin": int(party["pin"]) if party["pin"] else _NO_PIN,
        "Stcd": party["state_code"],
    }


def _item(line: dict[str, Any]) -> dict[str, Any]:
    return {
        "SlNo": str(line["serial"]),
        "PrdDesc": line["description"][:300],
        "IsServc": "Y",
        "HsnCd": line["sac"],
        "Qty": line["quantity"],
        "Unit": "OTH",
        "UnitPrice": _rupees(line["value_paise"]),
        "TotAmt": _rupees(line["value_paise"]),
        "Discount": _rupees(line["discount_paise"]),
        "AssAmt": _rupees(line["taxable_paise"]),
        "GstRt": float(line["rate_percent"]),
        "IgstAmt": _rupees(line["igst_paise"]),
        "CgstAmt": _rupees(line["cgst_paise"]),
        "SgstAmt": _rupees(line["sgst_paise"] + line["utgst_paise"]),
        "TotItemVal": _rupees(line["total_paise"]),
    }


def _rupees(paise: int) -> float:
    """Two decimals; a float here is exact in print, for no amount of ours has more digits."""
    return float(Decimal(paise) / PAISE_PER_RUPEE)


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d/%m/%Y")
