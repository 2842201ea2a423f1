"""What a kind of dataset is to the runner, and what kinds are given to measure with."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Protocol

from agents.evaluation.dataset import Case
from agents.evaluation.outcome import Outcome
from agents.queen_router import QueenRouter
from integrations.india.festival_calendar import FestivalCalendar
from skills.registry import SkillRegistry

LOWER_IS_BETTER: Final = frozenset(
    {"false_alarm_rate", "false_positive_rate", "invented", "calibration_error"}
)
"""Metrics whose floor is a ceiling."""

PlayTurn = Callable[[str, Mapping[str, Any], Mapping[str, Any]], Awaitable[dict[str, Any]]]
"""Text, foundation and constitution in; the object of ``raptorflow ask --json`` out."""


@dataclass(frozen=True, slots=True)
class Tools:
    """The offline default's parts. ``play`` runs a whole turn; only the kind ``draft`` needs it."""

    registry: SkillRegistry
    router: QueenRouter
    calendar: FestivalCalendar
    today: date
    slots_complete: bool = False
    play: PlayTurn | None = None


class Kind(Protocol):
    """A module of this package that judges one kind of case."""

    FIGURE: str
    """The metric that a bare ``floor`` is held against."""

    async def judge(self, case: Case, tools: Tools) -> Outcome:
        """Put the case to the product and compare."""
        ...

    def metrics(self, outcomes: Sequence[Outcome]) -> dict[str, float]:
        """The kind's metrics over some outcomes."""
        ...
