"""A minute in which a model is down, asked by two processes; and what trying the cheaper one saves.

The minute passes on a clock of its own, the breaker's state lies in the embedded Redis, and what is
timed is all that a request spends at the breaker. Savings are counted by the product's own report
from calls at list prices, of which every fourth cheap answer fails its checks.
"""

import asyncio
import time
from datetime import timedelta
from pathlib import Path
from typing import Final

from agents.circuit_breaker import CircuitBreakers, Gate
from agents.economics.cascade_savings import Saved, savings
from agents.economics.price_table import PriceTable, Used
from agents.events import ModelCalled
from agents.model_ladder import provider_named
from app.bench.measures import Result, Target, latencies
from app.core.clock import FrozenClock, SystemClock
from app.core.config import Settings
from app.core.ids import uuid7
from app.core.platform import open_platform

OUTAGE_SECONDS: Final = 60
REQUESTS_A_SECOND: Final = 50
PROCESSES: Final = 2
MOST_ATTEMPTS, MOST_ADDED_MS = 3, 50.0
TASKS: Final = 300
REFUSED_EVERY: Final = 4
PROMPT_TOKENS, ANSWER_TOKENS = 1400, 260
SKILL: Final = "reel_script"


async def measure(folder: Path) -> Result:
    """The outage, then the savings."""
    settings = Settings(environment="test", data_dir=folder / "models", gcp_project_id="bench")
    async with open_platform(settings) as platform:
        clock = FrozenClock(platform.clock.now())
        processes = [CircuitBreakers(platform.redis, clock) for _ in range(PROCESSES)]
        reached, added = await _outage(processes, clock)
    saved = _saved(settings)
    outage = latencies(added)
    p95 = float(outage["p95_ms"] or 0)
    return Result(
        bench="models",
        settings={"outage seconds": OUTAGE_SECONDS, "processes": PROCESSES, "tasks": TASKS},
        rows={
            "model down for a minute": {"attempts": reached, **outage},
            f"cheaper first: {saved.skill}": {
                "tasks": saved.tasks,
                "kept_percent": saved.kept_percent,
                "paid_paise": saved.paid_paise,
                "saved_paise": saved.saved_paise,
            },
        },
        targets=(
            Target("attempts in the outage", reached, MOST_ATTEMPTS, ""),
            Target("added by an open breaker p95", p95, MOST_ADDED_MS, "ms"),
        ),
        notes=(
            "Attempts are what reached the model, its probes included. The times are what requests "
            "spent at the breaker once it had opened. That every fourth cheap answer is refused is "
            "an assumption; what a shop really saves is read from its own calls.",
        ),
    )


async def _outage(processes: list[CircuitBreakers], clock: FrozenClock) -> tuple[int, list[float]]:
    reached, added, opened = 0, list[float](), False
    for _ in range(OUTAGE_SECONDS):
        gates = [
            processes[number % PROCESSES].gate("vertex", "down")
            for number in range(REQUESTS_A_SECOND)
        ]
        timed = await asyncio.gather(*(_ask(gate) for gate in gates))
        reached += sum(went for went, _ in timed)
        if opened:
            added += [seconds for _, seconds in timed]
        opened = opened or any(gate.moves for gate in gates)
        clock.advance(timedelta(seconds=1))
    return reached, added


async def _ask(gate: Gate) -> tuple[bool, float]:
    began = time.perf_counter()
    went = await gate.enter()
    took = time.perf_counter() - began
    if went:
        await gate.failed("http_500")
    return went, took


def _saved(settings: Settings) -> Saved:
    prices = PriceTable.load(settings, SystemClock())

    def cost_at(provider: str, tier: str, used: Used) -> int:
        model = provider_named(provider).model_name(settings, tier)  # type: ignore[arg-type]
        return prices.cost_of(provider, model, used)

    used = Used(PROMPT_TOKENS, ANSWER_TOKENS)
    calls = []
    for number in range(TASKS):
        turn = uuid7()
        refused = number % REFUSED_EVERY == 0
        tiers = ("fast", "balanced") if refused else ("fast",)
        for tier in tiers:
            outcome = "rejected" if refused and tier == "fast" else "answered"
            calls.append(
                ModelCalled.model_validate(
                    {
                        "turn_id": turn,
                        "conversation_id": turn,
                        "call_id": str(uuid7()),
                        "provider": "vertex",
                        "model": tier,
                        "tier": tier,
                        "wanted": "balanced",
                        "skill": SKILL,
                        "skill_hash": "",
                        "input_tokens": used.input_tokens,
                        "cached_tokens": 0,
                        "output_tokens": used.output_tokens,
                        "paise": cost_at("vertex", tier, used),
                        "latency_ms": 0,
                        "outcome": outcome,
                    }
                )
            )
    [saved] = savings(calls, cost_at)
    return saved
