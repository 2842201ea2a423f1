"""The offline default's parts, once for all tests of the evaluation."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any, Final

from agents.evaluation.dataset import Dataset
from agents.evaluation.kinds import PlayTurn, Tools
from agents.evaluation.runner import Report, evaluate
from agents.queen_router import QueenRouter
from integrations.india.festival_calendar import FestivalCalendar
from skills.compiler import CompiledSkill
from skills.registry import SkillRegistry

TODAY: Final = date(2026, 10, 14)


@cache
def registry() -> SkillRegistry:
    """The shipped library."""
    return SkillRegistry.load()


@cache
def router() -> QueenRouter:
    """A router that learnt from it."""
    return QueenRouter(registry())


class FewerSkills:
    """The library without some skills, or with the examples of two exchanged."""

    def __init__(self, *without: str, swapped: tuple[str, str] | None = None) -> None:
        self._without = without
        self._swapped = swapped

    def all(self) -> Sequence[Any]:
        """The skills that are left."""
        kept = [skill for skill in registry().all() if skill.id not in self._without]
        if self._swapped is None:
            return kept
        one, other = self._swapped
        names = {one: other, other: one}
        return [_Renamed(names.get(skill.id, skill.id), skill) for skill in kept]


class _Renamed:
    def __init__(self, name: str, skill: CompiledSkill) -> None:
        self.id = name
        self.examples = skill.examples


def tools(play: PlayTurn | None = None, routed_by: QueenRouter | None = None) -> Tools:
    """Everything a kind may ask for."""
    return Tools(registry(), routed_by or router(), FestivalCalendar(), TODAY, play=play)


def dataset(kind: str, *cases: Mapping[str, Any], **more: Any) -> Dataset:
    """A dataset of these cases; ids are made where there are none."""
    named = [{"id": f"case-{n}", **case} for n, case in enumerate(cases, 1)]
    return Dataset.model_validate({"kind": kind, "name": f"small {kind}", "cases": named, **more})


async def measured(kind: str, *cases: Mapping[str, Any], **more: Any) -> Report:
    """The report of these cases."""
    return await evaluate(dataset(kind, *cases, **more), tools())
