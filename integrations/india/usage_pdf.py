"""The report of a month as a page on A4, set by typst with our own fonts, as the bills are."""

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from app.core.variants import Shell
from integrations.india.pages import exact_amount, set_page
from integrations.languages.formats import rupees, short_date
from integrations.languages.messages import has, text

_FULL: Final = 100


def usage_page(document: Mapping[str, Any], *, format: str = "pdf", ppi: int = 100) -> bytes:
    """The document of :mod:`agents.economics.month_report` as a PDF, or as a picture.

    Deterministic: the same document gives the same bytes. Some tens of milliseconds: use a thread.
    """
    inputs = {"document": _shown(document)}
    return set_page("usage.typ", document["day"], inputs, format=format, ppi=ppi)


def _shown(document: Mapping[str, Any]) -> dict[str, Any]:
    language: Shell = document["language"]
    totals = document["totals"]
    figures = [
        (text(language, "usage.report.spent"), exact_amount(totals["spent"])),
        (text(language, "usage.report.messages"), str(totals["messages"])),
        (text(language, "usage.report.memory"), f"{totals['memory']} · ₹0"),
        (text(language, "usage.report.saved"), exact_amount(totals["saved"])),
    ]
    if totals["limit"] is not None:
        figures.insert(1, (text(language, "usage.report.limit"), exact_amount(totals["limit"])))
    days = [
        {**row, "name": short_date(date.fromisoformat(row["name"]), language)}
        for row in document["days"]
    ]
    providers = [{**row, "name": _provider(row["name"], language)} for row in document["providers"]]
    tables = (
        ("usage.card.skills", document["skills"]),
        ("usage.card.providers", providers),
        ("usage.card.cheaper_first", document["cheaper_first"]),
        ("usage.report.days", days),
    )
    apart = document["difference"]
    return {
        "title": document["title"],
        "lang": language,
        "day": short_date(date.fromisoformat(document["day"]), language),
        "figures": figures,
        "tables": [
            {"name": text(language, key), "rows": _rows(rows)} for key, rows in tables if rows
        ],
        "bills": {
            "name": text(language, "usage.report.bills"),
            "none": text(language, "usage.report.no_bills"),
            "total": text(language, "usage.report.total"),
            "sum": exact_amount(document["billed"]),
            "rows": [
                [
                    short_date(date.fromisoformat(bill["date"]), language),
                    bill["number"],
                    exact_amount(-bill["total_paise"] if bill["kind"] == "credit_note"
                            else bill["total_paise"]),
                ]
                for bill in document["bills"]
            ],
        },
        "agrees": apart == 0,
        "checked": text(language, "usage.report.agrees")
        if apart == 0
        else text(language, "usage.report.differs", amount=rupees(apart, language)),
    }  # fmt: skip


def _rows(rows: list[dict[str, Any]]) -> list[list[Any]]:
    """``[name, count, amount, share]``; bars of paise where something was paid, else of counts."""
    paid = any(row["paise"] for row in rows)
    sizes = [row["paise"] if paid else row["count"] for row in rows]
    most = max(sizes) or 1
    return [
        [row["name"], str(row["count"]), exact_amount(row["paise"]), max(0, size) * _FULL // most]
        for row, size in zip(rows, sizes, strict=True)
    ]


def _provider(name: str, language: Shell) -> str:
    key = "usage.card.memory_name" if name == "memory" else f"usage.card.provider_{name}"
    return text(language, key if has(key, language) else "usage.card.provider_model")
