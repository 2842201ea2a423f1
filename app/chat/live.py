"""Shows a turn to an open page while it runs.

Events come faster than a page can use them: they are folded as they come and painted a few times
a second, so a turn that takes a tenth of a second costs a handful of messages.
"""

import asyncio
from contextlib import suppress
from typing import Final
from uuid import UUID

from chainlit.emitter import BaseChainlitEmitter

from agents.events import ApprovalDecided, Event, MessageReceived
from agents.products.muse.schemas import Actor
from agents.products.onboarding import flow as onboarding
from agents.turn_stream import TurnHandle
from app.chat import runtime
from app.chat.board import Board, look_at
from app.chat.calendar_rows import read_almanac
from app.chat.desk import Desk
from app.chat.fresh import fresh_view
from app.chat.history import refreshed_cards, stored_before
from app.chat.painter import changes
from app.chat.plan_rows import plan_board
from app.chat.render import Screen, render
from app.chat.scene import Scene
from app.chat.shops_rows import shop_list
from app.chat.turn_state import TurnState
from app.chat.usage_rows import usage_board

# The first line is there at once; what follows within the same blink goes along with it.
FIRST_PAINT_SECONDS: Final = 0.03
REPAINT_SECONDS: Final = 0.06
SUMMARY: Final = "FoundationCard"


class Viewer:
    """One turn on one page."""

    def __init__(
        self, desk: Desk, emitter: BaseChainlitEmitter, actor: Actor, thread_id: UUID, phone: bool
    ) -> None:
        self._desk = desk
        self._emitter = emitter
        self._actor = actor
        self._thread_id = thread_id
        self._phone = phone
        self._scene = Scene(desk.says)
        self._shown = Screen()
        self._board = Board()
        self._news = asyncio.Event()
        self._brush = asyncio.Lock()
        self._retired = False
        self._others_moved = False
        self.approved = False

    def retire(self) -> None:
        """Show nothing any more: another viewer has taken over."""
        self._retired = True

    async def watch(
        self, handle: TurnHandle, refresh: frozenset[UUID] = frozenset()
    ) -> TurnState | None:
        """Show the turn until it ends or waits; returns how it stood then.

        ``refresh``: drafts whose cards wait for the turn, whatever becomes of it.
        """
        self._desk.viewers[handle.turn_id] = self
        self._shown = self._desk.screens.get(handle.turn_id, Screen())
        painting = asyncio.create_task(self._paint_as_news_come())
        clock = runtime.services().clock
        try:
            async for event in handle.events():
                if event.turn_id != handle.turn_id:
                    self._others_moved = True
                    continue
                if not self._scene.turns and not isinstance(event, MessageReceived):
                    await self._catch_up(event)
                if isinstance(event, ApprovalDecided) and event.decision == "approved":
                    self.approved = True
                self._scene.apply(event, clock.now())
                self._news.set()
        finally:
            async with self._brush:  # cut off in mid-paint, the page would show a piece twice
                painting.cancel()
            with suppress(asyncio.CancelledError):
                await painting
            if self._desk.viewers.get(handle.turn_id) is self:
                del self._desk.viewers[handle.turn_id]
        await self._finish(refresh)
        turn = self._scene.turns.get(handle.turn_id)
        if turn is not None and not self._retired:
            self._desk.talk = turn.talk
            self._desk.remember(handle.turn_id, self._shown)
        return turn

    async def _catch_up(self, first: Event) -> None:
        """A turn that goes on (an answer, a retry) begins with what was stored before."""
        before = await stored_before(self._actor, first)
        self._scene.feed(before)

    @property
    def others_moved(self) -> bool:
        """Whether the turn changed what another turn shows, elsewhere on the page."""
        return self._others_moved

    async def _paint_as_news_come(self) -> None:
        pause = FIRST_PAINT_SECONDS
        while True:
            await self._news.wait()
            await asyncio.sleep(pause)
            self._news.clear()
            async with self._brush:
                await self._paint()
            pause = REPAINT_SECONDS

    async def _paint(self) -> None:
        if self._retired:
            return
        self._lay_out_ready()
        look = look_at(self._board, self._thread_id, self._actor, open_steps=not self._phone)
        await self._show(render(self._scene, look))

    def _lay_out_ready(self) -> None:
        """Of a plan, what is ready can be decided on while the rest is being written."""
        for turn in self._scene.turns.values():
            for draft in turn.ready & turn.born - set(self._board.drafts) if turn.plan else ():
                if view := fresh_view(turn, draft):
                    drafts = {**self._board.drafts, draft: view}
                    self._board = Board(drafts, self._board.children)

    async def _show(self, screen: Screen) -> None:
        for event, data in changes(self._shown, screen):
            await self._emitter.emit(event, data)
        self._shown = screen

    async def _finish(self, refresh: frozenset[UUID]) -> None:
        """The cards: of new drafts as the turn tells them, of others as their rows stand."""
        if self._retired:
            return
        turns = self._scene.turns.values()
        here = self._scene.turns.keys()
        born = {draft for turn in turns for draft in turn.born if draft in turn.entries}
        touched = {draft for turn in turns for draft in turn.touched} | refresh
        there = {UUID(card["forId"]) for card in self._shown.elements}
        fresh = {
            draft: view
            for turn in turns
            for draft in (turn.born & born) - touched - there
            if (view := fresh_view(turn, draft))
        }
        known = await Board.of(self._actor, born - set(fresh)) if born - set(fresh) else Board()
        summary = None
        if any(entry.kind == "foundation" for turn in turns for entry in turn.entries.values()):
            summary = await onboarding.summary(runtime.services(), self._actor)
            # An older one on the page becomes a line that points down.
            shown = [screen for turn, screen in self._desk.screens.items() if turn not in here]
            older = any(card["name"] == SUMMARY for screen in shown for card in screen.elements)
            self._others_moved = self._others_moved or older
        kinds = {entry.kind for turn in turns for entry in turn.entries.values()}
        plans = await plan_board(self._actor) if "plans" in kinds else None
        almanac = await read_almanac(self._actor) if "calendar" in kinds else None
        months = [
            e.data["params"] for turn in turns for e in turn.entries.values() if e.kind == "usage"
        ]
        usage = await usage_board(self._actor, months[-1].get("month", "")) if months else None
        shops = await shop_list(self._actor) if "shops" in kinds else None
        drafts = {**known.drafts, **fresh}
        self._board = Board(drafts, known.children, summary, plans, almanac, usage, shops)
        await self._paint()
        if touched - born:
            for card in await refreshed_cards(self._actor, self._thread_id, touched - born):
                await self._emitter.emit("element", card)
