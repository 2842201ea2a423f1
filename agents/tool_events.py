"""Events of the tools that a model asks for, and of skills that changed under a turn."""

from typing import Any

from agents.event_base import Event
from app.core.event_names import EventName


class ToolCalled(Event):
    """A tool was run."""

    name = EventName.TOOL_CALLED
    tool: str
    arguments: dict[str, Any]
    result: dict[str, Any]


class ToolRefused(Event):
    """A guard did not let a model run a tool; ``reason`` is the limit it met."""

    name = EventName.TOOL_REFUSED
    tool: str
    arguments: dict[str, Any]
    reason: str


class SkillChanged(Event):
    """The turn goes on with another version of its skill than it began with."""

    name = EventName.SKILL_CHANGED
    skill: str
    was: str
    now: str
