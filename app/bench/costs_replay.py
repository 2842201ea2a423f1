"""Tasks replayed: what was foreseen, against what it cost, for skills of many sizes.

Nothing is called. The forecast, the purse and the prices are the product's own; only the models'
answers are drawn: log-normal lengths, answers that the checks reject, drafts that are mended,
vendors that fail. Every task sees what the tasks before it took, as in the ledger.
"""

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp
from uuid import UUID

from agents.economics.budget_enforcer import HELD_FOR, Reservation
from agents.economics.cost_predictor import Ahead, Candidate, Done, forecast
from agents.economics.price_table import PriceTable, Used
from agents.economics.quoting import GROWTH
from agents.economics.spending import Spending
from agents.economics.usage_tracker import LOOKED_AT
from agents.events import ModelCalled
from app.core.clock import Clock
from app.core.ids import uuid7

CASCADES: dict[str, tuple[Candidate, ...]] = {
    "Gemini, fast": (Candidate("vertex", "gemini-2.5-flash-lite", 2048),),
    "Gemini, balanced": (
        Candidate("vertex", "gemini-2.5-flash-lite", 2048),
        Candidate("vertex", "gemini-2.5-flash", 4096),
    ),
    "Gemini, then GPT-4o": (
        Candidate("vertex", "gemini-2.5-flash-lite", 2048),
        Candidate("openai", "gpt-4o", 2048),
    ),
    "GPT-4o alone": (Candidate("openai", "gpt-4o", 2048),),
}
FAILED, REJECTED, MENDED = 0.01, 0.05, 0.12


@dataclass(frozen=True, slots=True)
class Profile:
    """A skill: the size of its prompts, its answers' usual tokens, and how both vary."""

    prompt_chars: int
    tokens_per_char: float
    answer_tokens: int
    spread: float


PROFILES = tuple(
    Profile(chars, each, tokens, spread)
    for chars, each in ((3000, 0.27), (5500, 0.45), (9000, 0.6))
    for tokens, spread in ((60, 0.25), (180, 0.35), (450, 0.5))
)


@dataclass
class Replayed:
    """What came of the tasks; ``dollars`` and ``calls`` one for each."""

    inside: int = 0
    inside_at_once: int = 0
    at_once: int = 0
    above: int = 0
    unfinished: int = 0
    paise: list[int] = field(default_factory=list)
    ceilings: list[int] = field(default_factory=list)

    @property
    def tasks(self) -> int:
        """How many were replayed."""
        return len(self.paise)


def replay(
    cascade: Sequence[Candidate], prices: PriceTable, clock: Clock, *, tasks: int, seed: int
) -> Replayed:
    """So many tasks for each profile, each skill beginning without a history."""
    came, dice = Replayed(), random.Random(seed)  # noqa: S311 (a replay is the same each time)
    for profile in PROFILES:
        history: list[Done] = []
        for number in range(tasks):
            chars = int(profile.prompt_chars * dice.uniform(0.9, 1.15))
            ahead = Ahead(chars, tuple(cascade))
            foreseen = forecast(ahead, history[-LOOKED_AT:], prices, growth=GROWTH)
            purse = Spending(prices, clock)
            until = clock.now() + HELD_FOR
            purse.hold(Reservation(UUID(int=number), foreseen.ceiling_paise, until))
            done = [
                _ask(purse, call, profile, chars, prices, dice) for call in _calls(cascade, dice)
            ]
            used = [tokens for tokens in done if tokens is not None]
            inside = foreseen.low_paise <= purse.total <= foreseen.high_paise
            came.inside += inside
            if number < LOOKED_AT // 3:
                came.at_once += 1
                came.inside_at_once += inside
            came.above += purse.total > foreseen.ceiling_paise
            came.unfinished += None in done
            came.paise.append(purse.total)
            came.ceilings.append(foreseen.ceiling_paise)
            sent, written = sum(u.input_tokens for u in used), sum(u.output_tokens for u in used)
            history.append(Done(sent, written, purse.total, chars))
    return came


def _calls(cascade: Sequence[Candidate], dice: random.Random) -> Iterator[Candidate]:
    """Each in its turn until one delivers what the checks let pass; some are mended afterwards."""
    last = cascade[-1]
    for asked in cascade:
        yield asked
        last = asked
        if dice.random() > FAILED + REJECTED:
            break
    while dice.random() < MENDED:
        yield last


def _ask(
    purse: Spending,
    asked: Candidate,
    profile: Profile,
    chars: int,
    prices: PriceTable,
    dice: random.Random,
) -> Used | None:
    """One call, counted; None when the purse does not allow it."""
    longer = int(chars * dice.uniform(1.0, 1.2))
    if not purse.may_spend(asked.provider, asked.model, longer, asked.most_output_tokens):
        return None
    written = int(profile.answer_tokens * exp(dice.gauss(0, profile.spread)))
    used = Used(int(longer * profile.tokens_per_char), min(asked.most_output_tokens, written))
    purse.count(
        ModelCalled(
            turn_id=UUID(int=0),
            conversation_id=UUID(int=0),
            call_id=str(uuid7()),
            provider=asked.provider,
            model=asked.model,
            tier="fast",
            skill="",
            skill_hash="",
            input_tokens=used.input_tokens,
            cached_tokens=0,
            output_tokens=used.output_tokens,
            paise=prices.cost_of(asked.provider, asked.model, used),
            latency_ms=0,
            outcome="answered",
        )
    )
    return used
