"""What one turn may still spend: its reservation, what its calls took of it, and what is under way.

Asked before every call of a model and told after it; no database. A call is allowed when the
dearest it can become still fits into the reservation, so that a turn never costs more than the
ceiling it printed.
"""

from dataclasses import dataclass, field
from typing import Final, Literal

import structlog

from agents.economics.budget_enforcer import Reservation
from agents.economics.cost_predictor import TOKENS_PER_CHAR, USUAL_TOKENS
from agents.economics.price_table import PriceTable, Used
from agents.model_events import ModelCalled
from app.core.clock import Clock
from app.core.errors import ConfigurationError

Refusal = Literal["budget_month", "budget_plan", "budget_day", "budget_task", "unreachable"]
"""Which limit refused: what she set for a month, what her plan holds, her day's, her task's; or the
database is away."""

CANCELLED: Final = "cancelled"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Begun:
    """A call that was allowed and has not been counted yet; ``most_paise`` is its dearest end."""

    provider: str
    model: str
    prompt_chars: int
    most_output_tokens: int
    most_paise: int


@dataclass(slots=True)
class Spending:
    """The purse of one run of a turn. ``spent`` counts under the reservation in force, ``total``
    since the turn began, earlier runs included; ``last_word`` is kept for the call that ends it."""

    prices: PriceTable
    clock: Clock
    reservation: Reservation | None = None
    last_word: int = 0
    spent: int = 0
    total: int = 0
    begun: list[Begun] = field(default_factory=list)
    refusal: Refusal | None = None
    limit_paise: int = 0
    told: bool = False

    def may_spend(
        self, provider: str, model: str, prompt_chars: int, most_output_tokens: int
    ) -> bool:
        """Whether a call may be made now; a model without a price never may."""
        try:
            most = self.prices.most_cost(provider, model, prompt_chars, most_output_tokens)
        except ConfigurationError as error:
            _log.warning("model not called", model=model, error=str(error))
            return False
        if most and not self._holds(most):
            return False
        self.begun.append(Begun(provider, model, prompt_chars, most_output_tokens, most))
        return True

    def _holds(self, most: int) -> bool:
        held = self.reservation
        if held is None or not held.covers_calls_at(self.clock.now()):
            return False
        under_way = sum(call.most_paise for call in self.begun)
        return self.spent + under_way + most <= held.paise

    def count(self, call: ModelCalled) -> None:
        """A call ended: what it cost is spent, and it is under way no longer."""
        self.spent += call.paise
        self.total += call.paise
        for begun in self.begun:
            if (begun.provider, begun.model) == (call.provider, call.model):
                self.begun.remove(begun)
                return

    def hold(self, reservation: Reservation, last_word: int = 0) -> None:
        """Spend from this reservation from now on."""
        self.reservation, self.last_word, self.spent = reservation, last_word, 0

    @property
    def for_tools(self) -> int | None:
        """What models may still cost while they ask for tools; None where nothing is paid for."""
        if self.reservation is None:
            return None
        return max(0, self.reservation.paise - self.last_word - self.spent)

    def let_go(self) -> tuple[Reservation, int] | None:
        """The reservation and what was spent of it, to be settled; nothing may be spent then."""
        if self.reservation is None:
            return None
        done = self.reservation, self.spent
        self.reservation, self.spent = None, 0
        return done

    def cut(self, begun: Begun) -> tuple[Used, int]:
        """What a call that was broken off probably used and cost: vendors bill what they made."""
        used = Used(
            int(begun.prompt_chars * TOKENS_PER_CHAR), min(USUAL_TOKENS, begun.most_output_tokens)
        )
        cost = self.prices.cost_of(begun.provider, begun.model, used)
        return used, min(cost, begun.most_paise)
