"""The tools that a model may ask for, by name; a skill offers those that its ``tools`` name."""

from collections.abc import Iterable, Mapping
from typing import Final

from agents.tools import festival_calendar, gst_split, read_foundation, use_skill
from agents.tools.base import Tool

MODEL_TOOLS: Final[Mapping[str, Tool]] = {
    tool.name: tool
    for tool in (
        festival_calendar.TOOL,
        gst_split.TOOL,
        read_foundation.TOOL,
        use_skill.TOOL,
    )
}


def offered(names: Iterable[str]) -> tuple[Tool, ...]:
    """Those of a skill's tools that its model may ask for; the others are not a model's to run."""
    return tuple(MODEL_TOOLS[name] for name in names if name in MODEL_TOOLS)
