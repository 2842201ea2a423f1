"""The only caller of models: tries the providers of the cascade in order and streams the answer.

Whatever goes wrong with one provider, the next one starts over; the offline composer stands last
and always finishes. Heavy clients are imported when they are first asked.
"""

import asyncio
from collections.abc import AsyncGenerator, AsyncIterator, Mapping
from contextlib import aclosing
from importlib import import_module
from typing import Final, Protocol, cast

from langchain_core.language_models.chat_models import BaseChatModel
from langchain_core.messages import AIMessageChunk

from agents.contact_tokens import ContactTokens
from agents.model_answer import split_answer
from agents.model_calls import (
    OFFLINE,
    ChoiceCall,
    ModelAnswer,
    ModelCall,
    ModelChunk,
    ModelDelta,
    ModelFailure,
    ModelReset,
)
from agents.providers.endpoint import is_loopback
from agents.providers.offline_composer import OfflineComposer
from app.core.config import Settings
from app.core.errors import ConfigurationError, OurBug
from skills.schema import Tier

COMPUTED: Final = "gst."
PROVIDERS: Final[Mapping[str, str]] = {
    "vertex": "agents.providers.vertex",
    "openai": "agents.providers.openai_compatible",
    "scripted": "agents.providers.scripted",
}
CHUNK_TIMEOUT_SECONDS: Final = 20.0  # a model that says nothing for this long is away

CHOICE_TIMEOUT_SECONDS: Final = 5.0  # she is waiting for a question she could have answered
LONGEST_CHOICE: Final = 400

# Tests switch this off at import: then only addresses on this machine may be called.
ALLOW_MODEL_CALLS = True


class Provider(Protocol):
    """A module of ``agents.providers`` that talks to a network."""

    def create(self, settings: Settings, tier: Tier) -> BaseChatModel:
        """The chat model of a tier."""
        ...

    def is_configured(self, settings: Settings) -> bool:
        """Whether the settings name it."""
        ...

    def endpoint(self, settings: Settings) -> str | None:
        """Where its calls go."""
        ...

    def failures(self) -> tuple[type[Exception], ...]:
        """What its calls raise when it does not deliver."""
        ...


def _provider(name: str) -> Provider:
    return cast(Provider, import_module(PROVIDERS[name]))


def cascade_of(settings: Settings) -> tuple[str, ...]:
    """The providers in the order they are tried, always ending in offline.

    Raises:
        ConfigurationError: ``MODEL_CASCADE`` names a provider that does not exist.
    """
    named = settings.model_cascade or tuple(
        name for name in PROVIDERS if _provider(name).is_configured(settings)
    )
    unknown = [name for name in named if name not in PROVIDERS and name != OFFLINE]
    if unknown:
        raise ConfigurationError(
            "unknown_provider",
            params={"settings": "MODEL_CASCADE", "provider": unknown[0]},
            detail=f"MODEL_CASCADE names {unknown[0]}; use {', '.join([*PROVIDERS, OFFLINE])}",
        )
    return (*(name for name in dict.fromkeys(named) if name != OFFLINE), OFFLINE)


class ModelClient:
    """Calls models for one process; chat models are made once a tier and kept."""

    def __init__(
        self, settings: Settings, models: Mapping[str, BaseChatModel] | None = None
    ) -> None:
        """``models`` replace providers by name (tests, demonstrations)."""
        self._settings = settings
        self._given = dict(models or {})
        self._made: dict[tuple[str, Tier], BaseChatModel] = {}
        self._offline = OfflineComposer()
        self.cascade = cascade_of(settings)

    def network_first(self, tier: Tier) -> bool:
        """Whether a call of this tier may leave the machine, so that state must be saved first."""
        return tier != "none" and self.cascade[0] != OFFLINE

    async def stream(self, call: ModelCall) -> AsyncIterator[ModelChunk]:
        """The answer in pieces, then whole. Failures come in between and never as exceptions."""
        names = (OFFLINE,) if call.tier == "none" else self.cascade
        shown = False
        for name in names:
            if shown:
                yield ModelReset(name)
                shown = False
            if name == OFFLINE:
                async for chunk in self._compose(call):
                    yield chunk
                return
            failed: str | None = None
            try:
                async for chunk in self._ask(name, call):
                    shown = shown or isinstance(chunk, ModelDelta)
                    yield chunk
                    if isinstance(chunk, ModelAnswer):
                        return
                failed = "empty"
            except TimeoutError:
                failed = "timeout"
            except _CutShort:
                failed = "cut"
            except _provider(name).failures() as error:
                failed = _reason(error)
            yield ModelFailure(name, failed)

    async def choose(self, call: ChoiceCall) -> AsyncIterator[ModelFailure | ModelAnswer]:
        """The first words of one network provider's answer, or why there are none; one call."""
        name = next((name for name in self.cascade if name != OFFLINE), None)
        if name is None:
            return
        text = ""
        pieces = self._model(name, call.tier).astream(
            list(call.messages(ContactTokens(call.foundation)))
        )
        try:
            async with asyncio.timeout(CHOICE_TIMEOUT_SECONDS):
                async with aclosing(_timed(pieces)) as timed:
                    async for chunk in timed:
                        text += chunk.text if isinstance(chunk.text, str) else str(chunk.content)
                        if len(text) > LONGEST_CHOICE:
                            break
        except TimeoutError:
            yield ModelFailure(name, "timeout")
        except _provider(name).failures() as error:
            yield ModelFailure(name, _reason(error))
        else:
            yield ModelAnswer(name, text)

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

    async def _ask(self, name: str, call: ModelCall) -> AsyncIterator[ModelChunk]:
        tokens = ContactTokens(call.composition.foundation)
        restorer = tokens.restorer()
        model = self._model(name, call.tier)
        text, finished = "", name in self._given
        pieces = model.astream(list(call.messages(tokens)))
        async for chunk in _timed(pieces):
            piece = chunk.text if isinstance(chunk.text, str) else str(chunk.content)
            text += piece
            finished = finished or bool(chunk.response_metadata.get("finish_reason"))
            visible = restorer.feed(piece)
            if visible and not _is_structured(text):
                yield ModelDelta(visible)
        rest = restorer.rest()
        if rest and not _is_structured(text):
            yield ModelDelta(rest)
        if text and not finished:
            raise _CutShort
        answer, extras = split_answer(tokens.restore(text), call.composition.skill)
        if answer:
            yield ModelAnswer(name, answer, extras)

    def _model(self, name: str, tier: Tier) -> BaseChatModel:
        if name in self._given:
            return self._given[name]
        provider = _provider(name)
        if not ALLOW_MODEL_CALLS and not is_loopback(provider.endpoint(self._settings)):
            raise OurBug(
                "model_calls_off",
                detail=f"a test would call {name}; point its base URL at this machine",
            )
        key = (name, tier)
        if key not in self._made:
            self._made[key] = provider.create(self._settings, tier)
        return self._made[key]


class _CutShort(Exception):
    """The stream ended in good order, but the vendor never said that the answer was whole."""


def _is_structured(text: str) -> bool:
    """JSON is not shown while it grows: she would read brackets."""
    return text.lstrip()[:1] in ("{", "`")


async def _timed(
    pieces: AsyncIterator[AIMessageChunk],
) -> AsyncGenerator[AIMessageChunk, None]:
    """The pieces, each within the timeout; the stream is closed however this ends."""
    try:
        while True:
            try:
                async with asyncio.timeout(CHUNK_TIMEOUT_SECONDS):
                    piece = await anext(pieces)
            except StopAsyncIteration:
                return
            yield piece
    finally:
        close = getattr(pieces, "aclose", None)
        if close is not None:
            await close()


def _reason(error: BaseException) -> str:
    """One word for an error: the HTTP status behind it where there is one, else its kind."""
    cause: BaseException | None = error
    while cause is not None:
        for name in ("status_code", "code"):
            status = getattr(cause, name, None)
            if isinstance(status, int):
                return f"http_{status}"
        cause = cause.__cause__
    return type(error).__name__
