"""What a task will probably cost, in paise, before it is paid for.

The range goes from the tenth to the ninetieth of a hundred like tasks, stretched on both sides by
half of the distance to the middle one: as it stands every fifth task would fall outside. Tasks that
the same skill did before count, each carried over to the size of this prompt; while there are few
of them, guesses stand in. The ceiling is what the range ends at and one more call at its dearest:
nothing is begun that could end above it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor
from typing import Final

from agents.economics.price_table import PriceTable, Used

ENOUGH: Final = 20
"""From so many tasks of its own on, a skill is judged by nothing else."""

LOWER, MIDDLE, UPPER = 0.1, 0.5, 0.9
_STRETCH: Final = 0.5

TOKENS_PER_CHAR: Final = 0.45
"""What a character of a prompt usually makes: English 0.25, our scripts 0.4 to 0.7."""

# Calls of a task, and how much of what is usually written comes: one call mostly, mended now and
# then, models that think aloud three times as long.
_CALLS: Final = (1, 1, 1, 2, 3)
_LENGTHS: Final = (0.4, 0.7, 1.0, 1.4, 3.0)
USUAL_TOKENS: Final = 350


@dataclass(frozen=True, slots=True)
class Done:
    """A task that was paid for: its tokens over all its calls, and what it cost.

    ``prompt_chars`` is the size that was foreseen for its prompt; 0 where nobody wrote it down.
    """

    input_tokens: int
    output_tokens: int
    paise: int
    prompt_chars: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A model that may be asked, and what it is told to stop at."""

    provider: str
    model: str
    most_output_tokens: int


@dataclass(frozen=True, slots=True)
class Ahead:
    """The task to be foreseen. ``candidates`` in the order they are asked."""

    prompt_chars: int
    candidates: tuple[Candidate, ...]


@dataclass(frozen=True, slots=True)
class Forecast:
    """The range and the ceiling, and the dearest and the cheapest single call, in paise."""

    low_paise: int
    high_paise: int
    ceiling_paise: int
    call_paise: int
    least_call_paise: int


FREE: Final = Forecast(0, 0, 0, 0, 0)


def forecast(
    ahead: Ahead, history: Sequence[Done], prices: PriceTable, *, growth: float = 1.0
) -> Forecast:
    """The range and the ceiling of a task.

    Args:
        ahead: what is to be done; models without a price are left out, they are not called.
        history: what the same skill did before, the newest first.
        prices: in force now.
        growth: by how much the prompt of a call may become longer than foreseen.
    """
    known = [each for each in ahead.candidates if prices.knows(each.provider, each.model)]
    if not known:
        return FREE
    calls = [
        prices.most_cost(
            each.provider, each.model, ceil(ahead.prompt_chars * growth), each.most_output_tokens
        )
        for each in known
    ]
    if max(calls) == 0:
        return FREE
    weighted = _weighted(ahead, known, history, prices)
    lower, middle, upper = (_quantile(weighted, share) for share in (LOWER, MIDDLE, UPPER))
    low = max(0, floor(lower - _STRETCH * (middle - lower)))
    high = max(1, low, ceil(upper + _STRETCH * (upper - middle)))
    return Forecast(low, high, high + max(calls), max(calls), min(calls))


def _weighted(
    ahead: Ahead, known: Sequence[Candidate], history: Sequence[Done], prices: PriceTable
) -> list[tuple[float, float]]:
    """What like tasks cost, each with its weight, the cheapest first."""
    own = [(_carried(ahead, known[0], done, prices), 1.0) for done in history]
    missing = ENOUGH - len(own)
    if missing > 0:
        guesses = _guesses(ahead, known, prices)
        own += [(cost, missing / len(guesses)) for cost in guesses]
    return sorted(own)


def _carried(ahead: Ahead, first: Candidate, done: Done, prices: PriceTable) -> float:
    """A past task's cost at the size of this prompt: the share that the prompt has in it grows."""
    if not done.prompt_chars or not done.paise:
        return float(done.paise)
    sent = prices.cost_of(first.provider, first.model, Used(done.input_tokens, 0))
    written = prices.cost_of(first.provider, first.model, Used(0, done.output_tokens))
    share = sent / (sent + written) if sent + written else 0.0
    return done.paise * (1 - share + share * ahead.prompt_chars / done.prompt_chars)


def _guesses(ahead: Ahead, known: Sequence[Candidate], prices: PriceTable) -> list[float]:
    """A second call goes to the next model of the same provider, where there is one."""
    own = [each for each in known if each.provider == known[0].provider]
    sent = ceil(ahead.prompt_chars * TOKENS_PER_CHAR)
    costs: list[float] = []
    for calls in _CALLS:
        asked = [own[min(place, len(own) - 1)] for place in range(calls)]
        for length in _LENGTHS:
            used = Used(sent, int(USUAL_TOKENS * length))
            costs.append(float(sum(prices.cost_of(a.provider, a.model, used) for a in asked)))
    return costs


def _quantile(weighted: Sequence[tuple[float, float]], share: float) -> float:
    """The cost that so large a share of the weight lies at or below."""
    reached, most = 0.0, share * sum(weight for _, weight in weighted)
    for cost, weight in weighted:
        reached += weight
        if reached >= most - 1e-9:
            return cost
    return weighted[-1][0]
