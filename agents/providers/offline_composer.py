"""The default provider: a chat model that writes from the skill's own phrases, without a network.

``OfflineComposer().bind(composition=Composition(…))`` gives the model one draft to write; the
messages it is called with are ignored, since the composition carries everything. It answers in at
most two chunks, spends no tokens and can be cancelled between chunks.
"""

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any

from langchain_core.callbacks import AsyncCallbackManagerForLLMRun, CallbackManagerForLLMRun
from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.messages.ai import UsageMetadata
from langchain_core.outputs import ChatGeneration, ChatGenerationChunk, ChatResult

from agents.providers.composer.compose import Composed, compose, is_warm, warm
from app.core.errors import OurBug
from skills.composition import Composition

MAX_CHUNKS = 2


class OfflineComposer(BaseChatModel):
    """Writes one draft of a composition; the same composition always gives the same text."""

    model_name: str = "offline"

    @property
    def _llm_type(self) -> str:
        return "raptorflow-offline-composer"

    def _generate(
        self,
        messages: list[BaseMessage],  # noqa: ARG002  the composition carries everything
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        composed = compose(_composition(kwargs))
        message = AIMessage(
            content=composed.text,
            additional_kwargs=_carried(composed),
            usage_metadata=_no_tokens(),
            response_metadata={"model_name": self.model_name},
        )
        return ChatResult(generations=[ChatGeneration(message=message)])

    def _stream(
        self,
        messages: list[BaseMessage],  # noqa: ARG002
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: CallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> Iterator[ChatGenerationChunk]:
        composed = compose(_composition(kwargs))
        yield from (self._chunk(part, composed) for part in _pieces(composed.text))

    async def _agenerate(
        self,
        messages: list[BaseMessage],
        stop: list[str] | None = None,
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> ChatResult:
        await _warmed()
        return self._generate(messages, stop, None, **kwargs)

    async def _astream(
        self,
        messages: list[BaseMessage],  # noqa: ARG002
        stop: list[str] | None = None,  # noqa: ARG002
        run_manager: AsyncCallbackManagerForLLMRun | None = None,  # noqa: ARG002
        **kwargs: Any,
    ) -> AsyncIterator[ChatGenerationChunk]:
        async for part, composed in self.pieces(_composition(kwargs)):
            yield self._chunk(part, composed)

    async def pieces(
        self, composition: Composition
    ) -> AsyncIterator[tuple[tuple[str, bool], Composed]]:
        """The draft in at most MAX_CHUNKS pieces, True with the last, each beside the whole.

        What ``astream`` gives, without the wrapping of chat models: that costs a turn as much as
        the writing itself.
        """
        await _warmed()
        composed = compose(composition)
        for part in _pieces(composed.text):
            # A turn that was stopped ends here, before the next words leave.
            await asyncio.sleep(0)
            yield part, composed

    def _chunk(self, part: tuple[str, bool], composed: Composed) -> ChatGenerationChunk:
        text, last = part
        return ChatGenerationChunk(
            message=AIMessageChunk(
                content=text,
                additional_kwargs=_carried(composed) if last else {},
                usage_metadata=_no_tokens() if last else None,
                response_metadata={"model_name": self.model_name} if last else {},
                chunk_position="last" if last else None,
            )
        )


async def _warmed() -> None:
    """Read the word lists before the first draft, off the loop: they cost it tens of ms once."""
    if not is_warm():
        await asyncio.to_thread(warm)


def _composition(kwargs: dict[str, Any]) -> Composition:
    composition = kwargs.get("composition")
    if not isinstance(composition, Composition):
        raise OurBug("composition_missing", detail="call model.bind(composition=Composition(…))")
    return composition


def _carried(composed: Composed) -> dict[str, Any]:
    return {"extras": composed.extras, "sources": composed.sources, "angle": composed.angle}


def _no_tokens() -> UsageMetadata:
    return UsageMetadata(input_tokens=0, output_tokens=0, total_tokens=0)


def _pieces(text: str) -> list[tuple[str, bool]]:
    """The text cut at line ends into at most MAX_CHUNKS pieces; True marks the last."""
    lines = text.splitlines(keepends=True) or [""]
    size = -(-len(lines) // MAX_CHUNKS)
    pieces = ["".join(lines[start : start + size]) for start in range(0, len(lines), size)]
    return [(piece, index == len(pieces) - 1) for index, piece in enumerate(pieces)]
