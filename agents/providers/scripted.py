"""A chat model that says what it was told to: for tests and demonstrations.

Each call takes the next reply of the list; an exception in the list is raised instead, and a
``Cut`` sends some text and then breaks off. An ``AIMessage`` is sent as it is, with the tools it
asks for. The messages of every call are kept in ``asked``.
"""

import asyncio
import json
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.tool import ToolCallChunk, tool_call_chunk
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult
from langchain_core.runnables import Runnable
from pydantic import Field

from app.core.config import Settings
from skills.schema import Tier


@dataclass(frozen=True, slots=True)
class Cut:
    """A stream that ends in the middle with an error."""

    text: str
    error: Exception


Reply = str | Exception | Cut | AIMessage


class Scripted(BaseChatModel):
    """Replies from a list; the last one is repeated when the list is used up."""

    replies: list[Any] = Field(default_factory=list)
    piece: int = 7
    asked: list[list[BaseMessage]] = Field(default_factory=list)

    @property
    def _llm_type(self) -> str:
        return "raptorflow-scripted"

    def bind_tools(
        self,
        tools: Sequence[Any],  # noqa: ARG002  a script asks for what it was told to
        *,
        tool_choice: str | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> Runnable[Any, AIMessage]:
        """Itself: it needs no tools to name them."""
        return self

    def _next(self, messages: list[BaseMessage]) -> Reply:
        self.asked.append(messages)
        if not self.replies:
            return ValueError("the script is empty")
        place = min(len(self.asked), len(self.replies)) - 1
        reply: Reply = self.replies[place]
        return reply

    def _generate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> ChatResult:
        reply = self._next(messages)
        if isinstance(reply, Cut):
            raise reply.error
        if isinstance(reply, Exception):
            raise reply
        message = reply if isinstance(reply, AIMessage) else AIMessage(content=reply)
        return ChatResult(generations=[ChatGeneration(message=message)])

    async def _astream(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,  # noqa: ARG002
    ) -> AsyncIterator[ChatGenerationChunk]:
        reply = self._next(messages)
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, AIMessage):
            yield ChatGenerationChunk(message=_as_chunk(reply))
            return
        text = reply.text if isinstance(reply, Cut) else reply
        for start in range(0, len(text), self.piece):
            await asyncio.sleep(0)
            part = AIMessageChunk(content=text[start : start + self.piece])
            yield ChatGenerationChunk(message=part)
        if isinstance(reply, Cut):
            raise reply.error


def _as_chunk(message: AIMessage) -> AIMessageChunk:
    calls: list[ToolCallChunk] = [
        tool_call_chunk(
            name=call["name"], args=json.dumps(call["args"]), id=call["id"], index=place
        )
        for place, call in enumerate(message.tool_calls)
    ]
    return AIMessageChunk(
        content=message.content,
        tool_call_chunks=calls,
        usage_metadata=message.usage_metadata,
        response_metadata=message.response_metadata,
    )


def model_name(settings: Settings, tier: Tier) -> str:  # noqa: ARG001
    """One script for every tier."""
    return "scripted"


def create(
    settings: Settings,  # noqa: ARG001
    tier: Tier = "fast",  # noqa: ARG001
    most_output_tokens: int | None = None,  # noqa: ARG001
) -> BaseChatModel:
    """An empty script: it fails at once, which shows what happens then."""
    return Scripted()


def is_configured(settings: Settings) -> bool:  # noqa: ARG001
    """Only by name, in ``MODEL_CASCADE``."""
    return False


def endpoint(settings: Settings) -> str | None:  # noqa: ARG001
    """It calls nobody."""
    return "http://localhost"


def failures() -> tuple[type[Exception], ...]:
    """What a scripted failure is made of."""
    return (ValueError, OSError)
