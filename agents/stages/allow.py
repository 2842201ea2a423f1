"""Allow: what her plan holds. At its end her words are kept and the plans are shown, kindly."""

from collections.abc import AsyncIterator

from agents.allowance import allowance, limits_hold
from agents.events import Event, ReplySent
from agents.turn import Turn
from integrations.languages.messages import has, text


async def allow(turn: Turn) -> AsyncIterator[Event]:
    """End the turn where the plan holds no more drafts, or not that channel.

    Another version of a draft she has, and answers that are no draft, are never counted.
    """
    skill, services = turn.skill, turn.services
    if skill is None or skill.plan.reply or turn.base is not None:
        return
    if not limits_hold(services.settings):
        return
    tenant_id = turn.request.tenant_id
    async with services.database.transaction(tenant_id) as session:
        may = await allowance(session, tenant_id, services.clock.now())
    if may.used_up:
        yield _end(turn, "drafts", n=may.drafts or 0)
    elif not may.holds_channel(skill.channel):
        key = f"chat.channel.{skill.channel}"
        name = text(turn.talk, key) if has(key, turn.talk) else str(skill.channel)
        yield _end(turn, "channel", channel=name)


def _end(turn: Turn, what: str, **params: object) -> Event:
    key = f"billing.limit.{what}"
    said = text(turn.talk, key, **params)
    return turn.end(ReplySent(**turn.ids, key=key, params=params, text=said, kind="plans"))
