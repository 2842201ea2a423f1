"""What happens to a draft: written, checked, decided, put on top again."""

from typing import Any, ClassVar, Literal
from uuid import UUID

from pydantic import Field

from agents.event_base import ApprovalMode, Event, FindingRecord, SourceRecord, StreamKind
from app.core.event_names import EventName


class _DraftEvent(Event):
    stream_kind: ClassVar[StreamKind] = "draft"
    draft_id: UUID


class DraftDelta(_DraftEvent):
    """The next piece of text while it is being written."""

    name = EventName.DRAFT_DELTA
    transient: ClassVar[bool] = True
    text: str


class DraftReset(_DraftEvent):
    """What was streamed so far is void: another provider starts over."""

    name = EventName.DRAFT_RESET
    transient: ClassVar[bool] = True
    provider: str


class DraftWritten(_DraftEvent):
    """A version of a draft exists."""

    name = EventName.DRAFT_WRITTEN
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
    sources: list[SourceRecord] = Field(default_factory=list)
    parent_id: UUID | None = None


class DraftCriticised(_DraftEvent):
    """What the named checks say about a version; ``score`` 0-100."""

    name = EventName.DRAFT_CRITICISED
    version: int
    round: int
    score: int
    findings: list[FindingRecord]


class ApprovalRequested(_DraftEvent):
    """How the version is approved: she decides, her rule did, or nothing is to be decided."""

    name = EventName.APPROVAL_REQUESTED
    version: int
    mode: ApprovalMode
    reason_key: str | None = None
    params: dict[str, Any] = Field(default_factory=dict)


class ApprovalDecided(_DraftEvent):
    """The one decision about a version."""

    name = EventName.APPROVAL_DECIDED
    version: int
    decision: Literal["approved", "rejected"]
    by: UUID | None
    by_name: str
    reason: str | None = None
    note: str | None = None


class ApprovalWithdrawn(_DraftEvent):
    """The decision was taken back; the draft waits again."""

    name = EventName.APPROVAL_WITHDRAWN
    version: int
    by: UUID | None


class DraftSelected(_DraftEvent):
    """An older version was put on top again; ``version`` is the one that was picked."""

    name = EventName.DRAFT_SELECTED
    version: int
