"""A tree of nodes without a network or a database: models that ask for what a script tells them."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any, cast
from uuid import uuid4

from agents.cancellation import CancellationToken
from agents.model_calls import (
    OFFLINE,
    ModelAnswer,
    ModelCall,
    ModelChunk,
    ModelUsage,
    ModelUsed,
    ModelWantsTools,
    ToolAsk,
)
from agents.swarm_guards import SUB_NODE, Key, Limits, Place, canonical
from agents.tool_loop import Node, converse
from agents.tool_runs import Bench, ToolRan, ToolStopped
from agents.tools import MODEL_TOOLS
from agents.tools.base import Arguments, Tool, ToolContext
from agents.turn_context import TurnContext
from app.core.clock import FrozenClock
from app.core.errors import Unavailable
from memory.constitution import Constitution
from memory.foundation_store import Foundation
from skills.compiler import CompiledSkill

Ask = tuple[str, Mapping[str, Any]]
Script = Callable[[str, int], Sequence[Ask]]
"""(skill, round) -> what its model asks for; nothing when it has its answer."""

SKILLS = [f"s{number}" for number in range(12)]
PAISE_A_CALL = 3


class Anything(Arguments):
    """Arguments of a tool that takes what it is given."""

    n: int | float | str | None = None
    note: str | None = None


def a_skill(name: str) -> CompiledSkill:
    """As much of a skill as the loop looks at."""
    plan = SimpleNamespace(reply=False)
    return cast(CompiledSkill, SimpleNamespace(id=name, channel="whatsapp", plan=plan))


@dataclass
class Swarm:
    """One turn's tree, and what was seen of it.

    ``fails`` names the calls (of the tool ``flaky``) that fail, by how often they were tried.
    """

    script: Script
    limits: Limits = field(default_factory=Limits)
    obeys: bool = True
    fails: Mapping[Any, int] = field(default_factory=dict)
    paise: int = 0
    calls: int = 0
    deepest: int = 0
    ran: list[ToolRan] = field(default_factory=list)
    stopped: list[ToolStopped] = field(default_factory=list)
    keys: Counter[Key] = field(default_factory=Counter)
    widest: int = 0
    answered: int = 0
    token: CancellationToken = field(default_factory=CancellationToken)

    def __post_init__(self) -> None:
        self.bench = Bench(self.limits)
        self.turn = TurnContext(
            tenant_id=uuid4(),
            user_id=uuid4(),
            conversation_id=uuid4(),
            turn_id=uuid4(),
            language="en",
            clock=FrozenClock(datetime(2026, 10, 26, 5, tzinfo=UTC)),
            token=self.token,
            emit=lambda _: None,
            facts=Foundation(),
            rules=Constitution(),
        )
        self.tools = {
            "look": Tool("look", Anything, self._look),
            "flaky": Tool("flaky", Anything, self._flaky),
            "web": Tool("web", Anything, self._look, trusted=False),
            SUB_NODE: replace(MODEL_TOOLS[SUB_NODE], timeout_seconds=20.0),
        }

    async def _look(self, wanted: Anything, context: ToolContext) -> Mapping[str, Any]:
        self.keys[context.place.skill, "look", canonical(wanted.model_dump())] += 1
        await asyncio.sleep(0)
        return {"seen": wanted.n}

    async def _flaky(self, wanted: Anything, context: ToolContext) -> Mapping[str, Any]:
        key = (context.place.skill, "flaky", canonical(wanted.model_dump()))
        self.keys[key] += 1
        if self.keys[key] <= self.fails.get(wanted.n, 0):
            raise Unavailable("away")
        return {"seen": wanted.n}

    async def stream(self, call: ModelCall) -> AsyncIterator[ModelChunk]:
        """The model client's part: obedient, or one that asks although it is offered nothing."""
        self.calls += 1
        if call.tier == "none" or not call.may_spend("fake", "m", 100, 100):
            yield ModelAnswer(OFFLINE, "done")
            return
        self.paise += PAISE_A_CALL
        yield ModelUsed(_usage(self.calls))
        name = call.composition.skill.id
        asks = self.script(name, len(call.exchanges)) if call.tools or not self.obeys else ()
        if not asks:
            yield ModelAnswer("fake", "done")
            return
        self.widest = max(self.widest, len(asks))
        wanted = (ToolAsk(str(n), tool, given) for n, (tool, given) in enumerate(asks))
        yield ModelWantsTools("fake", tuple(wanted))

    def _may_spend(self, provider: str, model: str, chars: int, tokens: int) -> bool:
        del provider, model, chars, tokens
        limit = self.limits.paise
        return limit is None or self.paise + PAISE_A_CALL <= limit

    async def open(
        self, skill: CompiledSkill, inputs: Mapping[str, Any], place: Place
    ) -> Mapping[str, Any]:
        """A node of ``skill``, run to its end."""
        del inputs
        self.deepest = max(self.deepest, place.depth)
        context = ToolContext(
            turn=self.turn,
            place=place,
            calendar=cast(Any, None),
            registry=cast(Any, _Registry()),
            sac="",
            opens=self.open,
        )
        node = Node(self.tools, context, self.bench, lambda _: PAISE_A_CALL)
        composition = cast(Any, SimpleNamespace(skill=skill, foundation={}))
        call = ModelCall(composition, "fast", lambda _: (), may_spend=self._may_spend)
        async for happened in converse(self, call, node):
            match happened:
                case ToolRan():
                    self.ran.append(happened)
                case ToolStopped():
                    self.stopped.append(happened)
                case ModelAnswer():
                    self.answered += 1
        return {"text": "done"}

    async def run(self) -> None:
        """The whole tree from its root; fails when it does not end."""
        async with asyncio.timeout(20):
            await self.open(a_skill(SKILLS[0]), {}, Place((SKILLS[0],)))


class _Registry:
    def __contains__(self, name: object) -> bool:
        return name in SKILLS

    def get(self, name: str) -> CompiledSkill:
        return a_skill(name)


def _usage(number: int) -> ModelUsage:
    return ModelUsage(
        call_id=str(number),
        provider="fake",
        model="m",
        tier="fast",
        input_tokens=10,
        cached_tokens=0,
        output_tokens=5,
        latency_ms=1,
        first_token_ms=1,
        outcome="answered",
    )
