"""What she used and what she may spend, answered in the chat: the usage card, and her own limits.

The card is read from the ledger whenever it is shown; a turn only says that it is asked for, and
in one sentence how things stand, for doors that show no cards.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.limits import Limits, read_limits, set_limit
from agents.economics.months import Month
from agents.economics.reports import MonthUsage, read_month
from agents.events import Event, ReplySent, ToolCalled
from agents.turn import Turn
from agents.understanding.spending import Spending, read_spending
from app.core.money import PAISE_PER_RUPEE
from app.core.variants import Variant
from integrations.languages.formats import month_and_year, rupees
from integrations.languages.messages import text

TOOL: Final = "show_spending"
SKILL: Final = "usage_report"


def means_spending(turn: Turn) -> str | None:
    """The skill for a message that is only about spending here, whatever else it might be."""
    if turn.content != "words" or turn.request.regenerate is not None:
        return None
    heard = read_spending(turn.request.text, turn.talk, turn.today)
    return SKILL if heard and SKILL in turn.services.registry else None


async def show_spending(turn: Turn) -> AsyncIterator[Event]:
    """Set the limit she names, if she names one, and show the month."""
    heard = read_spending(turn.request.text, turn.talk, turn.today) or Spending("show")
    request, services = turn.request, turn.services
    month = Month.of(services.clock.now()).back(heard.months_ago)
    async with services.database.transaction(request.tenant_id) as session:
        limits = await read_limits(session, request.tenant_id, services.settings, services.clock)
        usage = await read_month(session, request.tenant_id, month)
    lines: list[str] = []
    if heard.act != "show":
        yield turn.note(_change(turn, heard))
        change: dict[str, Any] = {f"{heard.span}_paise": _paise(heard)}
        limits = replace(limits, **change)
        lines.append(_said(heard, limits, turn.talk))
    lines.append(summary(usage, limits, turn.talk, now=Month.of(services.clock.now())))
    turn.ended = "done"
    said, params = "\n".join(lines), {"month": month.name}
    yield turn.note(ReplySent(**turn.ids, key=None, params=params, text=said, kind="usage"))


def summary(usage: MonthUsage, limits: Limits, talk: Variant, *, now: Month) -> str:
    """ "This month ₹42 of ₹500 · 31 messages · 12 from memory, ₹0"."""
    parts = [headline(usage, limits, talk, now=now)]
    parts.append(text(talk, "usage.card.messages", n=usage.drafts))
    if usage.remembered:
        parts.append(text(talk, "usage.card.memory", n=usage.remembered))
    return " · ".join(parts)


def headline(usage: MonthUsage, limits: Limits, talk: Variant, *, now: Month) -> str:
    """The month and what was spent, with the limit where one holds now."""
    spent = rupees(usage.spent_paise, talk)
    if usage.month != now:
        return text(
            talk, "usage.card.past", month=month_and_year(usage.month.first, talk), spent=spent
        )
    if limits.in_force is None:
        return text(talk, "usage.card.this_open", spent=spent)
    return text(talk, "usage.card.this", spent=spent, limit=rupees(limits.in_force, talk))


def _change(turn: Turn, heard: Spending) -> Event:
    """The change goes with the turn's events: both are stored or neither."""
    paise = _paise(heard)
    request, clock = turn.request, turn.services.clock

    async def put(session: AsyncSession) -> None:
        change = {f"{heard.span}_paise": paise}
        await set_limit(session, request.tenant_id, clock, request.user_id, **change)

    turn.journal.also(put)
    arguments = {"span": heard.span, "paise": paise}
    return ToolCalled(**turn.ids, tool=TOOL, arguments=arguments, result={})


def _paise(heard: Spending) -> int | None:
    return heard.rupees * PAISE_PER_RUPEE if heard.act == "set" else None


def _said(heard: Spending, limits: Limits, talk: Variant) -> str:
    if heard.act == "lift":
        return text(talk, "usage.set.lifted")
    paise = heard.rupees * PAISE_PER_RUPEE
    said = text(talk, f"usage.set.{heard.span}", amount=rupees(paise, talk))
    if heard.span == "month" and limits.plan_paise is not None and paise > limits.plan_paise:
        plan = text(talk, "usage.card.plan_limit", amount=rupees(limits.plan_paise, talk))
        said = f"{said} {plan}"
    return said
