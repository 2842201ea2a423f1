"""A plan: the drafts that one message asks for, one after the other."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Step:
    """One draft of a plan. ``said`` are its own words; empty when it shares the whole message."""

    skill: str
    slots: Mapping[str, Any] = field(default_factory=dict)
    said: str = ""


@dataclass(frozen=True, slots=True)
class Plan:
    """The steps in order; ``left`` are skills that were asked for beyond the most we do at once."""

    steps: tuple[Step, ...] = ()
    left: tuple[str, ...] = ()
