"""The state of one turn on the screen: what ``scene_rules`` fills and ``render`` reads."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Final, Literal
from uuid import UUID

from agents.events import (
    ApprovalRequested,
    DraftCriticised,
    DraftWritten,
    FindingRecord,
    PlanStep,
)
from app.core.variants import Variant

Phase = Literal["reading", "recall", "writing", "checking", "over"]
Status = Literal["running", "waiting", "done", "cancelled", "failed"]
EntryKind = Literal[
    "bubble", "ask", "choose", "draft", "line", "notice", "foundation", "plans", "calendar",
    "usage", "shops",
]  # fmt: skip
CARDS: Final[dict[str, EntryKind]] = {
    "choose": "choose", "summary": "foundation", "plans": "plans", "calendar": "calendar",
    "usage": "usage", "shops": "shops",
}  # fmt: skip
"""Kinds of replies that are shown as a card, and the entry they become."""


@dataclass
class Entry:
    """One thing on the screen. ``at`` orders things; it changes only when one is shown anew."""

    id: UUID
    kind: EntryKind
    at: float
    data: dict[str, Any] = field(default_factory=dict)


@dataclass
class Paper:
    """What the turn itself says of a draft it wrote: enough to show it before its row is read."""

    written: DraftWritten
    checked: DraftCriticised | None = None
    requested: ApprovalRequested | None = None


@dataclass
class TurnState:
    """One turn. ``run_at`` is where its step stands: below the last thing she said in it.

    ``born`` are drafts written first in this turn (``papers`` says how), ``ready`` those that may
    be decided on,
    ``waved`` those approved by her own rule, with the sentence that says so, ``touched`` drafts of
    other turns whose card must be shown anew. ``same_card``: the turn writes
    another version into a card that is there already, so nothing is streamed at the bottom.
    """

    turn_id: UUID
    conversation_id: UUID
    talk: Variant
    began: datetime
    run_at: float = 0
    phase: Phase = "reading"
    status: Status = "running"
    understood: bool = False
    skill: str | None = None
    same_card: bool = False
    slots: dict[str, Any] = field(default_factory=dict)
    facts: list[str] | None = None
    calendar_day: date | None = None
    plan: list[PlanStep] = field(default_factory=list)
    quoted: tuple[int, int] = (0, 0)
    ceiling: int = 0
    actual: int = 0
    reused_of: datetime | None = None
    written: bool = False
    offline: bool = False
    findings: list[FindingRecord] | None = None
    fixed: list[FindingRecord] = field(default_factory=list)
    changed: str | None = None
    failure: tuple[str, dict[str, Any]] | None = None
    entries: dict[UUID, Entry] = field(default_factory=dict)
    born: set[UUID] = field(default_factory=set)
    ready: set[UUID] = field(default_factory=set)
    papers: dict[UUID, Paper] = field(default_factory=dict)
    waved: dict[UUID, tuple[str, dict[str, Any]]] = field(default_factory=dict)
    touched: set[UUID] = field(default_factory=set)

    @property
    def routed(self) -> bool:
        """Whether it is known what is to be made."""
        return self.skill is not None

    @property
    def ended(self) -> bool:
        """Whether nothing more happens until somebody does something."""
        return self.status != "running"

    @property
    def works(self) -> bool:
        """Whether the step line is worth showing: something was routed, or is on its way."""
        return self.status == "running" or self.routed or self.failed

    @property
    def failed(self) -> bool:
        """Whether the turn ended before its end."""
        return self.status in ("cancelled", "failed")

    def place(self, entry: Entry) -> Entry:
        """Put an entry on the screen, or keep the one that is there."""
        return self.entries.setdefault(entry.id, entry)
