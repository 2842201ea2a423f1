"""A conversation as a test plays it: say, tap, look at what came back."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, ClassVar, TypeVar
from uuid import UUID

from agents import events as ev
from agents.products.muse import flow
from agents.products.muse.schemas import Actor, DraftView
from agents.services import Services
from agents.turn_context import Answer, DraftRef, TurnRequest
from agents.turn_runner import TurnRunner
from app.core.event_store import EventStore
from app.core.ids import turn_id_for, uuid7
from app.core.variants import Shell, Variant
from memory.foundation_store import Foundation, FoundationStore
from tests.fixtures.platform import Business

Kind = TypeVar("Kind", bound=ev.Event)


@dataclass
class Heard:
    """What came back for one message or tap."""

    turn_id: UUID
    events: list[ev.Event]

    @property
    def names(self) -> list[str]:
        return [event.name.value for event in self.events]

    def all(self, kind: type[Kind]) -> list[Kind]:
        return [event for event in self.events if isinstance(event, kind)]

    def last(self, kind: type[Kind]) -> Kind:
        return self.all(kind)[-1]

    @property
    def draft(self) -> ev.DraftWritten:
        return self.last(ev.DraftWritten)

    @property
    def question(self) -> ev.QuestionAsked:
        return self.last(ev.QuestionAsked)

    @property
    def reply(self) -> ev.ReplySent:
        return self.last(ev.ReplySent)

    @property
    def status(self) -> str:
        last = self.events[-1]
        return last.status if isinstance(last, ev.TurnSettled) else last.name.value


@dataclass
class Talk:
    """One thread of one owner in the chat."""

    services: Services
    runner: TurnRunner
    business: Business
    shell: Shell = "en"
    hint: Variant | None = None
    conversation_id: UUID = field(default_factory=uuid7)
    asks: bool = True
    STEP: ClassVar[timedelta] = timedelta(seconds=1)

    @property
    def actor(self) -> Actor:
        return Actor(tenant_id=self.business.id, user_id=self.business.user_id, name="Sunita")

    def request(self, text: str = "", **more: Any) -> TurnRequest:
        message_id = more.pop("client_message_id", uuid7().hex)
        turn_id = more.pop("turn_id", turn_id_for(self.conversation_id, message_id))
        values: dict[str, Any] = {
            "tenant_id": self.business.id,
            "user_id": self.business.user_id,
            "user_name": "Sunita",
            "conversation_id": self.conversation_id,
            "turn_id": turn_id,
            "client_message_id": message_id,
            "text": text,
            "asks": self.asks,
            "shell": self.shell,
            "talk_hint": self.hint,
            **more,
        }
        return TurnRequest(**values)

    async def send(self, request: TurnRequest) -> Heard:
        handle = await self.runner.start(request)
        return Heard(handle.turn_id, [event async for event in handle.events()])

    async def say(self, text: str, **more: Any) -> Heard:
        return await self.send(self.request(text, **more))

    async def tap(
        self, question: ev.QuestionAsked, value: str | None, *, skip: bool = False
    ) -> Heard:
        answer = Answer(question_id=question.question_id, value=value, skip=skip)
        return await self.send(self.request(answer=answer))

    async def choose(self, turn_id: UUID, value: str) -> Heard:
        return await self.send(self.request(turn_id=turn_id, skill=value))

    async def another(self, draft: ev.DraftWritten | DraftView, **more: Any) -> Heard:
        draft_id = draft.draft_id if isinstance(draft, ev.DraftWritten) else draft.id
        ref = DraftRef(draft_id=draft_id, version=draft.version, **more)
        return await self.send(self.request(regenerate=ref))

    async def view(self, draft_id: UUID) -> DraftView:
        return await flow.get(self.services, self.actor, draft_id)

    async def drafts(self) -> Sequence[DraftView]:
        return (await flow.list_drafts(self.services, self.actor, limit=100)).drafts

    async def facts(self) -> Foundation:
        async with self.services.database.transaction(self.business.id) as session:
            store = FoundationStore(session, self.business.id, self.services.clock)
            return await store.load()

    async def stored(self, turn_id: UUID) -> list[str]:
        async with self.services.database.transaction(self.business.id) as session:
            store = EventStore(session, self.business.id, self.services.clock)
            return [event.name.value for event in await store.of_turn(turn_id)]

    async def know(self, **facts: Any) -> None:
        """Facts told earlier."""
        async with self.services.database.transaction(self.business.id) as session:
            store = FoundationStore(session, self.business.id, self.services.clock)
            for name, value in facts.items():
                await store.put(name, value, str(value), "said", uuid7())
