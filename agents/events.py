"""What happens in a turn, as typed values: the one stream that storage, chat and API all read.

Every event names its turn and conversation. Stored events become rows of the event store through
``to_new_event``; transient ones (text on its way) are only fanned out to whoever is watching.
Replaying a turn is reading the events with its ``turn_id`` by position and calling ``from_stored``.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, ClassVar, Final, Literal, Protocol
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from app.core.event_names import EventName
from app.core.event_store import NewEvent

Severity = Literal["ok", "fixed", "look", "stop"]
ApprovalMode = Literal["pending", "auto", "none"]
StreamKind = Literal["turn", "question", "draft"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FindingRecord(_Frozen):
    """What one check found. ``key`` is a sentence of the ``agents`` catalog, ``params`` fill it."""

    check: str
    passed: bool
    severity: Severity
    key: str | None = None
    params: dict[str, Any] = {}


class SourceRecord(_Frozen):
    """Where a phrase of a draft comes from: one row of the "Why?" panel.

    ``kind`` is ``said`` (this turn), ``fact`` (foundation), ``calendar``, ``rule`` or ``computed``;
    ``said`` her words, ``at`` when she said them.
    """

    phrase: str
    kind: Literal["said", "fact", "calendar", "rule", "computed"]
    field: str | None = None
    said: str | None = None
    at: datetime | None = None


class FactRecord(_Frozen):
    """A fact of the foundation as it was when the turn recalled it."""

    field: str
    value: Any
    source: str
    observed_at: datetime


class Event(_Frozen):
    """Common ground of all events."""

    name: ClassVar[EventName]
    transient: ClassVar[bool] = False
    stream_kind: ClassVar[StreamKind] = "turn"

    turn_id: UUID
    conversation_id: UUID

    @property
    def stream_id(self) -> UUID:
        """The stream the event belongs to: its question, its draft, else its turn."""
        named: UUID = getattr(self, f"{self.stream_kind}_id")
        return named

    @property
    def ends_turn(self) -> bool:
        """Whether nothing of this turn follows until somebody starts it again."""
        return self.name.value in ENDINGS

    def payload(self) -> dict[str, Any]:
        """The JSON-ready fields without the envelope (turn and conversation)."""
        return self.model_dump(mode="json", exclude={"turn_id", "conversation_id"})

    def to_new_event(self) -> NewEvent:
        """The row for the event store. Transient events have none: that is a bug in the caller."""
        if self.transient:
            msg = f"{self.name} is transient and never stored"
            raise TypeError(msg)
        return NewEvent(
            name=self.name,
            payload=self.payload(),
            stream_id=self.stream_id,
            stream_kind=self.stream_kind,
            turn_id=self.turn_id,
            conversation_id=self.conversation_id,
        )


class _QuestionEvent(Event):
    stream_kind: ClassVar[StreamKind] = "question"
    question_id: UUID


class _DraftEvent(Event):
    stream_kind: ClassVar[StreamKind] = "draft"
    draft_id: UUID


class MessageReceived(Event):
    """Her message is in. ``request`` is all that is needed to run the turn again."""

    name = EventName("message.received")
    text: str
    client_message_id: str
    source: str
    user_id: UUID
    request: dict[str, Any]


class MessageUnderstood(Event):
    """Language, intent and slots of the message."""

    name = EventName("message.understood")
    language: str
    confidence: float
    slots: dict[str, Any]
    intent: str


class RouteChosen(Event):
    """Which skill serves the turn, and what else was likely."""

    name = EventName("route.chosen")
    skill: str
    skill_version: int
    skill_hash: str
    title_key: str | None = None
    confidence: float
    alternatives: list[tuple[str, float]] = []


class QuestionAsked(_QuestionEvent):
    """The turn waits for this fact. ``again``: asked before, returns after an interruption."""

    name = EventName("question.asked")
    field: str
    position: int
    total: int
    chips: list[tuple[str, str]] = []
    question: str = ""
    why: str = ""
    again: bool = False


class QuestionAnswered(_QuestionEvent):
    """She answered. ``said`` is what she typed or the label she tapped: shown as her message."""

    name = EventName("question.answered")
    field: str
    value: Any
    said: str
    client_message_id: str | None = None


class QuestionSkipped(_QuestionEvent):
    """She did not want to answer; the draft is written without the fact."""

    name = EventName("question.skipped")
    field: str
    said: str | None = None
    client_message_id: str | None = None


class QuestionWithdrawn(_QuestionEvent):
    """The question is no longer open: another one, or another turn, took its place."""

    name = EventName("question.withdrawn")


class CostQuoted(Event):
    """The price range in paise, before anything is paid."""

    name = EventName("cost.quoted")
    low_paise: int
    high_paise: int


class CacheMissed(Event):
    """Nothing usable was remembered (``reason``: ``off`` while the cache is switched off)."""

    name = EventName("cache.missed")
    reason: str = "off"


class CacheHit(Event):
    """An approved draft was found again."""

    name = EventName("cache.hit")
    draft_id: UUID
    version: int


class ContextPacked(Event):
    """The facts and rules the writer was given."""

    name = EventName("context.packed")
    facts: list[FactRecord]
    rules: list[str]


class ToolCalled(Event):
    """A tool was run."""

    name = EventName("tool.called")
    tool: str
    arguments: dict[str, Any]
    result: dict[str, Any]


class DraftDelta(_DraftEvent):
    """The next piece of text while it is being written."""

    name = EventName("draft.delta")
    transient: ClassVar[bool] = True
    text: str


class DraftReset(_DraftEvent):
    """What was streamed so far is void: another provider starts over."""

    name = EventName("draft.reset")
    transient: ClassVar[bool] = True
    provider: str


class DraftWritten(_DraftEvent):
    """A version of a draft exists."""

    name = EventName("draft.written")
    version: int
    text: str
    extras: dict[str, Any]
    language: str
    channel: str | None
    skill: str
    skill_hash: str
    provider: str
    attempt: int
    author: Literal["assistant", "owner"] = "assistant"
    sources: list[SourceRecord] = []
    parent_id: UUID | None = None


class DraftCriticised(_DraftEvent):
    """What the named checks say about a version; ``score`` 0-100."""

    name = EventName("draft.criticised")
    version: int
    round: int
    score: int
    findings: list[FindingRecord]


class ModelFailed(Event):
    """A provider did not deliver; the next one goes on."""

    name = EventName("model.failed")
    provider: str
    reason: str


class ModelRetried(Event):
    """The same provider is asked once more."""

    name = EventName("model.retried")
    provider: str
    reason: str = ""


class ApprovalRequested(_DraftEvent):
    """How the version is approved: she decides, her rule did, or nothing is to be decided."""

    name = EventName("approval.requested")
    version: int
    mode: ApprovalMode
    reason_key: str | None = None
    params: dict[str, Any] = {}


class ApprovalDecided(_DraftEvent):
    """The one decision about a version."""

    name = EventName("approval.decided")
    version: int
    decision: Literal["approved", "rejected"]
    by: UUID | None
    by_name: str
    reason: str | None = None
    note: str | None = None


class ApprovalWithdrawn(_DraftEvent):
    """The decision was taken back; the draft waits again."""

    name = EventName("approval.withdrawn")
    version: int
    by: UUID | None


class DraftSelected(_DraftEvent):
    """An older version was put on top again; ``version`` is the one that was picked."""

    name = EventName("draft.selected")
    version: int


class ReplySent(Event):
    """We say something that is not a draft, already in the talk language.

    ``choices`` are tappable rows. With ``question_id`` the line belongs to that open question
    (an answer that does not fit, ``said`` being the answer, ``suggestion`` the likely correction).
    ``kind`` tells what it is: ``reply``, ``noted``, ``problem``, ``choose`` (not understood),
    ``notice``, ``changed`` (what a follow-up changed).
    """

    name = EventName("reply.sent")
    key: str | None
    params: dict[str, Any] = {}
    text: str
    level: Literal["plain", "info", "bad"] = "plain"
    choices: list[tuple[str, str]] = []
    kind: Literal["reply", "noted", "problem", "choose", "notice", "changed"] = "reply"
    question_id: UUID | None = None
    said: str | None = None
    suggestion: str | None = None
    client_message_id: str | None = None


class TurnSettled(Event):
    """The turn is over, or waits for an answer."""

    name = EventName("turn.settled")
    status: Literal["done", "waiting"]
    actual_paise: int
    ms: int


class TurnCancelled(Event):
    """She stopped the turn; nothing follows."""

    name = EventName("turn.cancelled")
    by: str


class TurnFailed(Event):
    """The turn could not be finished; ``code`` is that of the error."""

    name = EventName("turn.failed")
    code: str
    params: dict[str, Any] = {}


class TurnResumed(Event):
    """The turn runs again after a crash, a failure or a stop."""

    name = EventName("turn.resumed")
    attempt: int


ENDINGS: Final = frozenset({"turn.settled", "turn.cancelled", "turn.failed"})


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
    def payload(self) -> Mapping[str, Any]: ...
    @property
    def turn_id(self) -> UUID | None: ...
    @property
    def conversation_id(self) -> UUID | None: ...


def from_stored(stored: Stored) -> Event:
    """The typed event of a stored row."""
    return EVENT_TYPES[EventName(stored.name)].model_validate(
        {
            **stored.payload,
            "turn_id": stored.turn_id,
            "conversation_id": stored.conversation_id,
        }
    )
