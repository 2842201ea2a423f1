"""The report of a month as a page on A4, set by typst with our own fonts, as the bills are."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final

from app.core.clock import IST
from app.core.money import PAISE_PER_RUPEE, group_indian
from app.core.variants import Shell
from integrations.languages.formats import rupees, short_date
from integrations.languages.messages import has, text

_FOLDER: Final = Path(__file__).parent
_TEMPLATE: Final = _FOLDER / "usage.typ"
_FONTS: Final = _FOLDER / "fonts"
_FULL: Final = 100


def usage_page(document: Mapping[str, Any], *, format: str = "pdf", ppi: int = 100) -> bytes:
    """The document of :mod:`agents.economics.month_report` as a PDF, or as a picture.

    Deterministic: the same document gives the same bytes. Some tens of milliseconds: use a thread.
    """
    import typst  # 30 MB of typesetter: only who asks for a report waits for it

    made_on = datetime.combine(date.fromisoformat(document["day"]), datetime.min.time(), IST)
    compiler: Any = typst  # its own types do not fit its own defaults
    made = compiler.compile(
        _TEMPLATE.read_bytes(),
        format=format,
        ppi=float(ppi) if format == "png" else None,
        font_paths=[str(_FONTS)],
        ignore_system_fonts=True,
        timestamp=int(made_on.timestamp()),
        sys_inputs={"document": json.dumps(_shown(document), ensure_ascii=False)},
    )
    return bytes(made[0]) if isinstance(made, list) else bytes(made)


def _shown(document: Mapping[str, Any]) -> dict[str, Any]:
    language: Shell = document["language"]
    totals = document["totals"]
    figures = [
        (text(language, "usage.report.spent"), _amount(totals["spent"])),
        (text(language, "usage.report.messages"), str(totals["messages"])),
        (text(language, "usage.report.memory"), f"{totals['memory']} · ₹0"),
        (text(language, "usage.report.saved"), _amount(totals["saved"])),
    ]
    if totals["limit"] is not None:
        figures.insert(1, (text(language, "usage.report.limit"), _amount(totals["limit"])))
    days = [
        {**row, "name": short_date(date.fromisoformat(row["name"]), language)}
        for row in document["days"]
    ]
    providers = [{**row, "name": _provider(row["name"], language)} for row in document["providers"]]
    tables = (
        ("usage.card.skills", document["skills"]),
        ("usage.card.providers", providers),
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
            "sum": _amount(document["billed"]),
            "rows": [
                [
                    short_date(date.fromisoformat(bill["date"]), language),
                    bill["number"],
                    _amount(-bill["total_paise"] if bill["kind"] == "credit_note"
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
        [row["name"], str(row["count"]), _amount(row["paise"]), size * _FULL // most]
        for row, size in zip(rows, sizes, strict=True)
    ]


def _provider(name: str, language: Shell) -> str:
    key = "usage.card.memory_name" if name == "memory" else f"usage.card.provider_{name}"
    return text(language, key if has(key, language) else "usage.card.provider_model")


def _amount(paise: int) -> str:
    """``₹42.00``: a report always shows the paise."""
    whole, rest = divmod(abs(paise), PAISE_PER_RUPEE)
    return f"{'-' if paise < 0 else ''}₹{group_indian(whole)}.{rest:02d}"
