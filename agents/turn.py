"""A turn at work: what was asked, what is known, and what has been decided so far."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Literal
from uuid import UUID, uuid5

from agents.cancellation import CancellationToken
from agents.critic import Review
from agents.economics.semantic_cache_store import Remembered
from agents.economics.spending import Spending
from agents.events import Event, ModelCalled
from agents.inputs import Known
from agents.journal import Journal
from agents.model_calls import Exchange
from agents.plans import Step
from agents.queen_router import Route
from agents.tool_runs import Bench
from agents.turn_context import Change, TurnContext, TurnRequest
from agents.turn_rows import DraftHead, QuestionRow, Shown
from agents.understanding.intents import Intent
from agents.understanding.renaming import Renaming
from agents.understanding.slots import Slots
from app.core.clock import today_ist
from app.core.event_names import EventName
from app.core.variants import Variant, as_variant
from integrations.india.festival_calendar import Occurrence
from memory.constitution import Constitution
from memory.conversation import Conversation
from memory.foundation_store import Foundation
from skills.compiler import CompiledSkill

if TYPE_CHECKING:
    from agents.services import Services
    from agents.translating import BasePlan


def draft_name(step: int) -> str:
    """The name of a step's draft among its turn's ids; steps count from 0."""
    return f"draft:{step + 1}" if step else "draft"


Path = Literal["new", "answer", "aside", "stale", "stopped", "chosen", "again"]
Content = Literal["words", "emoji", "empty"]


@dataclass
class Written:
    """What the writer made: one attempt at a draft."""

    text: str
    extras: dict[str, Any]
    provider: str
    attempt: int


@dataclass
class Turn:
    """The state its stages share.

    ``path``: a new message; an answer; an aside about an open question (a problem, a correction)
    that leaves it open; a tap that came too late; a typed stop; a choice; the same turn again.
    """

    services: "Services"
    request: TurnRequest
    token: CancellationToken
    journal: Journal
    conversation: Conversation
    facts: Foundation
    rules: Constitution
    started: datetime
    path: Path = "new"
    opened: list[Event] = field(default_factory=list)
    attempt: int = 1
    seen: set[EventName] = field(default_factory=set)
    content: Content = "words"
    blocked: str | None = None
    blocked_params: dict[str, Any] = field(default_factory=dict)
    choice: str | None = None
    stored_talk: Variant | None = None
    stored_skill: str | None = None
    stored_hash: str | None = None
    question: QuestionRow | None = None

    talk: Variant = "en"
    language: Variant = "en"
    intent: Intent = field(default_factory=lambda: Intent("request"))
    confidence: float = 0.0
    slots: dict[str, Any] = field(default_factory=dict)
    slots_said: dict[str, Any] = field(default_factory=dict)
    read: Slots = field(default_factory=Slots)
    routes: dict[str, Route] = field(default_factory=dict)
    answers: dict[str, Any] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    asked: int = 0
    said: list[tuple[str, datetime]] = field(default_factory=list)

    drafts: list[DraftHead] = field(default_factory=list)
    last_shown: Shown | None = None
    interrupted: QuestionRow | None = None
    owner_phone: str | None = None

    base: DraftHead | None = None
    base_text: str = ""
    renaming: Renaming | None = None
    pointed: str | None = None
    meant: DraftHead | None = None
    base_plan: "BasePlan | None" = None
    base_edited: bool = False
    change: Change | None = None
    which: list[DraftHead] = field(default_factory=list)
    guess: Route | None = None
    picked: Route | None = None
    earlier: list[str] = field(default_factory=list)
    skill: CompiledSkill | None = None
    route_text: str = ""
    festival: Occurrence | None = None
    inputs: dict[str, Any] = field(default_factory=dict)
    computed: list[tuple[str, str]] = field(default_factory=list)

    plan: tuple[Step, ...] = ()
    left: tuple[str, ...] = ()
    above: tuple[str, ...] = ()
    step: int = 0
    draft_id: UUID | None = None
    version: int = 1
    parent_id: UUID | None = None
    remembered: Remembered | None = None
    written: Written | None = None
    reviews: list[Review] = field(default_factory=list)
    held: list[Event] = field(default_factory=list)
    bench: Bench = field(default_factory=Bench)
    exchanges: tuple[Exchange, ...] = ()
    ended: Literal["done", "waiting"] | None = None
    spending: Spending = field(init=False)

    def __post_init__(self) -> None:
        self.spending = Spending(self.services.prices, self.services.clock)

    @property
    def id(self) -> UUID:
        """The turn's id."""
        return self.request.turn_id

    @property
    def ids(self) -> dict[str, UUID]:
        """Turn and conversation, as every event carries them."""
        return {"turn_id": self.id, "conversation_id": self.request.conversation_id}

    @property
    def today(self) -> date:
        """The day in India."""
        return today_ist(self.services.clock)

    @property
    def base_language(self) -> Variant:
        """How the draft it goes out from is written."""
        written = as_variant(self.base.language) if self.base else None
        return written or self.talk

    @property
    def live(self) -> list[DraftHead]:
        """Drafts that wait for her, the last one first."""
        return [draft for draft in self.drafts if draft.live]

    def note(self, event: Event) -> Event:
        """Keep the event for the store and hand it back to be shown."""
        if isinstance(event, ModelCalled):
            self.spending.count(event)
        return self.journal.add(event)

    def end(self, event: Event, *, waits: bool = False) -> Event:
        """Note the turn's last event; ``waits`` for her, where somebody is there to answer."""
        self.ended = "waiting" if waits and self.request.asks else "done"
        return self.note(event)

    def child_id(self, name: str) -> UUID:
        """An id that is the same however often the turn is run again."""
        return uuid5(self.id, name)

    @property
    def draft_name(self) -> str:
        """What a new draft of the turn's present step is called among the turn's ids."""
        return draft_name(self.step)

    def route_of(self, text: str, slots: Slots) -> Route:
        """Where these words lead; several stages ask it of the same message."""
        if text not in self.routes:
            self.routes[text] = self.services.router.route(text, variant=self.talk, slots=slots)
        return self.routes[text]

    def begin(self, step: int) -> None:
        """Take up a step of the plan: its words and slots, and nothing of the step before."""
        planned = self.plan[step]
        self.step = step
        self.slots = dict(planned.slots)
        self.skill, self.written, self.draft_id, self.parent_id = None, None, None, None
        self.inputs, self.computed, self.reviews, self.held = {}, [], [], []
        self.remembered = None
        self.festival, self.version, self.exchanges = None, 1, ()

    def known(self, step: Step | None = None) -> Known:
        """What the inputs of the skill at work, or of a later step's, can be filled from."""
        slots = self.slots if step is None else step.slots
        present = self.plan[self.step] if self.plan else None
        said = (step or present or Step("")).said
        text = self.base_text or said or self.request.text
        return Known(text, self.talk, slots, self.facts.plain(), self.answers)

    def answered(self, question: QuestionRow) -> Any:
        """What she answered, or what she has put in its place since."""
        fact = self.facts.get(question.field)
        if fact is not None and fact.source_id != str(question.id):
            return fact.value
        return (question.answer or {}).get("value")

    def words(self) -> tuple[str, ...]:
        """Everything she said that this draft may lean on."""
        return tuple(text for text, _ in self.said if text)

    def hear(self, texts: Iterable[tuple[str, datetime]]) -> None:
        """Add words of hers."""
        self.said.extend((text, at) for text, at in texts if text)

    def context(self) -> TurnContext:
        """The deps object for tools."""
        return TurnContext(
            tenant_id=self.request.tenant_id,
            user_id=self.request.user_id,
            conversation_id=self.request.conversation_id,
            turn_id=self.id,
            language=self.language,
            clock=self.services.clock,
            token=self.token,
            emit=lambda event: self.held.append(event),
            facts=self.facts,
            rules=self.rules,
            slots=self.slots,
            said=self.words(),
        )
