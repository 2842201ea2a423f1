"""``plans``: what is sold, and what each plan leaves over."""

from collections.abc import Iterator
from typing import Annotated, Any, Final

import typer

from app.cli_output import emit, run_sync, show
from app.cli_words import column, words

_WIDTHS: Final = {
    "plan": 11,
    "price": 10,
    "fee": 10,
    "models": 10,
    "left": 12,
    "margin": 9,
    "worst": 11,
}


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
    from app.core.money import format_rupees as rupees

    for row in rows:
        about = words(
            "cli.plans.row",
            price=rupees(row["price_paise"]),
            tax=rupees(row["tax_paise"]),
            total=rupees(row["total_paise"]),
            holds=", ".join(_holds(row["holds"])),
            budget=rupees(row["holds"]["budget_paise"]),
        )
        show(f"{column(_name(row['id']), 10)} {about}")


def _name(plan: str) -> str:
    return words(f"account.invoice.plan_name.{plan}")


def _holds(holds: dict[str, Any]) -> Iterator[str]:
    if holds["drafts"] is None:
        yield words("billing.card.drafts_any")
    else:
        yield words("billing.card.drafts", n=holds["drafts"])
    for what in ("seats", "businesses"):
        yield words(f"billing.card.{what}", n=holds[what])


def _show_report(found: dict[str, Any]) -> None:
    from app.core.money import format_rupees as rupees

    head = [words(f"cli.plans.head.{name}") for name in _WIDTHS]
    show(_table_line(head))
    for row in found["plans"]:
        show(_table_line([_name(row["plan"]), *_figures(row)]))
    show(words("cli.plans.fixed", amount=rupees(found["fixed_paise"])))
    show(words("cli.plans.break_even", n=found["break_even_businesses"]))


def _figures(row: dict[str, Any]) -> Iterator[str]:
    from app.core.money import format_rupees as rupees

    for name in ("price", "payment_fee", "models_typical", "left_typical"):
        yield rupees(row[f"{name}_paise"])
    for name in ("typical", "worst"):
        yield f"{row[f'margin_{name}_percent']}%"


def _table_line(cells: list[str]) -> str:
    first, *others = zip(cells, _WIDTHS.values(), strict=True)
    return column(*first) + "".join(column(*cell, right=True) for cell in others)
