"""One model tried for a call: asked, and asked once more when its answer does not fit the skill."""

from collections.abc import AsyncGenerator, Callable, Iterator, Sequence
from contextlib import aclosing
from dataclasses import dataclass
from datetime import datetime

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessage, BaseMessage

from agents.circuit_breaker import Gate
from agents.contact_tokens import ContactTokens
from agents.model_answer import Growing, parse_answer
from agents.model_asking import Asking, Timeouts
from agents.model_calls import (
    ModelAnswer,
    ModelCall,
    ModelChunk,
    ModelDelta,
    ModelFailure,
    ModelReset,
    ModelRetry,
    ModelUsed,
    ModelWantsTools,
    Spend,
)
from agents.model_events import BUDGET
from agents.model_ladder import Rung
from agents.model_messages import asks_of, characters, messages_of, repair_of, with_tools

OPEN = "open"
INVALID = "invalid"


@dataclass(frozen=True, slots=True)
class Line:
    """How one model is reached. ``whole``: it never says that it finished (a script)."""

    rung: Rung
    model: BaseChatModel
    failures: tuple[type[Exception], ...]
    timeouts: Timeouts
    now: Callable[[], datetime]
    gate: Callable[[], Gate]
    whole: bool = False

    def asking(self, gate: Gate, prompt: str) -> Asking:
        """A call about to be made."""
        return Asking(self.rung, gate, prompt, whole_by_default=self.whole)

    async def refused(self, gate: Gate, prompt: str, may_spend: Spend) -> str | None:
        """Why the call may not be made; None when it may, and then it must be made."""
        rung = self.rung
        if not await gate.enter():
            return OPEN
        if may_spend(rung.provider, rung.model, len(prompt), rung.most_output_tokens):
            return None
        await gate.withdraw()
        return BUDGET


class Trial:
    """What one model makes of a call. The last chunk is the answer, a wish for tools, or none."""

    def __init__(self, line: Line, call: ModelCall) -> None:
        self._line, self._call = line, call
        self._provider = line.rung.provider
        self._tokens = ContactTokens(call.composition.foundation)
        self._problems: tuple[str, ...] = ()
        self._answer = ""
        self._shown = False

    async def chunks(self) -> AsyncGenerator[ModelChunk, None]:
        """The answer's pieces and its end; a repaired one starts over after a reset."""
        messages = messages_of(self._call, self._provider, self._tokens)
        async with aclosing(self._once(messages, last=False)) as first:
            async for chunk in first:
                yield chunk
        if not self._problems:
            return
        yield ModelRetry(self._provider, INVALID)
        again = repair_of(messages, self._answer, self._problems)
        async with aclosing(self._once(again, last=True)) as second:
            async for chunk in second:
                yield chunk

    async def _once(
        self, messages: Sequence[BaseMessage], *, last: bool
    ) -> AsyncGenerator[ModelChunk, None]:
        line, call = self._line, self._call
        prompt = characters(messages, call.tools)
        gate = line.gate()
        if refused := await line.refused(gate, prompt, call.may_spend):
            for moved in gate.moves:
                yield moved
            yield ModelFailure(self._provider, refused)
            return
        asking = line.asking(gate, prompt)
        async with aclosing(self._said(asking, messages)) as said:
            async for delta in said:
                yield delta
        for chunk in self._ending(asking, gate, last=last):
            yield chunk

    async def _said(
        self, asking: Asking, messages: Sequence[BaseMessage]
    ) -> AsyncGenerator[ModelDelta, None]:
        """What can be shown, as it comes."""
        line = self._line
        model = with_tools(line.model, self._call.tools)
        restorer, growing = self._tokens.restorer(), Growing()
        pieces = asking.pieces(model, list(messages), line.failures, line.timeouts, line.now)
        async with aclosing(pieces):
            async for piece in pieces:
                if visible := restorer.feed(growing.feed(piece)):
                    self._shown = True
                    yield ModelDelta(visible)
        if asking.outcome == "answered" and (rest := restorer.rest()):
            self._shown = True
            yield ModelDelta(rest)

    def _ending(self, asking: Asking, gate: Gate, *, last: bool) -> Iterator[ModelChunk]:
        ending = self._verdict(asking, last=last)
        yield ModelUsed(asking.usage())
        yield from gate.moves
        starts_over = isinstance(ending, ModelWantsTools) or bool(self._problems)
        if self._shown and starts_over:
            self._shown = False
            yield ModelReset(self._provider)
        if ending is not None:
            yield ending

    def _verdict(
        self, asking: Asking, *, last: bool
    ) -> ModelAnswer | ModelFailure | ModelWantsTools | None:
        """What the call comes to; None when the same model, or a better one, is asked next."""
        self._problems = ()
        message = asking.message
        if asking.outcome != "answered" or message is None:
            return ModelFailure(self._provider, asking.reason)
        if message.invalid_tool_calls:
            return self._invalid(asking, "tools")
        if message.tool_calls:
            plain = AIMessage(
                content=message.content,
                additional_kwargs=message.additional_kwargs,
                tool_calls=message.tool_calls,
            )
            return ModelWantsTools(self._provider, asks_of(message, self._tokens), plain)
        skill = self._call.composition.skill
        parsed = parse_answer(self._tokens.restore(asking.text), skill)
        if parsed.problems and last:
            return self._invalid(asking, parsed.problems[0])
        if parsed.problems:
            self._invalid(asking, parsed.problems[0])
            self._problems, self._answer = parsed.problems, asking.text
            return None
        if self._line.rung.gated and not self._call.keeps(parsed.text, parsed.extras):
            asking.outcome, asking.reason = "rejected", "checks"
            return None
        return ModelAnswer(self._provider, parsed.text, parsed.extras)

    def _invalid(self, asking: Asking, problem: str) -> ModelFailure:
        asking.outcome, asking.reason = "invalid", problem.partition(":")[0]
        return ModelFailure(self._provider, INVALID)
