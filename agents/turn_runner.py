"""Runs turns as tasks of their own: a turn outlives the socket that started it, and the process.

A row's lease says which runner has a turn. A runner that dies loses its leases; ``recover`` takes
such turns over, or closes them honestly after ``MOST_CRASHES``. This is the edge of a turn: what
nobody foresaw becomes a ``turn.failed`` event, and the next turn goes on.
"""

import asyncio
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, Final
from uuid import UUID

import structlog

from agents import pipeline
from agents.cancel_bus import CancelBus
from agents.cancellation import TurnLost, TurnStopped
from agents.events import Event, TurnCancelled, TurnFailed
from agents.opening import MOST_CRASHES, Opener, Replay
from agents.services import Services
from agents.turn import Turn
from agents.turn_context import TurnRequest
from agents.turn_keeping import Keeper
from agents.turn_result import turn_result
from agents.turn_rows import TurnRows
from agents.turn_stream import Run, StoredTurn, TurnHandle, read_events
from app.core.errors import NotFound, RaptorError, Unavailable
from app.core.event_store import EventStore
from app.core.ids import uuid7
from app.observability import metrics

TICK_SECONDS: Final = 3.0
GRACE_SECONDS: Final = 5.0
REMEMBERED: Final = 10_000
INTERRUPTED: Final = "interrupted"
OUR_BUG: Final = "our_bug"
_OPEN: Final = frozenset({"running", "waiting"})

_log = structlog.get_logger(__name__)


class TurnRunner:
    """The turns of one process."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.id = uuid7().hex
        self._opener = Opener(services, self.id)
        self._keeper = Keeper(services, self.id)
        self._bus = CancelBus(services.redis)
        self._runs: dict[UUID, Run] = {}
        self._tenants: OrderedDict[UUID, UUID] = OrderedDict()
        self._watch: asyncio.Task[None] | None = None

    @property
    def services(self) -> Services:
        """What its turns stand on."""
        return self._services

    async def start(self, request: TurnRequest) -> TurnHandle:
        """Run a request; the same turn id again joins the turn instead of running it twice.

        Returns once the message is durable. A turn that failed or was stopped is run again. When
        PostgreSQL is away the handle carries ``turn.failed``.

        Raises:
            NotFound: the conversation, draft or question is not this business's.
        """
        self._begin_watching()
        run = self._runs.get(request.turn_id)
        if run is None:
            run = Run(
                request.turn_id, request.tenant_id, request.conversation_id, source=request.source
            )
            self._keep(request.turn_id, run)
            run.task = asyncio.create_task(self._drive(run, request), name=f"turn {run.turn_id}")
        await run.opened.wait()
        if run.refused is not None:
            raise run.refused
        if run.elsewhere is not None:
            return self.attach(run.tenant_id, run.elsewhere)
        return TurnHandle(run.turn_id, run)

    async def retry(self, tenant_id: UUID, turn_id: UUID) -> TurnHandle:
        """Run a failed or stopped turn again, from its stored request. Raises NotFound."""
        async with self._services.database.transaction(tenant_id) as session:
            row = await TurnRows(session, tenant_id).turn(turn_id)
        if row is None:
            raise NotFound("turn", detail=f"this business has no turn {turn_id}")
        return await self.start(TurnRequest.model_validate(row.request))

    def attach(self, tenant_id: UUID, turn_id: UUID) -> TurnHandle:
        """Watch a turn from its very first event, wherever it runs or ran."""
        self._remember(turn_id, tenant_id)
        services = self._services
        stored = StoredTurn(services.database, services.clock, tenant_id, turn_id)
        return TurnHandle(turn_id, stored)

    async def cancel(self, turn_id: UUID, tenant_id: UUID, by: str) -> bool:
        """Stop a turn, here or on another replica; False when there was nothing to stop."""
        run = self._runs.get(turn_id)
        if run is not None and run.tenant_id == tenant_id:
            stopped = run.stop(by)
            if run.task is not None:
                await asyncio.wait({run.task})
            return stopped
        async with self._services.database.transaction(tenant_id) as session:
            row = await TurnRows(session, tenant_id).turn(turn_id)
            if row is None or row.status not in _OPEN:
                return False
            if row.status == "waiting":
                await self._keeper.cancel_waiting(session, tenant_id, row, by)
                return True
        return await self._bus.publish(turn_id, tenant_id, by)

    async def result(self, turn_id: UUID, tenant_id: UUID | None = None) -> dict[str, Any]:
        """The turn as one object (see ``turn_result``). Turns started elsewhere need the tenant.

        Raises:
            NotFound: no such turn.
        """
        registry = self._services.registry
        if turn_id in self._keeper.owed:
            return turn_result(turn_id, self._keeper.owed[turn_id][0].events, registry)
        owner = tenant_id or self._tenants.get(turn_id)
        if owner is None:
            raise NotFound("turn", detail=f"turn {turn_id} was not started here; pass its tenant")
        async with self._services.database.transaction(owner) as session:
            stored = await EventStore(session, owner, self._services.clock).of_turn(turn_id)
        if not stored:
            raise NotFound("turn", detail=f"this business has no turn {turn_id}")
        return turn_result(turn_id, read_events(stored), registry)

    async def recover(self) -> int:
        """Take over turns whose runner is gone, now and from now on every few seconds.

        Returns how many were taken over or closed now.
        """
        self._begin_watching()
        return await self._recover_once()

    async def stop(self) -> None:
        """Let running turns end; hand those that take too long to whoever comes next."""
        if self._watch is not None:
            self._watch.cancel()
            await asyncio.wait({self._watch})
            self._watch = None
        await self._bus.close()
        tasks = {run.task for run in self._runs.values() if run.task is not None}
        if tasks:
            _, late = await asyncio.wait(tasks, timeout=GRACE_SECONDS)
            for task in late:
                task.cancel()
            if late:
                await asyncio.wait(late)
        with suppress(Unavailable):
            await self._keeper.pay()

    def _begin_watching(self) -> None:
        if self._watch is None or self._watch.done():
            self._watch = asyncio.create_task(self._keep_watch(), name="turn-watch")
            self._bus.listen(self._heard)

    def _heard(self, turn_id: UUID, tenant_id: UUID, by: str) -> None:
        run = self._runs.get(turn_id)
        if run is not None and run.tenant_id == tenant_id:
            run.stop(by)

    async def _keep_watch(self) -> None:
        """Renew leases, write what is owed, take over what was left."""
        while True:
            await asyncio.sleep(TICK_SECONDS)
            try:
                running = {id(run): run for run in self._runs.values()}.values()
                for lost in await self._keeper.renew(running):
                    self._leave(lost)
                await self._keeper.pay()
                await self._recover_once()
            except Unavailable as error:
                _log.warning("turns not watched this time", error=str(error))

    async def _recover_once(self) -> int:
        taken = 0
        for tenant_id, turn_id in await self._keeper.expired():
            if turn_id in self._runs:
                continue
            run = Run(turn_id, tenant_id, turn_id)
            try:
                turn = await self._opener.take_over(tenant_id, turn_id, run.token)
            except (NotFound, ValueError) as error:
                # Its thread was deleted, or it was stored by a program that thought otherwise.
                _log.warning("turn cannot be taken over", turn_id=str(turn_id), error=str(error))
                await self._keeper.give_up(tenant_id, turn_id, INTERRUPTED)
                continue
            if turn is None:
                continue
            taken += 1
            run.conversation_id, run.source = turn.request.conversation_id, turn.request.source
            _log.info("turn taken over", turn_id=str(turn_id), attempt=turn.attempt)
            self._keep(turn_id, run)
            run.task = asyncio.create_task(self._finish(run, turn), name=f"turn {turn_id}")
        return taken

    async def _drive(self, run: Run, request: TurnRequest) -> None:
        """Open a request, then run it."""

        async def stages() -> None:
            await self._keeper.pay(request.turn_id)
            opened = await self._opener.open(request, run.token)
            if isinstance(opened, Replay):
                run.elsewhere = opened.turn_id
                return
            if opened.id != run.turn_id:
                # An answer: the turn that asked goes on, under its own id.
                run.turn_id = opened.id
                self._keep(opened.id, run)
            run.opened.set()
            await self._publish(run, opened)

        await self._guarded(run, stages)

    async def _finish(self, run: Run, turn: Turn) -> None:
        """Run a turn that was taken over, or close it when it keeps bringing runners down."""

        async def stages() -> None:
            run.opened.set()
            if turn.attempt > MOST_CRASHES:
                await self._end(run, TurnFailed(**run.ids, code=INTERRUPTED))
                return
            await self._publish(run, turn)

        await self._guarded(run, stages)

    async def _publish(self, run: Run, turn: Turn) -> None:
        run.turn = turn
        async for event in pipeline.go(turn):
            run.publish(event)

    async def _guarded(self, run: Run, work: Callable[[], Awaitable[None]]) -> None:
        """The edge: however the work ends, watchers are told, and the store where it can be."""
        metrics.TURNS_RUNNING.inc()
        began = self._services.clock.now()
        try:
            await work()
        except TurnStopped as stop:
            await self._end(run, TurnCancelled(**run.ids, by=stop.by))
        except TurnLost:
            self._leave(run)
        except asyncio.CancelledError:
            if run.token.by is None:
                # The process is going: let go, so that another one goes on at once.
                with suppress(Unavailable):
                    await self._keeper.release(run)
                raise
            if (task := asyncio.current_task()) is not None:
                task.uncancel()
            await self._end(run, TurnCancelled(**run.ids, by=run.token.by))
        except RaptorError as error:
            if run.opened.is_set() or isinstance(error, Unavailable):
                params = {name: str(value) for name, value in error.params.items()}
                _log.warning("turn failed", turn_id=str(run.turn_id), error=str(error))
                await self._end(run, TurnFailed(**run.ids, code=error.code, params=params))
            else:
                run.refused = error
        except Exception as error:  # noqa: BLE001 - the edge of a turn: it becomes an event
            _log.exception("turn failed unexpectedly", turn_id=str(run.turn_id))
            metrics.broad_except("turn", error)
            await self._end(run, TurnFailed(**run.ids, code=OUR_BUG))
        finally:
            self._forget(run)
            run.finish()
            metrics.TURNS_RUNNING.dec()
            took = (self._services.clock.now() - began).total_seconds()
            metrics.turn_ended(run.source, run.status, took)

    def _leave(self, run: Run) -> None:
        """This process slept too long and another one has the turn: who watches goes there."""
        run.leave(self._services.database, self._services.clock)
        _log.warning("turn lost to another process", turn_id=str(run.turn_id))

    async def _end(self, run: Run, ending: Event) -> None:
        if await self._keeper.close(run, ending):
            run.publish(ending)

    def _keep(self, turn_id: UUID, run: Run) -> None:
        self._runs[turn_id] = run
        self._remember(turn_id, run.tenant_id)

    def _forget(self, run: Run) -> None:
        for turn_id in [one for one, its in self._runs.items() if its is run]:
            del self._runs[turn_id]

    def _remember(self, turn_id: UUID, tenant_id: UUID) -> None:
        self._tenants[turn_id] = tenant_id
        self._tenants.move_to_end(turn_id)
        if len(self._tenants) > REMEMBERED:
            self._tenants.popitem(last=False)
