"""What a business used in a month, read from the ledger of usage: totals, days, skills, providers.

Counts of messages come from the drafts, so a month written wholly offline has its report too; every
paisa comes from the ledger. Sums are made once, in the database, and nothing is rounded on the way.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.months import Month
from app.core.clock import IST
from app.core.database import driver_connection

WEEKS: Final = 8
MEMORY: Final = "memory"
"""The provider of drafts that were used again, at no cost."""

_TOTALS: Final = """
    WITH u AS (
        SELECT (called_at AT TIME ZONE 'Asia/Kolkata')::date AS day, coalesce(skill, '') AS skill,
               CASE WHEN kind = 'cache' THEN 'memory' ELSE provider END AS provider,
               kind, paise, saved_paise, input_tokens, cached_tokens, output_tokens
        FROM usage WHERE tenant_id = $1 AND called_at >= $2 AND called_at < $3
    )
    SELECT grouping(day, skill, provider) AS level, day, skill, provider,
           count(*) FILTER (WHERE kind = 'model') AS calls,
           count(*) FILTER (WHERE kind = 'cache') AS remembered,
           coalesce(sum(paise), 0)::bigint AS paise,
           coalesce(sum(saved_paise), 0)::bigint AS saved_paise,
           coalesce(sum(input_tokens), 0)::bigint AS input_tokens,
           coalesce(sum(cached_tokens), 0)::bigint AS cached_tokens,
           coalesce(sum(output_tokens), 0)::bigint AS output_tokens
    FROM u GROUP BY GROUPING SETS ((), (day), (skill), (provider))
"""
_EVERYTHING, _BY_DAY, _BY_SKILL, _BY_PROVIDER = 7, 3, 5, 6
_DRAFTS: Final = """
    SELECT skill, (created_at AT TIME ZONE 'Asia/Kolkata')::date AS day, count(*) AS drafts
    FROM drafts WHERE tenant_id = $1 AND created_at >= $2 AND created_at < $3 GROUP BY 1, 2
"""
_WEEKLY: Final = """
    SELECT date_trunc('week', called_at AT TIME ZONE 'Asia/Kolkata')::date AS week,
           sum(paise)::bigint AS paise
    FROM usage WHERE tenant_id = $1 AND called_at >= $2 AND called_at < $3 GROUP BY 1
"""
_LINES: Final = """
    SELECT called_at, turn_id, skill, kind, provider, model, tier, input_tokens, cached_tokens,
           output_tokens, paise, saved_paise, outcome
    FROM usage WHERE tenant_id = $1 AND called_at >= $2 AND called_at < $3 ORDER BY called_at, id
"""


@dataclass(frozen=True, slots=True)
class Part:
    """A day, a skill or a provider: how many messages and calls, and what they cost or spared."""

    name: str
    drafts: int = 0
    calls: int = 0
    remembered: int = 0
    paise: int = 0
    saved_paise: int = 0


@dataclass(frozen=True, slots=True)
class MonthUsage:
    """A month: ``drafts`` written, ``remembered`` of earlier ones used again at no cost."""

    month: Month
    spent_paise: int
    saved_paise: int
    drafts: int
    calls: int
    remembered: int
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    days: tuple[Part, ...]
    skills: tuple[Part, ...]
    providers: tuple[Part, ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all happened."""
        return not (self.drafts or self.calls or self.remembered)

    def as_mapping(self) -> dict[str, Any]:
        """Plain values."""
        found = asdict(self)
        del found["month"]
        return {"month": self.month.name, **found}


@dataclass(frozen=True, slots=True)
class Week:
    """A week that begins on that Monday."""

    monday: date
    drafts: int
    paise: int


async def read_month(session: AsyncSession, tenant_id: UUID, month: Month) -> MonthUsage:
    """The month as the ledger and the drafts have it now."""
    connection = await driver_connection(session)
    rows = await connection.fetch(_TOTALS, tenant_id, month.begin, month.end)
    drafts = await connection.fetch(_DRAFTS, tenant_id, month.begin, month.end)
    whole: Mapping[str, Any] = next((row for row in rows if row["level"] == _EVERYTHING), {})
    by_day: dict[str, int] = {}
    by_skill: dict[str, int] = {}
    for row in drafts:
        by_day[str(row["day"])] = by_day.get(str(row["day"]), 0) + row["drafts"]
        by_skill[row["skill"]] = by_skill.get(row["skill"], 0) + row["drafts"]
    days = _parts([r for r in rows if r["level"] == _BY_DAY], "day", by_day)
    skills = _parts([r for r in rows if r["level"] == _BY_SKILL], "skill", by_skill)
    providers = _parts([r for r in rows if r["level"] == _BY_PROVIDER], "provider", {})
    return MonthUsage(
        month=month,
        spent_paise=whole.get("paise", 0),
        saved_paise=whole.get("saved_paise", 0),
        drafts=sum(by_skill.values()),
        calls=whole.get("calls", 0),
        remembered=whole.get("remembered", 0),
        input_tokens=whole.get("input_tokens", 0),
        cached_tokens=whole.get("cached_tokens", 0),
        output_tokens=whole.get("output_tokens", 0),
        days=tuple(sorted(days, key=lambda part: part.name)),
        skills=_largest_first(skills),
        providers=_largest_first(providers),
    )


async def read_weeks(session: AsyncSession, tenant_id: UUID, now: datetime) -> tuple[Week, ...]:
    """The last weeks up to this one, the oldest first; weeks without anything too."""
    today = now.astimezone(IST).date()
    monday = today - timedelta(days=today.weekday())
    mondays = [monday - timedelta(weeks=back) for back in range(WEEKS - 1, -1, -1)]
    begin = datetime.combine(mondays[0], datetime.min.time(), IST)
    end = datetime.combine(monday + timedelta(weeks=1), datetime.min.time(), IST)
    connection = await driver_connection(session)
    paid = {r["week"]: r["paise"] for r in await connection.fetch(_WEEKLY, tenant_id, begin, end)}
    written: dict[date, int] = {}
    for row in await connection.fetch(_DRAFTS, tenant_id, begin, end):
        week = row["day"] - timedelta(days=row["day"].weekday())
        written[week] = written.get(week, 0) + row["drafts"]
    return tuple(Week(day, written.get(day, 0), paid.get(day, 0)) for day in mondays)


async def read_lines(
    session: AsyncSession, tenant_id: UUID, month: Month
) -> Sequence[Mapping[str, Any]]:
    """Every entry of the ledger of a month, oldest first."""
    connection = await driver_connection(session)
    found: Sequence[Mapping[str, Any]] = await connection.fetch(
        _LINES, tenant_id, month.begin, month.end
    )
    return found


def _parts(rows: Iterable[Mapping[str, Any]], key: str, drafts: Mapping[str, int]) -> list[Part]:
    known = {str(row[key]): row for row in rows}
    return [
        Part(
            name=name,
            drafts=drafts.get(name, 0),
            calls=known[name]["calls"] if name in known else 0,
            remembered=known[name]["remembered"] if name in known else 0,
            paise=known[name]["paise"] if name in known else 0,
            saved_paise=known[name]["saved_paise"] if name in known else 0,
        )
        for name in {*known, *drafts}
    ]


def _largest_first(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple(sorted(parts, key=lambda p: (-p.paise, -p.drafts, -p.calls, p.name)))
