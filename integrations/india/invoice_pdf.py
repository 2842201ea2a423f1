"""An issued document as a page: A4, English and the reader's language, Indic names shaped right."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any, Final, Literal

from app.core.variants import Shell
from integrations.india.pages import exact_amount, set_page
from integrations.languages.messages import text

_LABELS: Final = (
    "number", "date", "seller", "buyer", "state", "place", "reverse_charge", "description",
    "taxable", "discount", "rate", "round_off", "total", "in_words", "paid", "original", "reason",
    "practice", "electronic",
)  # fmt: skip
_TITLES: Final = {"invoice": "title", "credit_note": "credit_note"}


def invoice_page(
    document: Mapping[str, Any], *, format: Literal["pdf", "png"] = "pdf", ppi: int = 100
) -> bytes:
    """The document of :mod:`app.billing.invoice_document` as a PDF, or as a picture of its page.

    Deterministic: the same document gives the same bytes.
    """
    inputs = {
        "document": {**document, "shown": _shown(document)},
        "labels": _labels(document["kind"], document["language"]),
    }
    return set_page("invoice.typ", document["date"], inputs, format=format, ppi=ppi)


def _labels(kind: str, language: Shell) -> dict[str, dict[str, str]]:
    keys = {name: name for name in _LABELS} | {"title": _TITLES[kind]}
    return {
        name: {
            "en": text("en", f"account.invoice.{key}"),
            "local": text(language, f"account.invoice.{key}"),
        }
        for name, key in keys.items()
    }


def _shown(document: Mapping[str, Any]) -> dict[str, Any]:
    """Amounts and days as people read them."""
    totals, original = document["totals"], document["original"]
    rows = {"taxable": totals["taxable_paise"]}
    rows |= {
        name: totals[f"{name}_paise"]
        for name in ("cgst", "sgst", "utgst", "igst", "round_off")
        if totals[f"{name}_paise"]
    }
    rows["total"] = totals["total_paise"]
    return {
        "date": _day(document["date"]),
        "original_date": _day(original["date"]) if original else None,
        "lines": [
            {
                "taxable": exact_amount(line["taxable_paise"]),
                "discount": exact_amount(line["discount_paise"]),
                "period": " – ".join(map(_day, line["period"])) if line["period"] else None,
            }
            for line in document["lines"]
        ],
        "totals": {name: exact_amount(paise) for name, paise in rows.items()},
        "rates": _rates(document),
        "words_local": document.get("words_local"),
        "paid": _paid(document),
    }


def _rates(document: Mapping[str, Any]) -> dict[str, str]:
    """Each tax's own rate: the halves bear half of the line's."""
    rate = Decimal(document["lines"][0]["rate_percent"])
    half = format((rate / 2).normalize(), "f")
    return {"cgst": half, "sgst": half, "utgst": half, "igst": format(rate.normalize(), "f")}


def _paid(document: Mapping[str, Any]) -> str | None:
    payment = document["payment"]
    if not payment:
        return None
    parts = (exact_amount(document["totals"]["total_paise"]), payment.get("paid_on") and
             _day(payment["paid_on"]), payment.get("mode"), payment.get("reference"))  # fmt: skip
    return " · ".join(part for part in parts if part)


def _day(iso: str) -> str:
    return date.fromisoformat(iso).strftime("%d-%m-%Y")
