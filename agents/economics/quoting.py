"""Before a paid task its range is said and its ceiling set aside; after it, the rest returns."""

from datetime import UTC, datetime
from math import ceil
from typing import TYPE_CHECKING, Final, cast
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from agents.contact_tokens import ContactTokens
from agents.economics.budget_enforcer import Enforcer, Reservation, settle
from agents.economics.cost_predictor import FREE, Ahead, Candidate, Forecast, forecast
from agents.economics.limits import Limits, read_limits
from agents.economics.spending import CANCELLED, Refusal
from agents.economics.usage_tracker import history_of, spent_on
from agents.events import Event, ModelCalled
from app.core.errors import BudgetExceeded, Unavailable
from app.core.ids import uuid7
from skills.compiler import CompiledSkill
from skills.schema import Tier

if TYPE_CHECKING:
    from agents.services import Services
    from agents.turn import Turn

GROWTH: Final = 1.5
"""A prompt grows by what is recalled, by findings and by what tools answer."""

LAST_WORD: Final = 1.25
"""What tools may not use up, in calls at their dearest: their answers make the last one longer."""

BASE_CHARS: Final = 6_000
"""A prompt's size where it cannot be rendered yet: before anything was said."""

CHOICE_CHARS: Final = 6_000
"""More than the question which skill is meant ever has."""

_LONG_AGO: Final = datetime(2020, 1, 1, tzinfo=UTC)
_log = structlog.get_logger(__name__)


def candidates(services: "Services", tier: Tier) -> tuple[Candidate, ...]:
    """The models a task of that tier may be put to, in the order they are asked."""
    rungs = services.models.rungs(tier)
    return tuple(Candidate(rung.provider, rung.model, rung.most_output_tokens) for rung in rungs)


def prompt_chars(turn: "Turn", skill: CompiledSkill) -> int:
    """About how long the prompt of the turn's task will be."""
    from agents.prompting import messages
    from agents.swarm_node import compose

    tokens = ContactTokens(turn.facts.plain())
    rendered = messages(compose(turn, skill), turn.rules, tokens, said=turn.words())
    return sum(len(str(message.content)) for message in rendered)


async def foresee(
    services: "Services", tenant_id: UUID, skill: CompiledSkill, chars: int = BASE_CHARS
) -> tuple[Forecast, Limits]:
    """What a task of that skill will cost, and the limits that hold; one transaction.

    Raises:
        Unavailable: the database is away.
    """
    asked = candidates(services, skill.tier)
    async with services.database.transaction(tenant_id) as session:
        limits = await read_limits(session, tenant_id, services.settings, services.clock)
        done = await history_of(session, tenant_id, skill.id, _LONG_AGO)
    ahead = Ahead(chars, asked)
    return forecast(ahead, done, services.prices, growth=GROWTH), limits


async def provide(turn: "Turn", skill: CompiledSkill, chars: int) -> Forecast:
    """Foresee the turn's task and set its ceiling aside; ``turn.spending`` says what came of it.

    Never raises: without the database, or without room in the budget, nothing may be spent.
    """
    services, spending, tenant = turn.services, turn.spending, turn.request.tenant_id
    enforcer = Enforcer(services.database, services.clock)
    spending.refusal = None
    try:
        await turn.journal.flush()
        await _settle_earlier(turn, enforcer)
        foreseen, limits = await foresee(services, tenant, skill, chars)
        async with services.database.transaction(tenant) as session:
            spending.total = await spent_on(session, tenant, turn.id)
        if foreseen is FREE:
            return FREE
        held = await _reserve(turn, enforcer, foreseen, limits)
    except BudgetExceeded as error:
        spending.refusal = cast(Refusal, error.code)
        spending.limit_paise = cast(int, error.params["limit_paise"])
        return FREE
    except Unavailable as error:
        _log.warning("nothing may be spent", turn_id=str(turn.id), error=str(error))
        spending.refusal = "unreachable"
        return FREE
    spending.hold(held, last_word=ceil(foreseen.call_paise * LAST_WORD))
    return _within(foreseen, held.paise)


async def provide_for_choice(turn: "Turn") -> None:
    """Set aside what one short question to the first model can cost."""
    services, spending = turn.services, turn.spending
    if spending.reservation is not None:
        return
    asked = [
        each
        for each in candidates(services, "fast")
        if services.prices.knows(each.provider, each.model)
    ]
    most = max(
        (
            services.prices.most_cost(
                each.provider, each.model, CHOICE_CHARS, each.most_output_tokens
            )
            for each in asked
        ),
        default=0,
    )
    if not most:
        return
    tenant = turn.request.tenant_id
    try:
        async with services.database.transaction(tenant) as session:
            limits = await read_limits(session, tenant, services.settings, services.clock)
        enforcer = Enforcer(services.database, services.clock)
        spending.hold(await enforcer.reserve(tenant, turn.id, most, limits))
    except (BudgetExceeded, Unavailable) as error:
        _log.info("no model is asked which skill", turn_id=str(turn.id), error=str(error))


async def _settle_earlier(turn: "Turn", enforcer: Enforcer) -> None:
    """What this run still holds for an earlier step, and what an earlier run left behind."""
    tenant = turn.request.tenant_id
    if (done := turn.spending.let_go()) is not None:
        await enforcer.settle(tenant, *done)
    if turn.attempt > 1:
        await enforcer.give_back(tenant, turn.id)


async def _reserve(
    turn: "Turn", enforcer: Enforcer, foreseen: Forecast, limits: Limits
) -> Reservation:
    """The whole ceiling, or what is left where that covers a call at its dearest."""
    tenant = turn.request.tenant_id
    try:
        return await enforcer.reserve(tenant, turn.id, foreseen.ceiling_paise, limits)
    except BudgetExceeded:
        room = await enforcer.room(tenant, limits)
        if room is None or room < foreseen.least_call_paise:
            raise
    return await enforcer.reserve(tenant, turn.id, room, limits)


def _within(foreseen: Forecast, ceiling: int) -> Forecast:
    return Forecast(
        min(foreseen.low_paise, ceiling),
        min(foreseen.high_paise, ceiling),
        ceiling,
        foreseen.call_paise,
        foreseen.least_call_paise,
    )


def unstored_calls(turn: "Turn") -> list[Event]:
    """Calls of a turn that was broken off which no transaction has stored; what was under way is
    counted at what it probably cost."""
    pending: list[Event] = [
        event for event in turn.journal.pending if isinstance(event, ModelCalled)
    ]
    skill = turn.skill
    for begun in list(turn.spending.begun):
        used, paise = turn.spending.cut(begun)
        call = ModelCalled(
            **turn.ids,
            call_id=str(uuid7()),
            provider=begun.provider,
            model=begun.model,
            tier=skill.tier if skill else "fast",
            skill=skill.id if skill else "",
            skill_hash=skill.hash if skill else "",
            input_tokens=used.input_tokens,
            cached_tokens=0,
            output_tokens=used.output_tokens,
            paise=paise,
            latency_ms=0,
            outcome="cut",
            reason=CANCELLED,
            estimated=True,
        )
        turn.spending.count(call)
        pending.append(call)
    return pending


async def settle_turn(turn: "Turn", session: AsyncSession) -> None:
    """Count what the turn spent and give back the rest, in the transaction that ends it."""
    if (done := turn.spending.let_go()) is not None:
        held, spent = done
        await settle(session, turn.request.tenant_id, held.id, spent)
