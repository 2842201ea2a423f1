"""Which models are tried for a call, and in which order: providers by cascade, tiers by price.

A skill names the tier it may need. The cheaper tiers are tried before it, and their answer is kept
when it passes the checks; what the named tier writes is kept in any case.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from typing import Final, Protocol, cast

from langchain_core.language_models.chat_models import BaseChatModel

from agents.model_calls import OFFLINE
from app.core.config import Settings
from app.core.errors import ConfigurationError
from skills.schema import Tier

PROVIDERS: Final[Mapping[str, str]] = {
    "vertex": "agents.providers.vertex",
    "openai": "agents.providers.openai_compatible",
    "scripted": "agents.providers.scripted",
}
TIERS: Final[tuple[Tier, ...]] = ("fast", "balanced", "deep")
"""Cheapest first."""

MOST_OUTPUT_TOKENS: Final[Mapping[Tier, int]] = {"fast": 2048, "balanced": 2048, "deep": 8192}
"""What a model is told to stop at: thinking included, and far above what any skill writes."""

CHOICE_TOKENS: Final = 400
"""What it is told to stop at where only a short typed answer is wanted."""


class Provider(Protocol):
    """A module of ``agents.providers`` that talks to a network."""

    def create(self, settings: Settings, tier: Tier, most_output_tokens: int) -> BaseChatModel:
        """The chat model of a tier."""
        ...

    def model_name(self, settings: Settings, tier: Tier) -> str:
        """What the vendor calls the model that serves a tier."""
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


@dataclass(frozen=True, slots=True)
class Rung:
    """One model to be tried. ``gated``: its answer is kept only when it passes the checks."""

    provider: str
    model: str
    tier: Tier
    gated: bool = False
    most_output_tokens: int = CHOICE_TOKENS


def provider_named(name: str) -> Provider:
    """The module of that provider; its heavy client is imported only when a model is made."""
    return cast(Provider, import_module(PROVIDERS[name]))


def cascade_of(settings: Settings) -> tuple[str, ...]:
    """The providers in the order they are tried, always ending in offline.

    Raises:
        ConfigurationError: ``MODEL_CASCADE`` names a provider that does not exist.
    """
    named = settings.model_cascade or tuple(
        name for name in PROVIDERS if provider_named(name).is_configured(settings)
    )
    unknown = [name for name in named if name not in PROVIDERS and name != OFFLINE]
    if unknown:
        raise ConfigurationError(
            "unknown_provider",
            params={"settings": "MODEL_CASCADE", "provider": unknown[0]},
            detail=f"MODEL_CASCADE names {unknown[0]}; use {', '.join([*PROVIDERS, OFFLINE])}",
        )
    return (*(name for name in dict.fromkeys(named) if name != OFFLINE), OFFLINE)


def ladder(
    settings: Settings, cascade: tuple[str, ...], wanted: Tier, *, climbs: bool = True
) -> list[Rung]:
    """The network models for a call of tier ``wanted``, in their order; none for tier none.

    Without ``climbs`` only the wanted tier is tried: a draft that is mended needs no cheaper start.
    """
    if wanted not in TIERS:
        return []
    tiers = TIERS[: TIERS.index(wanted) + 1] if climbs else (wanted,)
    rungs = []
    for name in cascade:
        if name == OFFLINE:
            continue
        provider = provider_named(name)
        best = provider.model_name(settings, wanted)
        models = {provider.model_name(settings, tier): tier for tier in reversed(tiers)}
        rungs += [
            Rung(
                name,
                model,
                wanted if model == best else tier,
                gated=model != best,
                most_output_tokens=MOST_OUTPUT_TOKENS[wanted if model == best else tier],
            )
            for model, tier in reversed(models.items())
        ]
    return rungs
