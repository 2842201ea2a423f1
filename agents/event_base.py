"""The ground of all events: the envelope, the way to the store, and the records they carry."""

import re
from datetime import datetime
from typing import Annotated, Any, ClassVar, Final, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from app.core.event_names import EventName
from app.core.event_store import NewEvent

Severity = Literal["ok", "fixed", "look", "stop"]
ApprovalMode = Literal["pending", "auto", "none"]
StreamKind = Literal["turn", "question", "draft"]


ENDINGS: Final = frozenset({"turn.settled", "turn.cancelled", "turn.failed"})


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


_MOMENT: Final = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](?:\.[0-9]{1,6})?"
    r"(?:Z|[+-](?:[01][0-9]|2[0-3]):[0-5][0-9])"
)


def _moment(value: object) -> object:
    """Text as RFC 3339 writes a moment, so that readers in other languages agree on it."""
    if not isinstance(value, str):
        return value
    if not _MOMENT.fullmatch(value):
        msg = "a moment is written like 2026-11-08T05:30:00Z"
        raise ValueError(msg)
    return datetime.fromisoformat(value)


Moment = Annotated[datetime, BeforeValidator(_moment)]


class FindingRecord(_Frozen):
    """What one check found. ``key`` is a sentence of the ``agents`` catalog, ``params`` fill it."""

    check: str
    passed: bool
    severity: Severity
    key: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)


class SourceRecord(_Frozen):
    """Where a phrase of a draft comes from: one row of the "Why?" panel.

    ``kind`` is ``said`` (this turn), ``fact`` (foundation), ``calendar``, ``rule`` or ``computed``;
    ``said`` her words, ``at`` when she said them.
    """

    phrase: str
    kind: Literal["said", "fact", "calendar", "rule", "computed"]
    field: str | None = None
    said: str | None = None
    at: Moment | None = None


class FactRecord(_Frozen):
    """A fact of the foundation as it was when the turn recalled it."""

    field: str
    value: Any
    source: str
    observed_at: Moment


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
