"""What is asked of models and what comes back: plain values, known to everybody around the client.

Numbers are integers: tokens, milliseconds, characters. What a call costs is worked out by whoever
holds the prices; nothing here knows money.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, Literal

from langchain_core.messages import AIMessage, BaseMessage

from agents.contact_tokens import ContactTokens
from skills.composition import Composition
from skills.schema import Tier

OFFLINE: Final = "offline"

Outcome = Literal["answered", "failed", "cut", "refused", "invalid", "rejected"]
"""How a network call ended: an answer that is kept, no answer, half of one, a vendor that would not
write it, one that does not fit the skill's outputs, one that the checks did not let pass."""

Spend = Callable[[str, str, int, int], bool]
"""(provider, model, characters of the prompt, most tokens it may answer) -> whether it may cost."""


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """What one network call used, answered or not. Cached tokens are part of the input ones.

    ``estimated``: the vendor's numbers were missing or could not be right.
    """

    call_id: str
    provider: str
    model: str
    tier: Tier
    input_tokens: int
    cached_tokens: int
    output_tokens: int
    latency_ms: int
    first_token_ms: int | None
    outcome: Outcome
    reason: str = ""
    estimated: bool = False


def spend_freely(provider: str, model: str, prompt_chars: int, most_output_tokens: int) -> bool:  # noqa: ARG001
    """No limit: for calls that nobody pays for."""
    return True


def keep_any(text: str, extras: Mapping[str, Any]) -> bool:  # noqa: ARG001
    """No checks: whatever a model of any tier wrote is kept."""
    return True


@dataclass(frozen=True, slots=True)
class ToolSpec:
    """A tool a model may ask for.

    ``description`` reaches the model: it comes from a skill or ``skills/system``, never from a
    literal. ``parameters`` is a JSON schema of type object.
    """

    name: str
    description: str
    parameters: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolAsk:
    """A model wants a tool run; ``id`` is the vendor's, or made up where it gives none."""

    id: str
    name: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ToolAnswer:
    """What came of an ask of the same ``id``; ``content`` is what the model reads."""

    id: str
    name: str
    content: str
    failed: bool = False


@dataclass(frozen=True, slots=True)
class Exchange:
    """One round: what a model asked for and what it was told, answers in the order of the asks.

    ``message`` is ``ModelWantsTools.message`` handed back: some vendors want their own words again.
    """

    provider: str
    asks: tuple[ToolAsk, ...]
    answers: tuple[ToolAnswer, ...]
    message: AIMessage | None = None


@dataclass(frozen=True, slots=True)
class ModelCall:
    """One draft to be written. ``messages`` is only called when a network model is asked.

    ``keeps`` are the deterministic checks: an answer of a cheaper model than the skill's tier names
    is kept only when it passes. ``may_spend`` is asked before every network call, and what it lets
    through is made.
    """

    composition: Composition
    tier: Tier
    messages: Callable[[ContactTokens], Sequence[BaseMessage]]
    tools: tuple[ToolSpec, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    keeps: Callable[[str, Mapping[str, Any]], bool] = keep_any
    may_spend: Spend = spend_freely


@dataclass(frozen=True, slots=True)
class ChoiceCall:
    """A short typed answer is wanted. ``foundation`` holds what must not leave the machine."""

    foundation: Mapping[str, Any]
    tier: Tier
    messages: Callable[[ContactTokens], Sequence[BaseMessage]]
    may_spend: Spend = spend_freely


@dataclass(frozen=True, slots=True)
class ModelDelta:
    """The next piece of text, contacts restored."""

    text: str


@dataclass(frozen=True, slots=True)
class ModelReset:
    """Forget the pieces so far; ``provider`` starts over."""

    provider: str


@dataclass(frozen=True, slots=True)
class ModelFailure:
    """A provider did not deliver; ``reason`` is one word for the log and the event."""

    provider: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelRetry:
    """The same provider is asked once more, told what was wrong with its answer."""

    provider: str
    reason: str


@dataclass(frozen=True, slots=True)
class ModelUsed:
    """A network call ended. Comes exactly once a call, whatever became of it."""

    usage: ModelUsage


@dataclass(frozen=True, slots=True)
class BreakerMoved:
    """This call opened or closed the circuit breaker of a model."""

    provider: str
    model: str
    to: Literal["opened", "closed"]
    reason: str


@dataclass(frozen=True, slots=True)
class ModelWantsTools:
    """The stream's end: run these and call again with the exchange appended."""

    provider: str
    calls: tuple[ToolAsk, ...]
    message: AIMessage | None = None


@dataclass(frozen=True, slots=True)
class ModelAnswer:
    """The whole answer.

    ``extras`` are the skill's other outputs; ``computed`` the figures a service worked out on the
    way, as (what, phrase).
    """

    provider: str
    text: str
    extras: dict[str, Any] = field(default_factory=dict)
    computed: tuple[tuple[str, str], ...] = ()


ModelChunk = (
    ModelDelta
    | ModelReset
    | ModelFailure
    | ModelRetry
    | ModelUsed
    | BreakerMoved
    | ModelWantsTools
    | ModelAnswer
)
