"""One round of tools: what a model asked for is admitted or refused, then run side by side.

The edge of a tool: whatever goes wrong in one becomes an answer that its model can read, in codes
and never in prose. A Stop is no such thing: it goes through.
"""

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

import orjson
import structlog
from pydantic import ValidationError

from agents.contact_tokens import ContactTokens
from agents.model_calls import ToolAnswer, ToolAsk
from agents.swarm_guards import Key, Limits, Reason, Spent, Verdict, admit, count, key_of
from agents.tools.base import Tool, ToolContext
from app.core.errors import RaptorError
from app.observability import metrics

MOST_CHARS: Final = 12_000  # of one answer; a model that needs more asks for less at a time
UNKNOWN: Final = Verdict("unknown")

_log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class ToolRan:
    """A tool was run, or its earlier answer handed back. ``error`` is a code, None when it went."""

    tool: str
    arguments: Mapping[str, Any]
    result: Mapping[str, Any]
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ToolStopped:
    """A guard did not let a tool run."""

    tool: str
    arguments: Mapping[str, Any]
    reason: Reason


@dataclass(slots=True)
class Bench:
    """What the nodes of one turn share: the counters, and what was found out already."""

    limits: Limits = field(default_factory=Limits)
    spent: Spent = field(default_factory=Spent)
    known: dict[Key, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Round:
    """What came of one round. ``final``: no further call of this node can be admitted."""

    answers: tuple[ToolAnswer, ...]
    happened: tuple[ToolRan | ToolStopped, ...]
    final: bool


async def run_round(
    asks: Sequence[ToolAsk],
    tools: Mapping[str, Tool],
    context: ToolContext,
    bench: Bench,
    contacts: ContactTokens,
) -> Round:
    """Admit in the order asked, run what was admitted side by side, answer in the same order."""
    verdicts: list[Verdict] = []
    given: list[Mapping[str, Any]] = []
    for position, ask in enumerate(asks):
        arguments = _restored(ask.arguments, contacts)
        given.append(arguments)
        verdict = UNKNOWN
        if ask.name in tools:
            place, spent = context.place, bench.spent
            verdict = admit(place, ask.name, arguments, spent, bench.limits, position=position)
        count(context.place, ask.name, arguments, bench.spent)
        verdicts.append(verdict)
    happened = await _side_by_side(asks, given, verdicts, tools, context, bench)
    answers = tuple(_answer(ask, what, contacts) for ask, what in zip(asks, happened, strict=True))
    # Who has read somebody else's text may not choose what is done next.
    tainted = any(isinstance(what, ToolRan) and not tools[what.tool].trusted for what in happened)
    return Round(answers, tuple(happened), tainted or any(each.final for each in verdicts))


async def _side_by_side(
    asks: Sequence[ToolAsk],
    given: Sequence[Mapping[str, Any]],
    verdicts: Sequence[Verdict],
    tools: Mapping[str, Tool],
    context: ToolContext,
    bench: Bench,
) -> list[ToolRan | ToolStopped]:
    running: dict[int, asyncio.Task[ToolRan]] = {}
    # A Stop cancels whoever waits here, and the group cancels every tool that still runs.
    async with asyncio.TaskGroup() as group:
        for place, (ask, verdict) in enumerate(zip(asks, verdicts, strict=True)):
            if verdict.allowed:
                work = _remembered(tools[ask.name], given[place], context, bench)
                running[place] = group.create_task(work, name=f"tool {ask.name}")
    return [
        running[place].result()
        if place in running
        else ToolStopped(ask.name, given[place], verdicts[place].reason or "unknown")
        for place, ask in enumerate(asks)
    ]


async def _remembered(
    tool: Tool, arguments: Mapping[str, Any], context: ToolContext, bench: Bench
) -> ToolRan:
    key = key_of(context.place, tool.name, arguments)
    if key in bench.known:
        return ToolRan(tool.name, arguments, bench.known[key])
    ran = await run_tool(tool, arguments, context)
    if ran.error is None:
        bench.known[key] = ran.result
    return ran


async def run_tool(tool: Tool, arguments: Mapping[str, Any], context: ToolContext) -> ToolRan:
    """One tool within its time; what it could not do is in ``error``, with what to know of it."""
    context.turn.token.check()
    try:
        wanted = tool.arguments.model_validate(arguments)
        async with asyncio.timeout(tool.timeout_seconds):
            result = await tool.run(wanted, context)
    except ValidationError as error:
        wrong = {".".join(map(str, each["loc"])): each["type"] for each in error.errors()}
        return _failed(tool, arguments, "arguments", {"fields": wrong})
    except TimeoutError:
        return _failed(tool, arguments, "timeout", {})
    except RaptorError as error:
        params = {name: str(value) for name, value in error.params.items()}
        return _failed(tool, arguments, error.code, params)
    except Exception as error:  # noqa: BLE001 - the edge of a tool: it becomes an answer
        _log.exception("tool failed unexpectedly", tool=tool.name)
        metrics.broad_except("tool", error)
        return _failed(tool, arguments, "our_bug", {})
    if len(orjson.dumps(result)) > MOST_CHARS:
        return _failed(tool, arguments, "too_long", {"most": MOST_CHARS})
    return ToolRan(tool.name, arguments, result)


def _failed(
    tool: Tool, arguments: Mapping[str, Any], code: str, params: Mapping[str, Any]
) -> ToolRan:
    return ToolRan(tool.name, arguments, {"error": code, **params}, code)


def _answer(ask: ToolAsk, what: ToolRan | ToolStopped, contacts: ContactTokens) -> ToolAnswer:
    result = what.result if isinstance(what, ToolRan) else {"error": what.reason}
    failed = isinstance(what, ToolStopped) or what.error is not None
    return ToolAnswer(ask.id, ask.name, contacts.hide(orjson.dumps(result).decode()), failed)


def _restored(value: Any, contacts: ContactTokens) -> Any:
    """What a model filled in, with the shop's own contacts in the place of their tokens."""
    if isinstance(value, str):
        return contacts.restore(value)
    if isinstance(value, Mapping):
        return {str(name): _restored(its, contacts) for name, its in value.items()}
    if isinstance(value, list | tuple):
        return [_restored(each, contacts) for each in value]
    return value
