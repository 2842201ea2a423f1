"""``plans``: what is sold, and what each plan leaves over."""

from typing import Annotated, Any

import typer

from app.cli_output import emit, run_sync, show


def plans(
    report: Annotated[
        bool, typer.Option("--report", help="Margins and break-even, with the assumed costs.")
    ] = False,
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """The plans with their prices and what they hold; --report for margins and break-even."""
    found = run_sync(lambda: _report() if report else _list())
    if json_output:
        emit(found, indent=2)
    elif report:
        _show_report(found)
    else:
        _show_plans(found["plans"])


def _today_and_sac() -> tuple[Any, str]:
    from app.core.clock import SystemClock, today_ist
    from app.core.config import load_settings

    return today_ist(SystemClock()), load_settings().seller_sac


def _list() -> dict[str, Any]:
    from app.billing.offers import offers

    day, sac = _today_and_sac()
    return {"plans": [offer.as_mapping() for offer in offers(day, sac)]}


def _report() -> dict[str, Any]:
    from app.billing.margins import report

    return report(*_today_and_sac())


def _show_plans(rows: list[dict[str, Any]]) -> None:
    from app.core.money import format_rupees

    for row in rows:
        holds = row["holds"]
        drafts = "any number of" if holds["drafts"] is None else holds["drafts"]
        show(
            f"{row['id']:8} {format_rupees(row['price_paise']):>8} + GST "
            f"{format_rupees(row['tax_paise'])} = {format_rupees(row['total_paise'])} a month; "
            f"{drafts} drafts, {holds['seats']} people, {holds['businesses']} businesses, "
            f"models up to {format_rupees(holds['budget_paise'])}"
        )


def _show_report(found: dict[str, Any]) -> None:
    from app.core.money import format_rupees as rupees

    show(f"{'plan':9}{'price':>10}{'fee':>10}{'models':>10}{'left':>12}{'margin':>8}{'worst':>8}")
    for row in found["plans"]:
        show(
            f"{row['plan']:9}{rupees(row['price_paise']):>10}{rupees(row['payment_fee_paise']):>10}"
            f"{rupees(row['models_typical_paise']):>10}{rupees(row['left_typical_paise']):>12}"
            f"{row['margin_typical_percent']:>7}%{row['margin_worst_percent']:>7}%"
        )
    show(f"fixed costs {rupees(found['fixed_paise'])} a month")
    show(f"break-even with the assumed mix: {found['break_even_businesses']} paying businesses")
