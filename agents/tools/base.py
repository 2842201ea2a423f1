"""The ground of the tools that a model may ask for: what one is, and what it is given.

A tool only reads or composes: nothing here sends, pays, approves or changes a fact, so that asking
twice, or dying in the middle, leaves nothing behind. Whose business it works for comes from the
turn; no tool has an argument for it.
"""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Protocol

from pydantic import BaseModel, ConfigDict

from agents.model_calls import ToolSpec
from agents.swarm_guards import Place
from agents.turn_context import TurnContext
from integrations.india.festival_calendar import FestivalCalendar
from skills.compiler import CompiledSkill
from skills.registry import SkillRegistry
from skills.tool_words import tool_words

TIMEOUT_SECONDS: Final = 5.0


class Arguments(BaseModel):
    """What a model fills in. Unknown names are refused: there is no way to name a tenant."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class OpensNodes(Protocol):
    """Has another skill write, one step further down the tree."""

    async def __call__(
        self, skill: CompiledSkill, inputs: Mapping[str, Any], place: Place
    ) -> Mapping[str, Any]:
        """The node's text, extras and failed checks, as plain values."""
        ...


@dataclass(frozen=True, slots=True)
class ToolContext:
    """What a tool may lean on. ``opens`` is None where no node may be opened."""

    turn: TurnContext
    place: Place
    calendar: FestivalCalendar
    registry: SkillRegistry
    sac: str
    opens: OpensNodes | None = None


@dataclass(frozen=True, slots=True)
class Tool:
    """One tool. ``trusted``: its answer holds only our own data and the owner's words.

    What a tool that is not trusted returns is somebody else's text: whoever has read it may not ask
    for tools any more.
    """

    name: str
    arguments: type[Arguments]
    run: Callable[[Any, ToolContext], Awaitable[Mapping[str, Any]]]
    timeout_seconds: float = TIMEOUT_SECONDS
    trusted: bool = True

    @property
    def spec(self) -> ToolSpec:
        """The tool as a model is told of it."""
        words = tool_words()[self.name]
        schema = self.arguments.model_json_schema()
        properties = {
            name: {key: value for key, value in each.items() if key not in ("title", "default")}
            | {"description": words.arguments[name]}
            for name, each in schema.get("properties", {}).items()
        }
        parameters = {
            "type": "object",
            "properties": properties,
            "required": schema.get("required", []),
        }
        return ToolSpec(self.name, words.description, parameters)
