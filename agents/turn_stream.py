"""A turn's events on their way to whoever watches: those that were, then those that come."""

import asyncio
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final
from uuid import UUID

from agents.cancellation import CancellationToken
from agents.events import Event, TurnSettled, from_stored
from agents.turn_rows import TurnRows
from app.core.clock import Clock
from app.core.database import Database
from app.core.event_store import EventStore, StoredEvent

if TYPE_CHECKING:
    from agents.turn import Turn

POLL_SECONDS: Final = 0.2  # only for turns that another process runs


@dataclass
class Run:
    """A turn this process runs. ``events`` are those since it was (re)started here."""

    turn_id: UUID
    tenant_id: UUID
    conversation_id: UUID
    token: CancellationToken = field(default_factory=CancellationToken)
    events: list[Event] = field(default_factory=list)
    done: bool = False
    task: "asyncio.Task[None] | None" = None
    opened: "asyncio.Event" = field(default_factory=asyncio.Event)
    refused: Exception | None = None
    elsewhere: UUID | None = None
    lost_to: "StoredTurn | None" = None
    source: str = "chat"
    turn: "Turn | None" = None
    _news: "asyncio.Event" = field(default_factory=asyncio.Event)

    @property
    def ids(self) -> dict[str, UUID]:
        """Turn and conversation, as every event carries them."""
        return {"turn_id": self.turn_id, "conversation_id": self.conversation_id}

    @property
    def status(self) -> str:
        """How it ended so far, for the metric."""
        last = self.events[-1] if self.events else None
        if isinstance(last, TurnSettled):
            return last.status
        return last.name.value.rpartition(".")[2] if last and last.ends_turn else "none"

    def publish(self, event: Event) -> None:
        """Show an event to everybody who watches."""
        self.events.append(event)
        self._wake()

    def stop(self, by: str) -> bool:
        """Cancel the token, then whatever the turn waits for; False when it is too late."""
        stopped = self.token.cancel(by)
        if stopped and self.task is not None:
            self.task.cancel()
        return stopped

    def leave(self, database: Database, clock: Clock) -> None:
        """Another process has it: end here, and let who watches go on with what is stored."""
        self.lost_to = StoredTurn(database, clock, self.tenant_id, self.turn_id)
        if self.task is not None and self.task is not asyncio.current_task():
            self.task.cancel()

    def finish(self) -> None:
        """Nothing follows."""
        self.done = True
        self.opened.set()
        self._wake()

    def _wake(self) -> None:
        news, self._news = self._news, asyncio.Event()
        news.set()

    async def watch(self) -> AsyncIterator[Event]:
        """Every event from the beginning, until the turn ends, here or where it went."""
        place = 0
        while True:
            news = self._news
            while place < len(self.events):
                yield self.events[place]
                place += 1
            if self.done:
                break
            await news.wait()
        if self.lost_to is not None:
            async for event in self.lost_to.watch():
                if event not in self.events:
                    yield event


def read_events(stored: Sequence[StoredEvent]) -> list[Event]:
    """Typed events; erased ones have nothing to show."""
    return [from_stored(event) for event in stored if event.payload is not None]


@dataclass(frozen=True, slots=True)
class StoredTurn:
    """A turn that is only in the store: it ended, or another process runs it."""

    database: Database
    clock: Clock
    tenant_id: UUID
    turn_id: UUID

    async def watch(self) -> AsyncIterator[Event]:
        """What is stored, and what is added while the turn runs elsewhere."""
        shown = 0
        while True:
            stored, running = await self._look()
            fresh = [event for event in stored if event.position > shown]
            for event in read_events(fresh):
                yield event
            shown = stored[-1].position if stored else shown
            if not running:
                return
            await asyncio.sleep(POLL_SECONDS)

    async def _look(self) -> tuple[list[StoredEvent], bool]:
        async with self.database.transaction(self.tenant_id) as session:
            row = await TurnRows(session, self.tenant_id).turn(self.turn_id)
            stored = await EventStore(session, self.tenant_id, self.clock).of_turn(self.turn_id)
        return stored, row is not None and row.status == "running"


@dataclass(frozen=True, slots=True)
class TurnHandle:
    """What ``start`` hands out. An answer goes on with the turn that asked: see ``turn_id``."""

    turn_id: UUID
    _source: Run | StoredTurn

    def events(self) -> AsyncIterator[Event]:
        """The events of this start, from the first one; ends when the turn does, or waits.

        May be read any number of times, and left at any time: the turn goes on.
        """
        return self._source.watch()
