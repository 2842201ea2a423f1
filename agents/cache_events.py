"""What happens when a draft is looked for that was approved before: found again, or not."""

from typing import Literal
from uuid import UUID

from pydantic import Field

from agents.event_base import Event, Moment
from app.core.event_names import EventName


class _Looked(Event):
    """The key the draft is kept under when she approves it: digests in hex, empty when none was
    made. ``for_draft`` is the draft of this turn that was looked for; ``facts`` the facts it leans
    on, each with a digest of its value."""

    partition: str = ""
    exact: str = ""
    near: str = ""
    facts: list[tuple[str, str]] = Field(default_factory=list)
    for_draft: UUID | None = None
    skill: str = ""
    skill_hash: str = ""
    latency_ms: int = 0


class CacheMissed(_Looked):
    """Nothing usable was remembered.

    ``reason``: ``off`` (writing is free here), ``afresh`` (a follow-up wants new words),
    ``nothing`` (none was kept), ``stale`` (what was kept is no longer right).
    """

    name = EventName.CACHE_MISSED
    reason: str = "off"


class CacheHit(_Looked):
    """An approved draft was found again: its id and version, what writing it had cost, and whether
    she asked in the same words or in others that say the same."""

    name = EventName.CACHE_HIT
    draft_id: UUID
    version: int
    saved_paise: int = 0
    alike: Literal["exact", "near"] = "exact"
    made_at: Moment | None = None
