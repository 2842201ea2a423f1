"""What trying cheaper models first saves, and what it costs where they are refused."""

from typing import Any

from agents.economics.cascade_savings import Saved, savings
from agents.economics.price_table import Used
from agents.events import ModelCalled
from app.core.ids import uuid7


def call(turn: Any, tier: str, outcome: Any, paise: int, wanted: str = "balanced") -> ModelCalled:
    return ModelCalled(
        turn_id=turn,
        conversation_id=turn,
        call_id=str(uuid7()),
        provider="vertex",
        model=tier,
        tier=tier,
        wanted=wanted,
        skill="reel_script",
        skill_hash="h",
        input_tokens=1000,
        cached_tokens=0,
        output_tokens=200,
        paise=paise,
        latency_ms=1,
        outcome=outcome,
    )


def cost_at(provider: str, tier: str, used: Used) -> int:
    assert (provider, tier, used) == ("vertex", "balanced", Used(1000, 200))
    return 10


def test_what_is_kept_saves_and_what_is_refused_costs() -> None:
    kept, refused, plain, failed = (uuid7() for _ in range(4))
    calls = [
        call(kept, "fast", "answered", 2),
        call(refused, "fast", "rejected", 2),
        call(refused, "balanced", "answered", 11),
        call(plain, "fast", "answered", 2, wanted="fast"),
        call(failed, "fast", "failed", 0),
        call(failed, "fast", "answered", 3),
        call(kept, "balanced", "answered", 9),  # mended: the named tier at once, no task to save on
    ]
    [saved] = savings(calls, cost_at)
    assert saved == Saved("reel_script", 3, 2, 2 + 13 + 3, (10 - 2) - 2 + (10 - 3))
    assert saved.kept_percent == 66.7
