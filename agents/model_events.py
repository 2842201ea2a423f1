"""What happens between us and a model: called, away, asked again, left alone for a while."""

from typing import Final, Literal

from agents.event_base import Event
from app.core.event_names import EventName

BUDGET: Final = "budget"
"""The reason where money, not the model, is what is missing."""


class ModelFailed(Event):
    """A provider did not deliver; the next one goes on."""

    name = EventName.MODEL_FAILED
    provider: str
    reason: str


class ModelRetried(Event):
    """The same provider is asked once more."""

    name = EventName.MODEL_RETRIED
    provider: str
    reason: str = ""


class ModelCalled(Event):
    """One network call ended, answered or not: what it used and what it costs.

    ``tier`` is the tier that was asked and ``wanted`` the one the skill names; cached tokens are
    part of the input ones. ``estimated``: the vendor's numbers were missing or could not be right.
    """

    name = EventName.MODEL_CALLED
    call_id: str
    provider: str
    model: str
    tier: str
    wanted: str = ""
    skill: str
    skill_hash: str
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    paise: int
    latency_ms: int
    first_token_ms: int | None = None
    outcome: Literal["answered", "failed", "cut", "refused", "invalid", "rejected"]
    reason: str = ""
    estimated: bool = False


class _Breaker(Event):
    provider: str
    model: str
    reason: str = ""


class BreakerOpened(_Breaker):
    """A model failed too often: it is left alone for a while, by every process."""

    name = EventName.BREAKER_OPENED


class BreakerClosed(_Breaker):
    """A model that was left alone answered again."""

    name = EventName.BREAKER_CLOSED
