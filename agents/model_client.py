"""The only caller of models: tries them in the order of the ladder and streams the answer.

Whatever goes wrong with one, the next starts over; the offline composer stands last and always
finishes. A model that is known to be sick is left alone (``circuit_breaker``). Heavy clients are
imported when they are first asked.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from dataclasses import replace
from typing import Final

from langchain_core.language_models.chat_models import BaseChatModel

from agents.circuit_breaker import CircuitBreakers
from agents.contact_tokens import ContactTokens
from agents.model_asking import TIMEOUTS, Asking, Timeouts
from agents.model_calls import (
    OFFLINE,
    BreakerMoved,
    ChoiceCall,
    ModelAnswer,
    ModelCall,
    ModelChunk,
    ModelDelta,
    ModelFailure,
    ModelReset,
    ModelUsed,
    ModelWantsTools,
)
from agents.model_ladder import CHOICE_TOKENS, Rung, cascade_of, ladder, provider_named
from agents.model_messages import characters
from agents.model_trial import Line, Trial
from agents.providers.endpoint import is_loopback
from agents.providers.offline_composer import OfflineComposer
from app.core.clock import Clock, SystemClock
from app.core.config import Settings
from app.core.errors import OurBug
from skills.schema import Tier

COMPUTED: Final = "gst."
CHOICE_TIMEOUT_SECONDS: Final = 5.0  # she is waiting for a question she could have answered
LONGEST_CHOICE: Final = 400
HANGS: Final = "timeout"

# Tests switch this off at import: then only addresses on this machine may be called.
ALLOW_MODEL_CALLS = True

ChoiceChunk = ModelFailure | ModelUsed | BreakerMoved | ModelAnswer


class ModelClient:
    """Calls models for one process; chat models are made once a tier and kept."""

    def __init__(
        self,
        settings: Settings,
        models: Mapping[str, BaseChatModel] | None = None,
        *,
        breakers: CircuitBreakers | None = None,
        clock: Clock | None = None,
        timeouts: Timeouts = TIMEOUTS,
    ) -> None:
        """``models`` replace providers by name (tests, demonstrations).

        Without ``breakers`` those of this process alone hold.
        """
        self._settings = settings
        self._given = dict(models or {})
        self._made: dict[tuple[str, Tier, int], BaseChatModel] = {}
        self._offline = OfflineComposer()
        self._clock = clock or SystemClock()
        self._breakers = breakers or CircuitBreakers(clock=self._clock)
        self._timeouts = timeouts
        self.cascade = cascade_of(settings)

    def network_first(self, tier: Tier) -> bool:
        """Whether a call of this tier may leave the machine, so that state must be saved first."""
        return tier != "none" and self.cascade[0] != OFFLINE

    def rungs(self, tier: Tier, *, climbs: bool = True) -> list[Rung]:
        """The network models a call of this tier tries, in their order."""
        return ladder(self._settings, self.cascade, tier, climbs=climbs)

    async def stream(self, call: ModelCall) -> AsyncGenerator[ModelChunk, None]:
        """The answer in pieces, then whole; or what tools the model wants run.

        Failures come in between and never as exceptions; every network call is followed by one
        ``ModelUsed``.
        """
        shown, hangs = False, ""
        for rung in self.rungs(call.tier, climbs=not call.composition.findings):
            if rung.provider == hangs:
                continue  # its other models hang as well, and she has waited for one
            if shown:
                shown = False
                yield ModelReset(rung.provider)
            async with aclosing(Trial(self._line(rung), call).chunks()) as chunks:
                async for chunk in chunks:
                    yield chunk
                    match chunk:
                        case ModelAnswer() | ModelWantsTools():
                            return
                        case ModelDelta() | ModelReset():
                            shown = isinstance(chunk, ModelDelta)
                        case ModelFailure(provider, reason) if reason == HANGS:
                            hangs = provider
        if shown:
            yield ModelReset(OFFLINE)
        async for chunk in self._compose(call):
            yield chunk

    async def choose(self, call: ChoiceCall) -> AsyncIterator[ChoiceChunk]:
        """The first words of one network provider's answer, or why there are none; one call."""
        first = next(iter(self.rungs(call.tier)), None)
        if first is None:
            return
        rung = replace(first, most_output_tokens=CHOICE_TOKENS)
        line = self._line(rung)
        gate = line.gate()
        messages = list(call.messages(ContactTokens(call.foundation)))
        prompt = characters(messages, ())
        if refused := await line.refused(gate, prompt, call.may_spend):
            yield ModelFailure(rung.provider, refused)
            return
        asking = line.asking(gate, prompt)
        pieces = asking.pieces(line.model, messages, line.failures, line.timeouts, line.now)
        try:
            async with asyncio.timeout(CHOICE_TIMEOUT_SECONDS), aclosing(pieces):
                async for _ in pieces:
                    if len(asking.text) > LONGEST_CHOICE:
                        break
        except TimeoutError:
            asking.reason = HANGS
        if asking.reason == Asking.STOPPED:
            asking.outcome = "answered"  # by us, who had read enough
        yield ModelUsed(asking.usage())
        for moved in gate.moves:
            yield moved
        if asking.outcome == "answered":
            yield ModelAnswer(rung.provider, asking.text)
        else:
            yield ModelFailure(rung.provider, asking.reason)

    async def _compose(self, call: ModelCall) -> AsyncIterator[ModelChunk]:
        computed: tuple[tuple[str, str], ...] = ()
        async for (piece, last), composed in self._offline.pieces(call.composition):
            if piece:
                yield ModelDelta(piece)
            if last:
                computed = tuple(
                    (str(source["field"]), str(source["phrase"]))
                    for source in composed.sources
                    if str(source["field"]).startswith(COMPUTED)
                )
                yield ModelAnswer(OFFLINE, composed.text, dict(composed.extras), computed)

    def _line(self, rung: Rung) -> Line:
        failures: tuple[type[Exception], ...] = provider_named(rung.provider).failures()
        return Line(
            rung,
            self._model(rung),
            (TimeoutError, *failures),
            self._timeouts,
            self._clock.now,
            lambda: self._breakers.gate(rung.provider, rung.model),
            whole=rung.provider in self._given,
        )

    def _model(self, rung: Rung) -> BaseChatModel:
        if rung.provider in self._given:
            return self._given[rung.provider]
        provider = provider_named(rung.provider)
        if not ALLOW_MODEL_CALLS and not is_loopback(provider.endpoint(self._settings)):
            raise OurBug(
                "model_calls_off",
                detail=f"a test would call {rung.provider}; point its base URL at this machine",
            )
        key = (rung.provider, rung.tier, rung.most_output_tokens)
        if key not in self._made:
            self._made[key] = provider.create(self._settings, rung.tier, rung.most_output_tokens)
        return self._made[key]
