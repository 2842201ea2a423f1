"""The swarm node: one skill at work. Composes what the writer is given and streams what it writes.

Prompts come from the compiled skill only; her own contacts leave as tokens (``contact_tokens``).
"""

from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any, Final

from langchain_core.messages import BaseMessage

from agents.ad_text import in_step
from agents.contact_tokens import ContactTokens
from agents.economics.price_table import PriceTable
from agents.events import (
    DraftDelta,
    DraftReset,
    Event,
    ToolCalled,
    ToolRefused,
)
from agents.model_calls import (
    ModelAnswer,
    ModelCall,
    ModelDelta,
    ModelReset,
    ModelUsage,
    keep_any,
)
from agents.model_notes import noted
from agents.prompting import messages
from agents.sub_node import SubNodes
from agents.swarm_guards import Place
from agents.tool_loop import Happening, Node, converse
from agents.tool_runs import ToolRan, ToolStopped
from agents.tools import offered
from agents.tools.base import ToolContext
from agents.turn import Turn, Written
from app.core.errors import OurBug
from skills.compiler import CompiledSkill
from skills.composition import Composition

# A shorter draft first tries to lose a third; mending what that cut away may take some of it back.
SHORTER_BY: Final = 0.7
SHORTER_BY_MENDING: Final = 0.88
FEWEST_CHARS: Final = 60
_VARIED: Final = frozenset({"another", "longer"})
# A corrected draft stays about as long as it was: she may have shortened it on purpose.
CORRECTED_BY: Final = 1.15


async def write(
    turn: Turn,
    *,
    findings: tuple[str, ...] = (),
    shown: bool = True,
    keeps: Callable[[str, Mapping[str, Any]], bool] = keep_any,
) -> AsyncIterator[Event]:
    """Write one attempt into ``turn.written``; a revision (``shown`` False) does not stream.

    ``keeps``: whether the answer of a cheaper model than the skill's tier names is good enough.
    """
    skill = required_skill(turn)
    composition = compose(turn, skill, findings)
    if turn.services.models.network_first(skill.tier):
        # A model call may cost and may hang: what led to it must survive a crash here.
        await turn.journal.flush()
    draft_id = turn.draft_id or turn.child_id(turn.draft_name)
    attempt = (turn.written.attempt if turn.written else 0) + 1
    call = ModelCall(
        composition,
        skill.tier,
        lambda tokens: _messages(composition, turn, tokens),
        keeps=keeps,
        may_spend=turn.spending.may_spend,
    )
    below: list[Event] = []
    node = _node(turn, skill, call, below)
    node.closed = bool(findings)  # a revision mends words; what was found out it is told again
    async for chunk in converse(turn.services.models, call, node):
        while below:
            yield below.pop(0)
        match chunk:
            case ModelDelta(text):
                if shown:
                    yield DraftDelta(**turn.ids, draft_id=draft_id, text=text)
            case ModelReset(provider):
                if shown:
                    yield DraftReset(**turn.ids, draft_id=draft_id, provider=provider)
            case ModelAnswer(provider, text, extras, computed):
                extras = in_step(skill.channel, extras, text)
                turn.written = Written(text.strip(), extras, provider, attempt)
                turn.computed = list(computed)
            case _:
                for event in _noted(turn, chunk):
                    yield event
    turn.exchanges = node.exchanges


def _node(turn: Turn, skill: CompiledSkill, call: ModelCall, below: list[Event]) -> Node:
    """The node at the root of a draft. What happens further down is put into ``below``."""
    services = turn.services
    context = ToolContext(
        turn=turn.context(),
        place=Place((*turn.above, skill.id)),
        calendar=services.calendar,
        registry=services.registry,
        sac=services.settings.seller_sac,
    )
    tools = {tool.name: tool for tool in offered(skill.tools)}
    bench, room = turn.bench, turn.spending.for_tools
    # The purse is the step's, the counters are the whole turn's.
    bench.limits = replace(bench.limits, paise=None if room is None else bench.spent.paise + room)
    node = Node(tools, context, bench, partial(_cost, services.prices), exchanges=turn.exchanges)

    def note(happened: Happening) -> None:
        below.extend(_noted(turn, happened))

    opens = SubNodes(services.models, node, call.may_spend, note)
    node.context = replace(context, opens=opens)
    return node


def _cost(prices: PriceTable, usage: ModelUsage) -> int:
    return prices.cost_of(usage.provider, usage.model, usage)


def _noted(turn: Turn, happened: Happening) -> list[Event]:
    """What the store and whoever watches are told of what a node met on its way."""
    match happened:
        case ToolRan(tool, arguments, result):
            event: Event = ToolCalled(
                **turn.ids, tool=tool, arguments=dict(arguments), result=dict(result)
            )
        case ToolStopped(tool, arguments, reason):
            event = ToolRefused(**turn.ids, tool=tool, arguments=dict(arguments), reason=reason)
        case _:
            met = noted(turn, happened)
            return [met] if met is not None else []
    return [turn.note(event)]


def required_skill(turn: Turn) -> CompiledSkill:
    """The turn's skill. Raises OurBug before one was chosen."""
    if turn.skill is None:
        raise OurBug("skill_missing", detail="route comes before writing in the pipeline")
    return turn.skill


def compose(turn: Turn, skill: CompiledSkill, findings: tuple[str, ...] = ()) -> Composition:
    """What the offline composer is given, and what the prompts are rendered from."""
    rules = turn.rules
    return Composition(
        skill=skill,
        language=turn.language,
        today=turn.today,
        seed=str(turn.request.tenant_id),
        inputs=turn.inputs,
        foundation=turn.facts.plain(),
        never_say=rules.never_say,
        always_say=rules.always_say,
        emoji=rules.emoji,
        tone=turn.slots.get("tone") or rules.tone or turn.facts.value("tone"),
        festival=turn.festival,
        attempt=_attempt(turn),
        findings=findings,
        max_chars=_most_chars(turn, mending=bool(findings)),
        avoid=tuple(turn.earlier) if turn.change in _VARIED else (),
    )


def _attempt(turn: Turn) -> int:
    if turn.change == "language" and turn.base_plan is not None:
        return turn.base_plan.attempt
    return len(turn.earlier) if turn.change in _VARIED else 0


def _most_chars(turn: Turn, *, mending: bool) -> int | None:
    if turn.base is None:
        return None
    length = len(turn.base.text)
    if turn.change == "shorter":
        return max(FEWEST_CHARS, int(length * (SHORTER_BY_MENDING if mending else SHORTER_BY)))
    if turn.change == "language" and turn.base_plan is not None:
        return turn.base_plan.max_chars
    if turn.change == "correct" and not mending:
        return max(FEWEST_CHARS, int(length * CORRECTED_BY))
    return None


def _messages(composition: Composition, turn: Turn, tokens: ContactTokens) -> Sequence[BaseMessage]:
    return messages(
        composition,
        turn.rules,
        tokens,
        festival=turn.festival,
        earlier=turn.earlier,
        said=turn.words(),
    )
