"""What a turn's store, purse and watchers are told of the models it asked."""

from typing import TYPE_CHECKING

from agents.events import (
    BreakerClosed,
    BreakerOpened,
    Event,
    ModelCalled,
    ModelFailed,
    ModelRetried,
)
from agents.model_calls import BreakerMoved, ModelFailure, ModelRetry, ModelUsage, ModelUsed

if TYPE_CHECKING:
    from agents.turn import Turn


def noted(turn: "Turn", chunk: object) -> Event | None:
    """The event of a chunk, kept for the store; None for what is no event."""
    match chunk:
        case ModelFailure(provider, reason):
            return turn.note(ModelFailed(**turn.ids, provider=provider, reason=reason))
        case ModelRetry(provider, reason):
            return turn.note(ModelRetried(**turn.ids, provider=provider, reason=reason))
        case BreakerMoved(provider, model, to, reason):
            moved = BreakerOpened if to == "opened" else BreakerClosed
            return turn.note(moved(**turn.ids, provider=provider, model=model, reason=reason))
        case ModelUsed(usage):
            return turn.note(_called(turn, usage))
    return None


def _called(turn: "Turn", usage: ModelUsage) -> ModelCalled:
    skill = turn.skill
    return ModelCalled(
        **turn.ids,
        call_id=usage.call_id,
        provider=usage.provider,
        model=usage.model,
        tier=usage.tier,
        wanted=skill.tier if skill else usage.tier,
        skill=skill.id if skill else "",
        skill_hash=skill.hash if skill else "",
        input_tokens=usage.input_tokens,
        cached_tokens=usage.cached_tokens,
        output_tokens=usage.output_tokens,
        paise=turn.services.prices.cost_of(usage.provider, usage.model, usage),
        latency_ms=usage.latency_ms,
        first_token_ms=usage.first_token_ms,
        outcome=usage.outcome,
        reason=usage.reason,
        estimated=usage.estimated,
    )
