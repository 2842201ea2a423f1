"""Keeping turns honest in the store: leases, endings, and turns whose runner is gone."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.quoting import settle_turn, unstored_calls
from agents.events import Event, QuestionWithdrawn, TurnCancelled, TurnFailed
from agents.opening import LEASE
from agents.services import Services
from agents.turn_rows import TurnRow, TurnRows
from agents.turn_stream import Run
from app.core.database import driver_connection
from app.core.errors import Unavailable
from app.core.projections import record

AT_ONCE: Final = 20
_EXPIRED: Final = "SELECT tenant_id, turn_id FROM expired_turns($1, $2)"
_OPEN: Final = frozenset({"running", "waiting"})

_log = structlog.get_logger(__name__)


@dataclass
class Keeper:
    """What one runner writes about turns from outside their pipeline.

    ``owed`` are endings that PostgreSQL was away for: written as soon as it is back.
    """

    services: Services
    runner_id: str
    owed: dict[UUID, tuple[Run, Event]] = field(default_factory=dict)

    async def close(self, run: Run, ending: Event) -> bool:
        """Store how a turn ended, unless it ended otherwise before; False when it did.

        With PostgreSQL away the ending is owed, and True: it will be so.
        """
        try:
            async with self.services.database.transaction(run.tenant_id) as session:
                return await self._close(session, run, ending)
        except Unavailable as error:
            _log.warning("ending owed", turn_id=str(run.turn_id), error=str(error))
            self.owed[run.turn_id] = (run, ending)
            return True

    async def _close(self, session: AsyncSession, run: Run, ending: Event) -> bool:
        row = await TurnRows(session, run.tenant_id).turn(run.turn_id)
        if row is None or row.status not in _OPEN or self._is_of_another(row):
            return False
        # What it paid for is paid, also when nobody waits for the draft any more.
        paid = unstored_calls(run.turn) if run.turn is not None else []
        new = [event.to_new_event() for event in (*paid, ending)]
        await record(session, run.tenant_id, self.services.clock, new)
        if run.turn is not None:
            await settle_turn(run.turn, session)
        return True

    async def give_up(self, tenant_id: UUID, turn_id: UUID, code: str) -> None:
        """Close a running turn that nobody can run any more."""
        async with self.services.database.transaction(tenant_id) as session:
            row = await TurnRows(session, tenant_id).turn(turn_id)
            if row is not None and row.status == "running":
                ids = {"turn_id": turn_id, "conversation_id": row.conversation_id}
                new = [TurnFailed(**ids, code=code).to_new_event()]
                await record(session, tenant_id, self.services.clock, new)

    async def pay(self, turn_id: UUID | None = None) -> None:
        """Write endings that are owed: one turn's, or all."""
        for owed_id in [one for one in self.owed if turn_id in (None, one)]:
            run, ending = self.owed.pop(owed_id)
            await self.close(run, ending)

    async def cancel_waiting(
        self, session: AsyncSession, tenant_id: UUID, row: TurnRow, by: str
    ) -> None:
        """Stop a turn that waits for an answer: nothing of it runs anywhere."""
        ids = row.conversation_id
        rows = TurnRows(session, tenant_id)
        events: list[Event] = [
            QuestionWithdrawn(turn_id=row.id, conversation_id=ids, question_id=question.id)
            for question in await rows.questions_of(row.id)
            if question.status == "open"
        ]
        events.append(TurnCancelled(turn_id=row.id, conversation_id=ids, by=by))
        new = [event.to_new_event() for event in events]
        await record(session, tenant_id, self.services.clock, new)

    async def renew(self, runs: Iterable[Run]) -> list[Run]:
        """Hold on to the turns that are still running here; returns those that another one has."""
        until = self.services.clock.now() + LEASE
        lost: list[Run] = []
        for run in runs:
            async with self.services.database.transaction(run.tenant_id) as session:
                rows = TurnRows(session, run.tenant_id)
                if await rows.renew(run.turn_id, until, self.runner_id):
                    continue
                row = await rows.turn(run.turn_id)
                if row is not None and self._is_of_another(row):
                    lost.append(run)
        return lost

    def _is_of_another(self, row: TurnRow) -> bool:
        return row.status != "waiting" and row.runner_id not in (None, self.runner_id)

    async def release(self, run: Run) -> None:
        """Let go of a turn, so that another process may take it over at once."""
        past = self.services.clock.now() - LEASE
        async with self.services.database.transaction(run.tenant_id) as session:
            await TurnRows(session, run.tenant_id).renew(run.turn_id, past, self.runner_id)

    async def expired(self) -> list[tuple[UUID, UUID]]:
        """Tenant and turn of every running turn whose lease is over."""
        async with self.services.database.transaction(None) as session:
            connection = await driver_connection(session)
            rows = await connection.fetch(_EXPIRED, self.services.clock.now(), AT_ONCE)
        return [(row["tenant_id"], row["turn_id"]) for row in rows]
