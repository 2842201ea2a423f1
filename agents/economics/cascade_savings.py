"""What trying cheaper models first saved, by kind of task, from the calls as they were recorded.

A task is one draft of a turn: its calls up to the answer that was kept. Had it gone to the model
its skill names at once, that model would have read the same prompt and written as much; the
difference to what all calls cost is saved, and less than nothing where the cheaper one was refused.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import asdict, dataclass
from typing import Any, Final, Protocol

from agents.economics.price_table import Tokens, Used

KEPT: Final = "answered"
REFUSED: Final = "rejected"

CostAt = Callable[[str, str, Used], int | None]
"""(provider, tier, tokens) -> paise of that call, had it gone to the provider's model of a tier;
None where nobody knows what it costs."""


class Call(Tokens, Protocol):
    """One call of a model: an event, or its entry in the ledger."""

    @property
    def turn_id(self) -> Any: ...
    @property
    def skill(self) -> str: ...
    @property
    def provider(self) -> str: ...
    @property
    def tier(self) -> str: ...
    @property
    def wanted(self) -> str: ...
    @property
    def outcome(self) -> str: ...
    @property
    def paise(self) -> int: ...


@dataclass(frozen=True, slots=True)
class Saved:
    """Tasks of one skill that could try a cheaper model; money in paise."""

    skill: str
    tasks: int = 0
    kept: int = 0
    paid_paise: int = 0
    saved_paise: int = 0

    def as_mapping(self) -> dict[str, Any]:
        """Plain values, with the share of the tasks in which the cheaper answer was kept."""
        return {**asdict(self), "kept_percent": self.kept_percent}

    @property
    def kept_percent(self) -> float:
        """How many of the tasks the cheaper model's answer was kept in."""
        return round(100 * self.kept / self.tasks, 1) if self.tasks else 0.0


def savings(calls: Iterable[Call], cost_at: CostAt) -> list[Saved]:
    """What was saved, skill by skill; calls in the order in which they were recorded."""
    under_way: dict[tuple[object, str], list[Call]] = {}
    found: dict[str, Saved] = {}
    for call in calls:
        task = under_way.setdefault((call.turn_id, call.skill), [])
        task.append(call)
        if call.outcome == KEPT:
            del under_way[call.turn_id, call.skill]
            if any(each.tier != each.wanted for each in task):
                before = found.get(call.skill, Saved(call.skill))
                found[call.skill] = _with(before, task, cost_at)
    return [found[skill] for skill in sorted(found) if found[skill].tasks]


def _with(before: Saved, task: Sequence[Call], cost_at: CostAt) -> Saved:
    last = task[-1]
    cheaper = last.tier != last.wanted
    tiered = [call for call in task if call.outcome in (KEPT, REFUSED)]
    paid = sum(call.paise for call in tiered)
    at_once: int | None = last.paise
    if cheaper:
        used = Used(last.input_tokens, last.output_tokens, last.cached_tokens)
        at_once = cost_at(last.provider, last.wanted, used)
    if at_once is None:
        return before
    return Saved(
        before.skill,
        before.tasks + 1,
        before.kept + cheaper,
        before.paid_paise + paid,
        before.saved_paise + at_once - paid,
    )
