"""Messages to a business about its plan: kept once, read in her language when she looks."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.alerts import alert_text
from app.core.clock import IST, Clock
from app.core.ids import uuid7
from app.core.tables import Notice
from app.core.variants import Variant, base_of, is_native
from integrations.languages.formats import clock_time, rupees, short_date
from integrations.languages.messages import has, text
from integrations.payments.errors import reason_for

_MOST: Final = 50


@dataclass(frozen=True, slots=True)
class NoticeView:
    """A message as she reads it."""

    id: UUID
    key: str
    text: str
    at: datetime
    seen: bool


async def keep(
    session: AsyncSession, clock: Clock, tenant_id: UUID, key: str, params: Mapping[str, Any]
) -> bool:
    """Keep a message; False when the same one was kept before."""
    about = [str(params.get(name, "")) for name in ("order", "until", "reminder", "error")]
    day = str(params.get("day", ""))[:10]
    statement = (
        insert(Notice)
        .values(
            id=uuid7(),
            tenant_id=tenant_id,
            key=key,
            params=dict(params),
            once="|".join((key, *about, day)),
            created_at=clock.now(),
        )
        .on_conflict_do_nothing()
        .returning(Notice.id)
    )
    return (await session.execute(statement)).first() is not None


async def inbox(session: AsyncSession, variant: Variant) -> Sequence[NoticeView]:
    """The newest messages, in that way of writing."""
    rows = await session.scalars(
        select(Notice).order_by(Notice.created_at.desc(), Notice.id.desc()).limit(_MOST)
    )
    return [
        NoticeView(
            row.id, row.key, say(row.key, row.params, variant), row.created_at,
            row.seen_at is not None,
        )
        for row in rows
    ]  # fmt: skip


def say(key: str, params: Mapping[str, Any], variant: Variant) -> str:
    """The sentence of a message."""
    if key.startswith("usage."):
        return _say_usage(key, params, variant)
    plan = str(params.get("plan") or "trial")
    shell: Variant = base_of(variant) if is_native(variant) else "en"
    filled = {
        "plan": text(shell, f"account.invoice.plan_name.{plan}"),
        "amount": rupees(int(params.get("amount_paise") or 0), variant),
        "until": _day(params.get("until"), variant),
        "grace": _day(params.get("grace_until"), variant),
        "at": _moment(params.get("at"), variant),
        "why": why(params.get("error"), variant),
    }
    return text(variant, f"billing.notice.{key}", **filled)


def _say_usage(key: str, params: Mapping[str, Any], variant: Variant) -> str:
    if key == "usage.alert":
        spent, limit = int(params["spent_paise"]), int(params["limit_paise"] or 0)
        return alert_text(int(params["percent"]), spent, limit, variant)
    named = {name: rupees(int(params[f"{name}_paise"]), variant) for name in ("amount", "usual")}
    return text(variant, key, **named)


def _day(iso: object, variant: Variant) -> str:
    return short_date(_ist(str(iso)), variant) if iso else ""


def _moment(iso: object, variant: Variant) -> str:
    if not iso:
        return ""
    at = datetime.fromisoformat(str(iso))
    return f"{short_date(at.astimezone(IST).date(), variant)}, {clock_time(at, variant)}"


def _ist(iso: str) -> date:
    return datetime.fromisoformat(iso).astimezone(IST).date()


def why(error: object, variant: Variant) -> str:
    """Why a payment failed, as the end of a sentence; ``error`` is the vendor's code."""
    key = f"billing.why.{reason_for(str(error) if error else None)}"
    return text(variant, key if has(key, variant) else "billing.why.other")
