"""What the business used: a month by day, skill and provider, and the month's report."""

import asyncio
import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from fastapi.responses import Response
from pydantic import BaseModel, Field

from agents.economics.cascade_ledger import read_savings
from agents.economics.cascade_savings import Saved
from agents.economics.limits import read_limits
from agents.economics.month_report import MonthReport, as_csv, month_report
from agents.economics.months import Month
from agents.economics.reports import MonthUsage, read_month
from app.api.deps import SignedIn, TheServices
from app.core.clock import IST
from app.core.variants import Variant, base_of, is_native
from integrations.india.usage_pdf import usage_page

router = APIRouter(prefix="/usage", tags=["usage"])

MonthName = Annotated[str, Path(max_length=7, description="The month in India, `2026-11`.")]


class UsagePart(BaseModel):
    """A day (`2026-11-23`), a skill or a provider. `remembered`: drafts used again at ₹0."""

    name: str
    drafts: int
    calls: int
    remembered: int
    paise: int
    saved_paise: int


class CheaperFirst(BaseModel):
    """A skill whose tasks tried a cheaper model first: in how many its answer was kept, what they
    cost, and what that saved against asking the skill's own model at once; below 0 it cost more."""

    skill: str
    tasks: int
    kept: int
    kept_percent: float
    paid_paise: int
    saved_paise: int


class UsageView(BaseModel):
    """A month of the business, summed from its ledger; amounts in paise."""

    month: str
    spent_paise: int
    saved_paise: int = Field(description="What drafts from memory would have cost.")
    limit_paise: int | None = Field(description="What a month may cost now; null is no limit.")
    drafts: int
    calls: int
    remembered: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    days: list[UsagePart]
    skills: list[UsagePart]
    providers: list[UsagePart]
    cheaper_first: list[CheaperFirst]


class ReportBill(BaseModel):
    """A bill or credit note of the month; a credit note counts against it."""

    number: str
    kind: str
    date: datetime.date
    total_paise: int


class ReportCheck(BaseModel):
    """Two sums that must be the same: `difference_paise` is 0 where they are."""

    name: str
    left_paise: int
    right_paise: int
    difference_paise: int


class ReportView(BaseModel):
    """The report of a month: usage, bills, and what was compared with what."""

    usage: UsageView
    bills: list[ReportBill]
    billed_paise: int
    checks: list[ReportCheck]
    agrees: bool


@router.get("")
async def read_usage(
    principal: SignedIn,
    services: TheServices,
    month: Annotated[
        str | None, Query(max_length=7, description="`2026-11`; the present month when left out.")
    ] = None,
) -> UsageView:
    """A month by day, by skill and by provider. 422 ``no_such_month`` for what is no month."""
    asked = Month.named(month) if month else Month.of(services.clock.now())
    async with services.database.transaction(principal.tenant_id) as session:
        usage = await read_month(session, principal.tenant_id, asked)
        tenant_id, settings, clock = principal.tenant_id, services.settings, services.clock
        limits = await read_limits(session, tenant_id, settings, clock)
        saved = await read_savings(session, tenant_id, asked, settings, clock)
    return _view(usage, limits.in_force, saved)


@router.get("/reports/{month}.pdf", response_class=Response)
async def read_report_pdf(
    month: MonthName,
    principal: SignedIn,
    services: TheServices,
    lang: Annotated[Variant | None, Query(description="Else the reader's own.")] = None,
) -> Response:
    """The month's report as a PDF on A4."""
    report = await _report(month, principal, services)
    shell = (base_of(lang) if is_native(lang) else "en") if lang else principal.shell or "en"
    titles = {skill.id: skill.title[shell] for skill in services.registry.all()}
    document = report.document(shell, titles, services.clock.now().astimezone(IST).date())
    made = await asyncio.to_thread(usage_page, document)
    return _file(made, "application/pdf", f"raptorflow-{report.usage.month.name}.pdf", "inline")


@router.get("/reports/{month}.csv", response_class=Response)
async def read_report_csv(month: MonthName, principal: SignedIn, services: TheServices) -> Response:
    """Every entry of the ledger of the month, a row each; the last row is the sum."""
    report = await _report(month, principal, services)
    name = f"raptorflow-{report.usage.month.name}.csv"
    return _file(as_csv(report), "text/csv; charset=utf-8", name, "attachment")


@router.get("/reports/{month}")
async def read_report(month: MonthName, principal: SignedIn, services: TheServices) -> ReportView:
    """The month's report: usage, bills, and that they agree to the paisa."""
    report = await _report(month, principal, services)
    return ReportView(
        usage=_view(report.usage, report.limits.in_force, report.cheaper_first),
        bills=[ReportBill(**bill.as_mapping()) for bill in report.bills],
        billed_paise=report.billed_paise,
        checks=[ReportCheck(**check.as_mapping()) for check in report.checks],
        agrees=report.agrees,
    )


async def _report(month: str, principal: SignedIn, services: TheServices) -> MonthReport:
    asked = Month.named(month)
    async with services.database.transaction(principal.tenant_id) as session:
        return await month_report(
            session, principal.tenant_id, asked, services.settings, services.clock
        )


def _view(usage: MonthUsage, limit: int | None, saved: tuple[Saved, ...]) -> UsageView:
    fields: dict[str, Any] = usage.as_mapping()
    cheaper = [CheaperFirst(**each.as_mapping()) for each in saved]
    return UsageView(limit_paise=limit, cheaper_first=cheaper, **fields)


def _file(content: bytes, kind: str, name: str, how: str) -> Response:
    disposition = f'{how}; filename="{name}"'
    return Response(content, media_type=kind, headers={"content-disposition": disposition})
