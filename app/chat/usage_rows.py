"""The rows behind the usage card of a business."""

from dataclasses import dataclass

from agents.allowance import Allowance, allowance, limits_hold
from agents.economics.cascade_ledger import read_savings
from agents.economics.cascade_savings import Saved
from agents.economics.limits import Limits, read_limits
from agents.economics.months import Month
from agents.economics.reports import MonthUsage, Week, read_month, read_weeks
from agents.products.muse.schemas import Actor
from app.chat import runtime


@dataclass(frozen=True)
class UsageBoard:
    """What the card shows: a month (``now`` is the present one), the weeks up to today, limits."""

    usage: MonthUsage
    weeks: tuple[Week, ...]
    limits: Limits
    allowance: Allowance | None
    now: Month
    cheaper_first: tuple[Saved, ...] = ()


async def usage_board(actor: Actor, month: str = "") -> UsageBoard:
    """The card's figures now; ``month`` is one like ``2026-11``, else the present one.

    Raises:
        InputError: ``no_such_month``.
    """
    services = runtime.services()
    at = services.clock.now()
    now = Month.of(at)
    asked = Month.named(month) if month else now
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        tenant = actor.tenant_id
        may = await allowance(session, tenant, at) if limits_hold(services.settings) else None
        return UsageBoard(
            usage=await read_month(session, tenant, asked),
            weeks=await read_weeks(session, tenant, at),
            limits=await read_limits(session, tenant, services.settings, services.clock),
            allowance=may,
            now=now,
            cheaper_first=await read_savings(
                session, tenant, asked, services.settings, services.clock
            ),
        )
