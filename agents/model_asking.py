"""One network call of one model: its pieces, and at the end what became of it and what it used."""

import asyncio
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Mapping
from contextlib import aclosing
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, ClassVar, Final

from langchain_core.messages import AIMessage, AIMessageChunk, BaseMessage
from langchain_core.runnables import Runnable

from agents.circuit_breaker import Gate
from agents.model_calls import ModelUsage, Outcome
from agents.model_ladder import Rung
from agents.model_reasons import OURS, TOO_LONG, reason_of, refusal, rest_seconds
from agents.model_usage import Counted, count
from app.core.ids import uuid7
from app.observability import metrics
from skills.schema import Tier


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds a model may say nothing: before its first piece, by tier, and between two."""

    first: Mapping[Tier, float] = field(
        default_factory=lambda: {"fast": 8.0, "balanced": 12.0, "deep": 30.0}
    )
    between: float = 10.0


TIMEOUTS: Final = Timeouts()
Model = Runnable[Any, AIMessage]


class Asking:
    """A call under way. After ``pieces`` ended ``outcome`` and ``usage()`` stand.

    ``outcome`` is ``answered`` as far as the wire tells; whoever reads the answer may change it to
    ``invalid`` or ``rejected`` before taking the usage.
    """

    STOPPED: ClassVar = "stopped"

    def __init__(self, rung: Rung, gate: Gate, prompt: str, *, whole_by_default: bool) -> None:
        self.text = ""
        self.message: AIMessageChunk | None = None
        self.outcome: Outcome = "failed"
        self.reason = ""
        self._rung, self._gate, self._prompt = rung, gate, prompt
        self._whole = whole_by_default
        self._began = time.monotonic()
        self._metadata: dict[str, Any] = {}
        self._first: float | None = None
        self._reached = False
        self._over = False

    async def pieces(
        self,
        model: Model,
        messages: list[BaseMessage],
        failures: tuple[type[Exception], ...],
        timeouts: Timeouts,
        now: Callable[[], datetime],
    ) -> AsyncGenerator[str, None]:
        """What the model says, in pieces; failures of the vendor end it and stand in ``reason``.

        The breaker hears of every ending, a call that we stop ourselves included.
        """
        self._began = time.monotonic()
        try:
            stream = model.astream(messages)
            async with aclosing(_timed(stream, self._rung.tier, timeouts)) as timed:
                async for chunk in timed:
                    if self._first is None:
                        self._first = time.monotonic()
                        await self._gate.began()
                    piece = self._take(chunk)
                    if piece:
                        yield piece
        except failures as error:
            await self._failed(error, now())
        else:
            await self._ended()
        finally:
            if not self._over:
                self._over = True
                self._reached, self.reason = True, self.STOPPED
                await self._gate.dropped()

    def _take(self, chunk: AIMessage) -> str:
        part = chunk if isinstance(chunk, AIMessageChunk) else AIMessageChunk(content=chunk.content)
        # Merged metadata would spell a finish that is said twice as one long word.
        self._metadata |= part.response_metadata
        self.message = part if self.message is None else self.message + part
        piece = str(part.text)
        self.text += piece
        return piece

    async def _failed(self, error: Exception, now: datetime) -> None:
        self._over = True
        self.reason = reason_of(error)
        self.outcome = "cut" if self.text else "failed"
        # Whoever hangs up has been heard, and may be asked to pay for it.
        self._reached = isinstance(error, TimeoutError) or self._first is not None
        if self.reason in OURS:
            await self._gate.answered()
            return
        await self._gate.failed(self.reason, rest_seconds(error, now))

    async def _ended(self) -> None:
        """The stream ended in good order; that need not mean that the answer is whole."""
        self._over = self._reached = True
        metadata = self._metadata
        finish = metadata.get("finish_reason")
        asks = bool(self.message and (self.message.tool_calls or self.message.invalid_tool_calls))
        if refusal(metadata):
            self.outcome, self.reason = "refused", str(finish or "blocked").lower()
        elif finish in TOO_LONG:
            self.outcome, self.reason = "cut", "too_long"
        elif asks or (self.text.strip() and (finish or self._whole)):
            self.outcome = "answered"
        else:
            self.outcome = "cut" if self.text.strip() else "failed"
            self.reason = "cut" if self.text.strip() else "empty"
            await self._gate.failed(self.reason)
            return
        await self._gate.answered()

    def usage(self) -> ModelUsage:
        """What the call used, whatever became of it."""
        ended = time.monotonic()
        counted = Counted()
        said = dict(self.message.usage_metadata or {}) if self.message else None
        if self._reached:
            most = self._rung.most_output_tokens
            counted = count(said or None, self._prompt, self._answer(), most)
        rung = self._rung
        metrics.model_called(rung.provider, rung.model, self.outcome, self._seconds())
        metrics.model_tokens(rung.provider, rung.model, counted.input_tokens, counted.output_tokens)
        return ModelUsage(
            call_id=str(uuid7()),
            provider=rung.provider,
            model=rung.model,
            tier=rung.tier,
            input_tokens=counted.input_tokens,
            cached_tokens=counted.cached_tokens,
            output_tokens=counted.output_tokens,
            latency_ms=_milliseconds(ended - self._began),
            first_token_ms=None if self._first is None else _milliseconds(self._seconds() or 0.0),
            outcome=self.outcome,
            reason=self.reason,
            estimated=counted.estimated,
        )

    def _answer(self) -> str:
        """All that the model said, wishes for tools included."""
        calls = self.message.tool_call_chunks if self.message else []
        return self.text + "".join(f"{call['name'] or ''}{call['args'] or ''}" for call in calls)

    def _seconds(self) -> float | None:
        """How long the first piece took; None when none came."""
        return None if self._first is None else self._first - self._began


def _milliseconds(seconds: float) -> int:
    return max(0, round(seconds * 1000))


async def _timed(
    pieces: AsyncIterator[AIMessage], tier: Tier, timeouts: Timeouts
) -> AsyncGenerator[AIMessage, None]:
    """The pieces, each within its time; the stream is closed however this ends."""
    seconds = timeouts.first.get(tier, timeouts.between)
    try:
        while True:
            try:
                async with asyncio.timeout(seconds):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            yield piece
            seconds = timeouts.between
    finally:
        close = getattr(pieces, "aclose", None)
        if close is not None:
            await close()
