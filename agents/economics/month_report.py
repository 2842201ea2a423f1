"""The report of a month: usage, bills, and the proof that they agree with what they are made from.

What is compared with what stands in ``month_checks``.
"""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.cascade_ledger import read_savings
from agents.economics.cascade_savings import Saved
from agents.economics.limits import Limits, read_limits
from agents.economics.month_checks import Check, month_checks, signed
from agents.economics.months import Month
from agents.economics.reports import MonthUsage, Part, read_lines, read_month
from app.core.clock import IST, Clock
from app.core.config import Settings
from app.core.database import driver_connection
from app.core.money import PAISE_PER_RUPEE
from app.core.variants import Shell
from integrations.languages.formats import month_and_year
from integrations.languages.messages import text

_BILLS: Final = """
    SELECT number, kind, total_paise, (issued_at AT TIME ZONE 'Asia/Kolkata')::date AS day,
           (document->'totals'->>'total_paise')::bigint AS printed_paise
    FROM invoices WHERE tenant_id = $1 AND issued_at >= $2 AND issued_at < $3
    ORDER BY issued_at, serial
"""


@dataclass(frozen=True, slots=True)
class Bill:
    """A bill or credit note of the month."""

    number: str
    kind: str
    date: date
    total_paise: int

    def as_mapping(self) -> dict[str, Any]:
        """Plain values."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class MonthReport:
    """A month as it is put before her; ``lines`` is the ledger itself."""

    usage: MonthUsage
    limits: Limits
    cheaper_first: tuple[Saved, ...]
    bills: tuple[Bill, ...]
    checks: tuple[Check, ...]
    lines: Sequence[Mapping[str, Any]]

    @property
    def billed_paise(self) -> int:
        """Bills less credit notes."""
        return sum(signed(bill.kind, bill.total_paise) for bill in self.bills)

    @property
    def agrees(self) -> bool:
        """Whether every comparison comes out at nothing."""
        return all(check.difference_paise == 0 for check in self.checks)

    def document(self, language: Shell, titles: Mapping[str, str], day: date) -> dict[str, Any]:
        """What the page shows, in that language; ``titles`` of skills, ``day`` it is made on."""
        usage = self.usage
        apart = sum(check.difference_paise for check in self.checks)
        return {
            "language": language,
            "day": day.isoformat(),
            "title": text(
                language, "usage.report.title", month=month_and_year(usage.month.first, language)
            ),
            "month": usage.month.name,
            "totals": {
                "spent": usage.spent_paise,
                "limit": self.limits.in_force,
                "saved": usage.saved_paise,
                "messages": usage.drafts,
                "memory": usage.remembered,
                "calls": usage.calls,
            },
            "days": [_row(part, part.name) for part in usage.days],
            "skills": [_row(part, titles.get(part.name, part.name)) for part in usage.skills],
            "providers": [_row(part, part.name) for part in usage.providers],
            "cheaper_first": [
                {
                    "name": titles.get(each.skill, each.skill),
                    "count": each.kept,
                    "paise": each.saved_paise,
                }
                for each in self.cheaper_first
            ],
            "bills": [{**bill.as_mapping(), "date": bill.date.isoformat()} for bill in self.bills],
            "billed": self.billed_paise,
            "difference": apart,
        }


def _row(part: Part, name: str) -> dict[str, Any]:
    return {
        "name": name,
        "count": part.drafts or part.calls + part.remembered,
        "paise": part.paise,
    }


async def month_report(
    session: AsyncSession, tenant_id: UUID, month: Month, settings: Settings, clock: Clock
) -> MonthReport:
    """The report as the rows stand now, read in one transaction."""
    usage = await read_month(session, tenant_id, month)
    lines = await read_lines(session, tenant_id, month)
    connection = await driver_connection(session)
    bills = await connection.fetch(_BILLS, tenant_id, month.begin, month.end)
    return MonthReport(
        usage=usage,
        limits=await read_limits(session, tenant_id, settings, clock),
        cheaper_first=await read_savings(session, tenant_id, month, settings, clock),
        bills=tuple(Bill(r["number"], r["kind"], r["day"], r["total_paise"]) for r in bills),
        checks=await month_checks(session, tenant_id, usage, lines, bills),
        lines=lines,
    )


_COLUMNS: Final = (
    "day", "time", "skill", "kind", "provider", "model", "tier", "input_tokens", "cached_tokens",
    "output_tokens", "rupees", "saved_rupees", "outcome",
)  # fmt: skip
_AS_STORED: Final = _COLUMNS[2:10]


def as_csv(report: MonthReport) -> bytes:
    """The ledger as a table for a spreadsheet, in UTF-8 with its mark; the last row is the sum."""
    made = io.StringIO(newline="")
    out = csv.writer(made)
    out.writerow(_COLUMNS)
    for line in report.lines:
        at = line["called_at"].astimezone(IST)
        stored = [_plain(line[name]) for name in _AS_STORED]
        paid, saved = _rupees(line["paise"]), _rupees(line["saved_paise"])
        out.writerow(
            [at.date().isoformat(), f"{at:%H:%M:%S}", *stored, paid, saved, line["outcome"]]
        )
    usage = report.usage
    tokens = (usage.input_tokens, usage.cached_tokens, usage.output_tokens)
    sums = (*tokens, _rupees(usage.spent_paise), _rupees(usage.saved_paise))
    out.writerow([usage.month.name, "", "", "", "", "", "", *sums, "total"])
    return ("\ufeff" + made.getvalue()).encode()


def _rupees(paise: int) -> str:
    whole, rest = divmod(paise, PAISE_PER_RUPEE)
    return f"{whole}.{rest:02d}"


def _plain(value: object) -> str:
    """A cell that a spreadsheet takes for text, never for a formula."""
    said = "" if value is None else str(value)
    return f"'{said}" if said[:1] in ("=", "+", "-", "@") else said
