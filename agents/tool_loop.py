"""The conversation of one node: its model is asked, its tools are run, and it is asked again.

A node always ends: every ask is a step of the tree, the steps are counted, and a model that may not
ask any more finishes in words. One that asks all the same is left, and offline has the last word.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from dataclasses import dataclass, replace
from typing import Protocol

from agents.contact_tokens import ContactTokens
from agents.model_calls import (
    Exchange,
    ModelCall,
    ModelChunk,
    ModelDelta,
    ModelFailure,
    ModelReset,
    ModelUsage,
    ModelUsed,
    ModelWantsTools,
)
from agents.swarm_guards import may_go_on
from agents.tool_runs import Bench, ToolRan, ToolStopped, run_round
from agents.tools.base import Tool, ToolContext

Happening = ModelChunk | ToolRan | ToolStopped
UNASKED = "unasked_tools"


class Streams(Protocol):
    """The model client, as far as a node needs it."""

    def stream(self, call: ModelCall) -> AsyncIterator[ModelChunk]:
        """The answer in pieces, then whole; or a wish for tools."""
        ...


@dataclass(slots=True)
class Node:
    """One skill at work. ``exchanges`` grow as its tools answer; a revision is given them again."""

    tools: Mapping[str, Tool]
    context: ToolContext
    bench: Bench
    cost_of: Callable[[ModelUsage], int]
    exchanges: tuple[Exchange, ...] = ()
    closed: bool = False

    @property
    def may_ask(self) -> bool:
        """Whether its model is offered tools."""
        bench = self.bench
        return bool(self.tools) and not self.closed and may_go_on(bench.spent, bench.limits)


async def converse(models: Streams, call: ModelCall, node: Node) -> AsyncIterator[Happening]:
    """Everything that happens until the node has its answer; ``ModelWantsTools`` is served here."""
    while True:
        may_ask = node.may_ask
        specs = tuple(tool.spec for tool in node.tools.values()) if may_ask else ()
        wants: ModelWantsTools | None = None
        shown = False
        async for chunk in models.stream(replace(call, tools=specs, exchanges=node.exchanges)):
            node.context.turn.token.check()
            if isinstance(chunk, ModelWantsTools):
                wants = chunk
                continue
            shown = isinstance(chunk, ModelDelta) or (shown and not isinstance(chunk, ModelReset))
            if isinstance(chunk, ModelUsed):
                node.bench.spent.paise += node.cost_of(chunk.usage)
            yield chunk
        if wants is None:
            return
        if shown:
            # What it said before it asked is no part of the text.
            yield ModelReset(wants.provider)
        if not may_ask:
            yield ModelFailure(wants.provider, UNASKED)
            async for chunk in models.stream(replace(call, tier="none", tools=(), exchanges=())):
                yield chunk
            return
        for happened in await _serve(node, wants, call):
            yield happened


async def _serve(
    node: Node, wants: ModelWantsTools, call: ModelCall
) -> tuple[ToolRan | ToolStopped, ...]:
    """Run what was asked for, and keep what was answered for the next time the model is asked."""
    contacts = ContactTokens(call.composition.foundation)
    done = await run_round(wants.calls, node.tools, node.context, node.bench, contacts)
    node.closed = done.final
    exchange = Exchange(wants.provider, wants.calls, done.answers, wants.message)
    node.exchanges = (*node.exchanges, exchange)
    return done.happened
