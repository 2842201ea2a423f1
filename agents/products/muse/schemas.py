"""Drafts as every door sees them."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

from agents.events import FindingRecord, SourceRecord
from app.core.variants import Variant

DraftStatus = Literal["pending", "approved", "rejected", "shown"]


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True)


class Actor(_Frozen):
    """Who acts, in which business. From the session, never from a payload."""

    tenant_id: UUID
    user_id: UUID
    name: str = ""


class VersionView(_Frozen):
    """One version of a draft. ``score`` is 0-100, None until the checks have run."""

    version: int
    text: str
    extras: dict[str, Any]
    language: Variant
    author: Literal["assistant", "owner"]
    findings: list[FindingRecord]
    score: int | None
    sources: list[SourceRecord]
    provider: str
    created_at: datetime


class DraftView(_Frozen):
    """A draft with its versions, oldest first; ``version`` is the newest one's number."""

    id: UUID
    conversation_id: UUID
    turn_id: UUID
    skill: str
    channel: str | None
    status: DraftStatus
    language: Variant
    version: int
    versions: list[VersionView]
    decided_version: int | None = None
    decided_by: UUID | None = None
    decided_by_name: str | None = None
    decided_at: datetime | None = None
    decision_reason: str | None = None
    parent_id: UUID | None = None
    created_at: datetime
    updated_at: datetime
    stream_version: int = 0

    @property
    def latest(self) -> VersionView:
        """The newest version."""
        return self.versions[-1]

    def at(self, version: int) -> VersionView:
        """That version. KeyError when there is none of that number."""
        for view in self.versions:
            if view.version == version:
                return view
        raise KeyError(version)


class Decision(_Frozen):
    """``applied`` is False when somebody decided before; ``view`` then shows who and when."""

    applied: bool
    view: DraftView


class Edited(_Frozen):
    """``applied`` is False when the version edited was no longer the newest."""

    applied: bool
    view: DraftView


class DraftPage(_Frozen):
    """A page of drafts, newest first; ``next_cursor`` is None on the last page."""

    drafts: list[DraftView]
    next_cursor: str | None = None
