"""What a conversation's cards are drawn from: its rows now, and how it is looked at."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any
from uuid import UUID

from sqlalchemy import select

from agents.products.muse.schemas import Actor, DraftView
from agents.products.muse.store import DraftStore
from agents.products.onboarding.schemas import Summary
from app.chat import runtime
from app.chat.calendar_card import Almanac, calendar_card
from app.chat.cards import Props
from app.chat.draft_card import CardFrame, draft_card
from app.chat.foundation_card import foundation_card
from app.chat.plan_card import PlanBoard, plan_card
from app.chat.render import Look
from app.chat.shops_card import ShopList, shops_card
from app.chat.turn_state import Entry, TurnState
from app.chat.usage_card import usage_card
from app.chat.usage_rows import UsageBoard
from app.core.clock import IST, today_ist
from app.core.tables import Draft
from app.core.variants import Variant
from integrations.languages.formats import short_date
from integrations.languages.messages import has, text


@dataclass(frozen=True)
class Board:
    """Drafts of a conversation as their rows stand now, and what is known of the shop."""

    drafts: Mapping[UUID, DraftView] = field(default_factory=dict)
    children: frozenset[tuple[UUID | None, str]] = frozenset()
    summary: Summary | None = None
    plans: PlanBoard | None = None
    almanac: Almanac | None = None
    usage: UsageBoard | None = None
    shops: ShopList | None = None

    @classmethod
    def whole(cls, views: Iterable[DraftView], summary: Summary | None = None) -> "Board":
        """All drafts of a conversation."""
        known = {view.id: view for view in views}
        made_from = frozenset((view.parent_id, view.language) for view in known.values())
        return cls(known, made_from, summary)

    @classmethod
    async def of(cls, actor: Actor, drafts: Iterable[UUID]) -> "Board":
        """Just these drafts; there may be hundreds of others."""
        database, wanted = runtime.services().database, list(drafts)
        async with database.transaction(actor.tenant_id, actor.user_id) as session:
            store = DraftStore(session, actor.tenant_id)
            views = {draft: await store.get(draft) for draft in wanted}
            made_from = select(Draft.parent_id, Draft.language).where(Draft.parent_id.in_(wanted))
            children = {(row[0], row[1]) for row in await session.execute(made_from)}
        return cls(views, frozenset(children))

    def replaced(self, view: DraftView) -> bool:
        """Whether a newer card of the same thing stands below: same language, made from it."""
        return (view.id, view.language) in self.children


def look_at(
    board: Board,
    thread_id: UUID,
    actor: Actor,
    *,
    open_steps: bool = False,
    feedback: Mapping[str, Mapping[str, Any]] | None = None,
    shown: int | None = None,
    elsewhere: bool = False,
) -> Look:
    """How ``actor`` looks at a conversation now."""
    services = runtime.services()

    def card_of(draft_id: UUID, turn: TurnState) -> Props | None:
        view = board.drafts.get(draft_id)
        if view is None:
            return None
        skill = services.registry.get(view.skill) if view.skill in services.registry else None
        frame = CardFrame(
            talk=turn.talk,
            viewer=actor.user_id,
            now=services.clock.now(),
            max_chars=skill.max_chars if skill else None,
            stale=board.replaced(view),
            over=over(turn, view),
            waved=_waved(turn, view.id),
            shown=shown,
            elsewhere=elsewhere,
        )
        return draft_card(view, frame)

    def summary_of(entry: Entry, turn: TurnState, stale: bool) -> Props | None:
        if board.summary is None:
            return None
        line = str(entry.data["text"])
        return foundation_card(entry.id, line, board.summary, turn.talk, stale=stale)

    def plans_of(entry: Entry, turn: TurnState, stale: bool) -> Props | None:
        if board.plans is None:
            return None
        line, sub = str(entry.data["text"]), board.plans.sub
        wanted = str(entry.data["params"].get("view", ""))
        view = wanted if sub.is_live and not sub.cancel_at_end else ""
        return plan_card(entry.id, line, board.plans, turn.talk, view=view, stale=stale)

    def usage_of(entry: Entry, turn: TurnState, stale: bool) -> Props | None:
        if board.usage is None:
            return None
        # Her sentence about a change stands above; the figures are the card's own.
        line = "\n".join(str(entry.data["text"]).splitlines()[:-1])
        thread = str(thread_id)
        return usage_card(entry.id, line, board.usage, turn.talk, thread=thread, stale=stale)

    def calendar_of(entry: Entry, turn: TurnState, stale: bool) -> Props | None:
        if board.almanac is None:
            return None
        return calendar_card(entry.id, thread_id, board.almanac, turn.talk, stale=stale)

    return Look(
        thread_id,
        festival_name,
        card_of,
        open_steps=open_steps,
        feedback=feedback or {},
        summary_of=summary_of,
        plans_of=plans_of,
        calendar_of=calendar_of,
        usage_of=usage_of,
        shops_of=partial(_shops_of, board, thread_id),
    )


def _shops_of(
    board: Board, thread_id: UUID, entry: Entry, turn: TurnState, stale: bool
) -> Props | None:
    if board.shops is None:
        return None
    return shops_card(entry.id, thread_id, board.shops, turn.talk, stale=stale)


def festival_name(festival_id: str, talk: Variant) -> str | None:
    """What the festival is called in that variant."""
    festival = runtime.services().calendar.get(festival_id)
    return festival.names.get(talk) if festival else None


def over(turn: TurnState, view: DraftView) -> str | None:
    """Why a message that still waits can no longer be sent, as a sentence; None while it can."""
    services = runtime.services()
    today = today_ist(services.clock)
    until = turn.slots.get("date")
    if isinstance(until, str) and (last := date.fromisoformat(until)) < today:
        return text(turn.talk, "chat.card.offerOver", date=short_date(last, turn.talk))
    festival = turn.slots.get("festival")
    if not isinstance(festival, str):
        return None
    written = view.created_at.astimezone(IST).date()
    day = services.calendar.next(festival, written)
    name = festival_name(festival, turn.talk)
    if day is None or day.date >= today or name is None:
        return None
    return text(turn.talk, "chat.card.festivalOver", festival=name)


def _waved(turn: TurnState, draft_id: UUID) -> str | None:
    """By which rule of hers the draft was approved, as a sentence."""
    key, params = turn.waved.get(draft_id, ("", {}))
    return text(turn.talk, key, **params) if key and has(key, turn.talk) else None
