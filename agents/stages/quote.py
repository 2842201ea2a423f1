"""Quote: what a task may cost, said and set aside before anything is paid.

Nothing is asked of the database where nobody is paid: the composer writes for nothing. When the
budget holds no more she is told so, and how to raise it, and the composer writes.
"""

from collections.abc import AsyncIterator
from math import ceil

from agents.economics.cost_predictor import FREE
from agents.economics.quoting import prompt_chars, provide
from agents.events import CostQuoted, Event, ReplySent
from agents.replies import reply
from agents.turn import Turn
from app.core.money import PAISE_PER_RUPEE
from integrations.languages.formats import rupees


async def quote(turn: Turn) -> AsyncIterator[Event]:
    """Say the range and the ceiling, with what the turn cost already."""
    skill, before = turn.skill, turn.spending.total
    foreseen, chars = FREE, 0
    if skill is not None and turn.services.models.network_first(skill.tier):
        if turn.remembered is None:
            chars = prompt_chars(turn, skill)
            foreseen = await provide(turn, skill, chars)
        before = turn.spending.total
    yield turn.note(
        CostQuoted(
            **turn.ids,
            low_paise=before + foreseen.low_paise,
            high_paise=before + foreseen.high_paise,
            ceiling_paise=before + foreseen.ceiling_paise,
            prompt_chars=chars,
        )
    )
    if (notice := _used_up(turn)) is not None:
        yield turn.note(notice)


def _used_up(turn: Turn) -> ReplySent | None:
    """Which budget holds no more, once a turn; a limit of nothing is her wish and needs no word."""
    spending = turn.spending
    refusal = spending.refusal
    if refusal is None or refusal == "unreachable" or spending.told or not spending.limit_paise:
        return None
    spending.told = True
    return reply(
        turn,
        f"budget.{refusal.removeprefix('budget_')}",
        kind="notice",
        level="info",
        limit=rupees(spending.limit_paise, turn.talk),
        more=twice(spending.limit_paise),
    )


def twice(paise: int) -> int:
    """The limit she is offered instead, in whole rupees."""
    return max(1, ceil(2 * paise / PAISE_PER_RUPEE))
