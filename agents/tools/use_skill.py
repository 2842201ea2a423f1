"""Another skill at work as a tool: the way one skill has its channels' texts written."""

from collections.abc import Mapping
from typing import Annotated, Any, Final

from pydantic import Field

from agents.swarm_guards import SUB_NODE
from agents.tools.base import Arguments, Tool, ToolContext
from app.core.errors import InputError

# A node's model has timeouts of its own for every call; this only ends what got past them all.
LONGEST_SECONDS: Final = 90.0


class Work(Arguments):
    """A skill and what it is given."""

    skill: Annotated[str, Field(max_length=64)]
    inputs: dict[str, Any] = Field(default_factory=dict, max_length=40)


async def run(work: Work, context: ToolContext) -> Mapping[str, Any]:
    """The text that the skill wrote, with its other outputs and the checks it does not satisfy.

    Raises:
        InputError: a skill that there is none of, or that writes nothing for a channel.
    """
    registry = context.registry
    skill = registry.get(work.skill) if work.skill in registry else None
    if skill is None or skill.plan.reply or skill.channel is None or context.opens is None:
        raise InputError("skill_not_callable", params={"skill": work.skill})
    return await context.opens(skill, work.inputs, context.place.below(skill.id))


TOOL = Tool(SUB_NODE, Work, run, timeout_seconds=LONGEST_SECONDS)
