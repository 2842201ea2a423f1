"""What happens when a message wants several drafts."""

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from agents.event_base import Event
from app.core.event_names import EventName


class PlanStep(BaseModel):
    """One draft of a plan: its skill, its title as she reads it, and what it is made from.

    ``said`` are the words of the message that are about this one alone; empty when it is made from
    all of them.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    skill: str
    title: str
    said: str = ""
    slots: dict[str, Any] = Field(default_factory=dict)


class PlanMade(Event):
    """The message wants several drafts: they are written in this order, each with its own card."""

    name = EventName.PLAN_MADE
    steps: list[PlanStep]
