"""The messages of a call as a vendor gets them: prompts, rounds of tools, and a repair.

Prompts are rendered from compiled skills and ``skills/system``; nothing here writes a sentence.
"""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Template
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage, HumanMessage, ToolMessage
from langchain_core.runnables import Runnable

import skills
from agents.contact_tokens import ContactTokens
from agents.model_calls import Exchange, ModelCall, ToolAsk, ToolSpec
from skills.templates import sandbox

_SYSTEM: Final = Path(skills.__file__).parent / "system"


@cache
def system_template(name: str) -> Template:
    """A template of ``skills/system``, by its file's name without the ending."""
    return sandbox({}).from_string((_SYSTEM / f"{name}.md").read_text("utf-8"))


def messages_of(call: ModelCall, provider: str, tokens: ContactTokens) -> list[BaseMessage]:
    """The prompts, and every round of tools so far; her own contacts as tokens."""
    messages = list(call.messages(tokens))
    for exchange in call.exchanges:
        messages += _round(exchange, provider, tokens)
    return messages


def _round(exchange: Exchange, provider: str, tokens: ContactTokens) -> list[BaseMessage]:
    own = exchange.message if exchange.provider == provider else None
    calls = [{"id": ask.id, "name": ask.name, "args": dict(ask.arguments)} for ask in exchange.asks]
    hidden: list[Any] = json.loads(tokens.hide(json.dumps(calls, ensure_ascii=False)))
    asked = own or AIMessage(content="", tool_calls=hidden)
    return [
        asked,
        *(
            ToolMessage(
                content=tokens.hide(answer.content),
                tool_call_id=answer.id,
                name=answer.name,
                status="error" if answer.failed else "success",
            )
            for answer in exchange.answers
        ),
    ]


def repair_of(
    messages: Sequence[BaseMessage], answer: str, problems: Sequence[str]
) -> list[BaseMessage]:
    """The same call once more: its answer, and what was wrong with it."""
    return [
        *messages,
        AIMessage(content=answer),
        HumanMessage(system_template("repair").render(problems=list(problems))),
    ]


def with_tools(
    model: BaseChatModel, tools: Sequence[ToolSpec]
) -> BaseChatModel | Runnable[Any, AIMessage]:
    """The model, offered these tools."""
    if not tools:
        return model
    return model.bind_tools([_declared(tool) for tool in tools])


def _declared(tool: ToolSpec) -> dict[str, Any]:
    about = {
        "name": tool.name,
        "description": tool.description,
        "parameters": dict(tool.parameters),
    }
    return {"type": "function", "function": about}


def characters(messages: Sequence[BaseMessage], tools: Sequence[ToolSpec]) -> str:
    """All that a vendor reads of a call, as one text to be counted."""
    parts = [str(message.text) for message in messages]
    for message in messages:
        if isinstance(message, AIMessage) and message.tool_calls:
            parts.append(json.dumps([call["args"] for call in message.tool_calls], default=str))
    parts += [json.dumps(_declared(tool), ensure_ascii=False) for tool in tools]
    return "\n".join(parts)


def asks_of(message: AIMessage, tokens: ContactTokens) -> tuple[ToolAsk, ...]:
    """What the model wants run, her contacts back in their places."""
    asks = []
    for place, call in enumerate(message.tool_calls):
        arguments = json.loads(tokens.restore(json.dumps(call["args"], ensure_ascii=False)))
        asks.append(ToolAsk(call["id"] or f"call-{place + 1}", call["name"], arguments))
    return tuple(asks)
