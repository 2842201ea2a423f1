"""What the owner has told of the shop, as a tool. The facts are those the turn began with."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from agents.tools.base import Arguments, Tool, ToolContext


class Wanted(Arguments):
    """Some facts by name, or all."""

    fields: Annotated[
        tuple[Annotated[str, Field(max_length=60)], ...] | None, Field(max_length=40)
    ] = None


async def run(wanted: Wanted, context: ToolContext) -> Mapping[str, Any]:
    """The facts with the day each was told; ``unknown`` are those nobody has told."""
    facts = context.turn.facts
    names = sorted(facts) if wanted.fields is None else list(dict.fromkeys(wanted.fields))
    known = {
        name: {"value": facts[name].value, "told": facts[name].observed_at.date().isoformat()}
        for name in names
        if name in facts
    }
    return {"facts": known, "unknown": [name for name in names if name not in facts]}


TOOL = Tool("read_foundation", Wanted, run)
