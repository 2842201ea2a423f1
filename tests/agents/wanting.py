"""A model client that asks for tools once, and then writes as the composer does."""

from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from typing import Any

from agents.model_calls import Exchange, ModelCall, ModelChunk, ModelWantsTools, ToolAsk
from agents.model_client import ModelClient


@dataclass
class Wanting:
    """In the place of the turn's model client; what it was told stands in ``exchanges``."""

    real: ModelClient
    asks: tuple[ToolAsk, ...]
    exchanges: tuple[Exchange, ...] = ()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)

    async def stream(self, call: ModelCall) -> AsyncIterator[ModelChunk]:
        """A wish for tools where some are offered and nothing was told yet, else a draft."""
        if "use_skill" in {spec.name for spec in call.tools} and not call.exchanges:
            yield ModelWantsTools("fake", self.asks)
            return
        self.exchanges = call.exchanges or self.exchanges
        async for chunk in self.real.stream(replace(call, tier="none")):
            yield chunk
