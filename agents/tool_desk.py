"""Tools outside a turn: what the command line and the API run, for the business that asks.

The same tools behind the same guards as in a turn. Nothing is paid for here: a skill that is used
as a tool is written by the composer on this machine.
"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from agents.cancellation import CancellationToken
from agents.contact_tokens import ContactTokens
from agents.model_calls import ToolAsk, spend_freely
from agents.services import Services
from agents.sub_node import SubNodes
from agents.swarm_guards import Place
from agents.tool_loop import Node
from agents.tool_runs import Bench, ToolStopped, run_round
from agents.tools import MODEL_TOOLS
from agents.tools.base import ToolContext
from agents.turn_context import TurnContext
from app.core.errors import InputError, NotFound
from app.core.ids import uuid7
from app.core.variants import Variant
from memory.constitution import ConstitutionStore
from memory.foundation_store import FoundationStore

DESK = "desk"
"""Where in the tree a tool stands that no skill asked for."""


def listed() -> list[dict[str, Any]]:
    """Every tool as a model is told of it."""
    specs = (tool.spec for tool in MODEL_TOOLS.values())
    return [
        {"name": s.name, "description": s.description, "parameters": dict(s.parameters)}
        for s in specs
    ]


async def run_one(
    services: Services,
    tenant_id: UUID,
    user_id: UUID,
    name: str,
    arguments: Mapping[str, Any],
    language: Variant = "en",
) -> dict[str, Any]:
    """What the tool found out, for that business.

    Raises:
        NotFound: there is no such tool.
        InputError: ``tool_refused`` when it cannot do this; ``params`` say why.
    """
    if name not in MODEL_TOOLS:
        raise NotFound("tool", params={"tool": name}, detail=f"no tool `{name}`")
    bench = Bench()
    turn = await _context(services, tenant_id, user_id, language)
    context = ToolContext(
        turn=turn,
        place=Place((DESK,)),
        calendar=services.calendar,
        registry=services.registry,
        sac=services.settings.seller_sac,
    )
    node = Node(MODEL_TOOLS, context, bench, lambda _: 0)
    opens = SubNodes(services.models, node, spend_freely, lambda _: None, tier="none")
    ask = ToolAsk("1", name, arguments)
    plain = ContactTokens({})  # the answer goes to the business itself: nothing to hide
    done = await run_round((ask,), MODEL_TOOLS, replace(context, opens=opens), bench, plain)
    what = done.happened[0]
    if isinstance(what, ToolStopped) or what.error is not None:
        why = what.reason if isinstance(what, ToolStopped) else str(what.error)
        found = {} if isinstance(what, ToolStopped) else dict(what.result)
        detail = f"tool `{name}`: {why} {found.get('fields') or ''}".rstrip()
        raise InputError("tool_refused", params={"tool": name, "reason": why}, detail=detail)
    return dict(what.result)


async def _context(
    services: Services, tenant_id: UUID, user_id: UUID, language: Variant
) -> TurnContext:
    async with services.database.transaction(tenant_id, user_id) as session:
        facts = await FoundationStore(session, tenant_id, services.clock).load()
        rules = await ConstitutionStore(session, tenant_id, services.clock).load()
    return TurnContext(
        tenant_id=tenant_id,
        user_id=user_id,
        conversation_id=uuid7(),
        turn_id=uuid7(),
        language=language,
        clock=services.clock,
        token=CancellationToken(),
        emit=lambda _: None,
        facts=facts,
        rules=rules,
    )
