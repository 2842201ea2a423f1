"""What a turn has done and not yet stored: flushed in batches, one transaction each."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.event_base import Event
from app.core.clock import Clock
from app.core.database import Database, driver_connection
from app.core.errors import Conflict, Deadlock
from app.core.projections import Known, record
from app.core.statements import Statement

Effect = Callable[[AsyncSession], Awaitable[None]]


class Journal:
    """The buffer of one turn. Events and the writes that belong to them commit together."""

    def __init__(self, database: Database, clock: Clock, tenant_id: UUID, user_id: UUID) -> None:
        self._database = database
        self._clock = clock
        self._tenant_id = tenant_id
        self._user_id = user_id
        self._events: list[Event] = []
        self._effects: list[Effect] = []
        self._also: list[Statement] = []
        self._known = Known()
        self._fence: Effect | None = None

    def fenced_by(self, fence: Effect) -> None:
        """Ask this before writing on what others wrote meanwhile; it raises when it may not be."""
        self._fence = fence

    def add(self, event: Event) -> Event:
        """Keep an event for the next flush; transient ones pass through."""
        if not event.transient:
            self._events.append(event)
        return event

    def also(self, effect: Effect | Statement) -> None:
        """Do this in the transaction of the next flush; a statement goes with its events."""
        if isinstance(effect, Statement):
            self._also.append(effect)
        else:
            self._effects.append(effect)

    @property
    def pending(self) -> tuple[Event, ...]:
        """Events that no transaction has stored yet."""
        return tuple(self._events)

    async def flush(self) -> None:
        """Store what is pending, or raise, and then nothing of it is stored.

        Raises:
            TurnLost: another process has the turn by now.
            Unavailable: PostgreSQL is away or busy.
        """
        if not (self._events or self._effects or self._also):
            return
        remembered = bool(self._known)
        try:
            await self._store()
        except (Conflict, Deadlock) as moved:
            # Somebody else wrote on this turn's streams meanwhile, as its owner may: read anew.
            if not remembered or moved.code not in ("stream_moved", "database_busy"):
                raise
            await self._store(self._fence)

    async def _store(self, fence: Effect | None = None) -> None:
        try:
            async with self._database.transaction(self._tenant_id, self._user_id) as session:
                if fence is not None:
                    await fence(session)
                await self.write(session)
        except BaseException:
            self._known.forget()
            raise

    async def write(
        self,
        session: AsyncSession,
        expected: Mapping[UUID, int] | None = None,
        operational: Mapping[UUID, Mapping[str, Any]] | None = None,
    ) -> None:
        """Store what is pending in a transaction somebody else holds; arguments as in record."""
        if self._events:
            await record(
                session,
                self._tenant_id,
                self._clock,
                [event.to_new_event() for event in self._events],
                expected,
                known=self._known,
                operational=operational,
                also=self._also,
            )
        elif self._also:
            connection = await driver_connection(session)
            for statement in self._also:
                await connection.execute(statement.sql, *statement.arguments)
        for effect in self._effects:
            await effect(session)
        self._events, self._effects, self._also = [], [], []
