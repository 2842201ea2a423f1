"""``usage``: what a month cost, by skill, provider and day, in the terminal."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from app.cli_output import emit, run, say, show
from app.cli_platform import LOCAL_NAME
from app.cli_words import column, words

if TYPE_CHECKING:
    from agents.economics.month_report import MonthReport


def usage(
    month: Annotated[
        str | None, typer.Option(help="The month in India, 2026-11; else the present one.")
    ] = None,
    pdf: Annotated[Path | None, typer.Option(help="Write the month's report here.")] = None,
    csv: Annotated[Path | None, typer.Option(help="Write every entry of the ledger here.")] = None,
    tenant: Annotated[str, typer.Option(help="Business id, or `local`.")] = LOCAL_NAME,
    json_output: Annotated[bool, typer.Option("--json", help="JSON on stdout.")] = False,
) -> None:
    """What a month cost: messages, drafts from memory, limits, and that the books agree."""
    report, files = run(_read(tenant, month, pdf=pdf is not None))
    for path, content in ((pdf, files.get("pdf")), (csv, files["csv"])):
        if path is not None and content is not None:
            path.write_bytes(content)
            say(words("cli.wrote", file=path))
    if json_output:
        emit(_plain(report))
    elif pdf is None and csv is None:
        _show(report)
    if not report.agrees:
        say(words("cli.usage.report_wrong"))
        raise typer.Exit(1)


async def _read(
    tenant: str, month: str | None, *, pdf: bool
) -> "tuple[MonthReport, dict[str, bytes]]":
    from agents.economics.month_report import as_csv, month_report
    from agents.economics.months import Month
    from app.cli_platform import member_for
    from app.core.clock import today_ist
    from app.core.config import get_settings
    from app.core.platform import open_platform
    from integrations.india.usage_pdf import usage_page

    asked = Month.named(month) if month else None
    async with open_platform(get_settings()) as platform:
        member = await member_for(platform, tenant)
        asked = asked or Month.of(platform.clock.now())
        async with platform.database.transaction(member.tenant_id) as session:
            report = await month_report(
                session, member.tenant_id, asked, platform.settings, platform.clock
            )
    files = {"csv": as_csv(report)}
    if pdf:
        files["pdf"] = usage_page(report.document("en", {}, today_ist(platform.clock)))
    return report, files


def _plain(report: "MonthReport") -> dict[str, Any]:
    return {
        **report.usage.as_mapping(),
        "limit_paise": report.limits.in_force,
        "cheaper_first": [saved.as_mapping() for saved in report.cheaper_first],
        "bills": [bill.as_mapping() for bill in report.bills],
        "billed_paise": report.billed_paise,
        "checks": [check.as_mapping() for check in report.checks],
        "agrees": report.agrees,
    }


def _show(report: "MonthReport") -> None:
    from app.core.money import format_rupees as rupees

    used = report.usage
    limit = report.limits.in_force
    told = {"month": used.month.name, "amount": rupees(used.spent_paise)}
    summary = (
        words("cli.usage.spent", **told)
        if limit is None
        else words("cli.usage.spent_of", limit=rupees(limit), **told),
        words("cli.usage.drafts", n=used.drafts),
        words("cli.usage.remembered", n=used.remembered),
        words("cli.usage.saved", amount=rupees(used.saved_paise)),
    )
    show(" · ".join(summary))
    for name, parts in (("skill", used.skills), ("provider", used.providers), ("day", used.days)):
        for part in parts:
            count = part.drafts or part.calls + part.remembered
            label = column(words(f"cli.usage.part.{name}"), 9)
            show(f"  {label}{part.name:24}{count:>6}{rupees(part.paise):>14}")
    for saved in report.cheaper_first:
        label = column(words("cli.usage.part.cheaper_first"), 9)
        kept = f"{saved.kept}/{saved.tasks}"
        show(f"  {label}{saved.skill:24}{kept:>6}{rupees(saved.saved_paise):>14}")
    for bill in report.bills:
        label = column(words(f"cli.usage.bill.{bill.kind}"), 33)
        show(f"  {label}{bill.number:>14} {rupees(bill.total_paise):>12}")
