"""What happens in a turn, as typed values: the one stream that storage, chat and API all read.

Every event names its turn and conversation. Stored events become rows of the event store through
``to_new_event``; transient ones (text on its way) are only fanned out to whoever is watching.
Replaying a turn is reading the events with its ``turn_id`` by position and calling ``from_stored``.
"""

from collections.abc import Mapping
from typing import Any, ClassVar, Final, Literal, Protocol
from uuid import UUID

from pydantic import Field

from agents.cache_events import CacheHit, CacheMissed
from agents.draft_events import (
    ApprovalDecided,
    ApprovalRequested,
    ApprovalWithdrawn,
    DraftCriticised,
    DraftDelta,
    DraftReset,
    DraftSelected,
    DraftWritten,
)
from agents.event_base import (
    ENDINGS,
    ApprovalMode,
    Event,
    FactRecord,
    FindingRecord,
    Severity,
    SourceRecord,
    StreamKind,
)
from agents.model_events import (
    BreakerClosed,
    BreakerOpened,
    ModelCalled,
    ModelFailed,
    ModelRetried,
)
from agents.plan_events import PlanMade, PlanStep
from agents.tool_events import SkillChanged, ToolCalled, ToolRefused
from app.core.event_names import EventName


class _QuestionEvent(Event):
    stream_kind: ClassVar[StreamKind] = "question"
    question_id: UUID


class MessageReceived(Event):
    """Her message is in. ``request`` is all that is needed to run the turn again."""

    name = EventName.MESSAGE_RECEIVED
    text: str
    client_message_id: str
    source: str
    user_id: UUID
    request: dict[str, Any]


class MessageUnderstood(Event):
    """Language, intent and slots of the message."""

    name = EventName.MESSAGE_UNDERSTOOD
    language: str
    confidence: float
    slots: dict[str, Any]
    intent: str


class RouteChosen(Event):
    """Which skill serves the turn, or the step of its plan, and what else was likely."""

    name = EventName.ROUTE_CHOSEN
    skill: str
    skill_version: int
    skill_hash: str
    title_key: str | None = None
    confidence: float
    alternatives: list[tuple[str, float]] = Field(default_factory=list)


class QuestionAsked(_QuestionEvent):
    """The turn waits for this fact. ``again``: asked before, returns after an interruption."""

    name = EventName.QUESTION_ASKED
    field: str
    position: int
    total: int
    chips: list[tuple[str, str]] = Field(default_factory=list)
    question: str = ""
    why: str = ""
    again: bool = False


class QuestionAnswered(_QuestionEvent):
    """She answered. ``said`` is what she typed or the label she tapped: shown as her message."""

    name = EventName.QUESTION_ANSWERED
    field: str
    value: Any
    said: str
    client_message_id: str | None = None


class QuestionSkipped(_QuestionEvent):
    """She did not want to answer; the draft is written without the fact."""

    name = EventName.QUESTION_SKIPPED
    field: str
    said: str | None = None
    client_message_id: str | None = None


class QuestionWithdrawn(_QuestionEvent):
    """The question is no longer open: another one, or another turn, took its place."""

    name = EventName.QUESTION_WITHDRAWN


class CostQuoted(Event):
    """The price range in paise, before anything is paid, with what the turn cost so far.

    It will not cost more than ``ceiling_paise``, which is set aside. ``prompt_chars`` is the size
    of the prompt that was priced.
    """

    name = EventName.COST_QUOTED
    low_paise: int
    high_paise: int
    ceiling_paise: int = 0
    prompt_chars: int = 0


class ContextPacked(Event):
    """The facts and rules the writer was given."""

    name = EventName.CONTEXT_PACKED
    facts: list[FactRecord]
    rules: list[str]


class ReplySent(Event):
    """We say something that is not a draft, already in the talk language.

    ``choices`` are tappable rows. With ``question_id`` the line belongs to that open question
    (an answer that does not fit, ``said`` being the answer, ``suggestion`` the likely correction).
    ``kind``: ``reply``, ``noted``, ``problem``, ``choose`` (not understood), ``notice``,
    ``changed`` (what a follow-up changed), ``summary`` (what is known), ``plans`` (her plan),
    ``usage`` (what she used, of the month in ``params``), ``calendar`` (the festivals ahead),
    ``shops`` (her businesses).
    """

    name = EventName.REPLY_SENT
    key: str | None
    params: dict[str, Any] = Field(default_factory=dict)
    text: str
    level: Literal["plain", "info", "bad"] = "plain"
    choices: list[tuple[str, str]] = Field(default_factory=list)
    kind: Literal[
        "reply", "noted", "problem", "choose", "notice", "changed", "summary", "plans", "usage",
        "calendar", "shops",
    ] = "reply"  # fmt: skip
    question_id: UUID | None = None
    said: str | None = None
    suggestion: str | None = None
    client_message_id: str | None = None


class TurnSettled(Event):
    """The turn is over, or waits for an answer."""

    name = EventName.TURN_SETTLED
    status: Literal["done", "waiting"]
    actual_paise: int
    ms: int


class TurnCancelled(Event):
    """She stopped the turn; nothing follows."""

    name = EventName.TURN_CANCELLED
    by: str


class TurnFailed(Event):
    """The turn could not be finished; ``code`` is that of the error."""

    name = EventName.TURN_FAILED
    code: str
    params: dict[str, Any] = Field(default_factory=dict)


class TurnResumed(Event):
    """The turn runs again after a crash, a failure or a stop."""

    name = EventName.TURN_RESUMED
    attempt: int


def _concrete(cls: type[Event]) -> list[type[Event]]:
    found = [cls] if "name" in vars(cls) else []
    for child in cls.__subclasses__():
        found.extend(_concrete(child))
    return found


EVENT_TYPES: Final[Mapping[EventName, type[Event]]] = {
    cls.name: cls for cls in _concrete(Event) if cls is not Event
}


class Stored(Protocol):
    """What the event store hands back."""

    @property
    def name(self) -> EventName: ...
    @property
    def payload(self) -> Mapping[str, Any] | None: ...
    @property
    def turn_id(self) -> UUID | None: ...
    @property
    def conversation_id(self) -> UUID | None: ...


def from_stored(stored: Stored) -> Event:
    """The typed event of a stored row that was not erased."""
    return EVENT_TYPES[EventName(stored.name)].model_validate(
        {
            **(stored.payload or {}),
            "turn_id": stored.turn_id,
            "conversation_id": stored.conversation_id,
        }
    )


__all__ = [
    "ENDINGS",
    "EVENT_TYPES",
    "ApprovalDecided",
    "ApprovalMode",
    "ApprovalRequested",
    "ApprovalWithdrawn",
    "BreakerClosed",
    "BreakerOpened",
    "CacheHit",
    "CacheMissed",
    "ContextPacked",
    "CostQuoted",
    "DraftCriticised",
    "DraftDelta",
    "DraftReset",
    "DraftSelected",
    "DraftWritten",
    "Event",
    "FactRecord",
    "FindingRecord",
    "MessageReceived",
    "MessageUnderstood",
    "ModelCalled",
    "ModelFailed",
    "ModelRetried",
    "PlanMade",
    "PlanStep",
    "QuestionAnswered",
    "QuestionAsked",
    "QuestionSkipped",
    "QuestionWithdrawn",
    "ReplySent",
    "RouteChosen",
    "Severity",
    "SkillChanged",
    "SourceRecord",
    "ToolCalled",
    "ToolRefused",
    "TurnCancelled",
    "TurnFailed",
    "TurnResumed",
    "TurnSettled",
    "from_stored",
]
