"""A conversation as it is shown: its events and drafts read once, rendered by the one renderer."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeGuard, cast
from uuid import UUID

from chainlit.element import ElementDict
from chainlit.step import StepDict
from chainlit.types import ThreadDict
from sqlalchemy import select

from agents.events import Event, ReplySent, Stored, from_stored
from agents.products.muse.schemas import Actor
from agents.products.muse.store import DraftStore
from agents.products.onboarding import flow as onboarding
from app.chat import runtime
from app.chat.auth import identifier_of
from app.chat.board import Board, look_at
from app.chat.calendar_rows import read_almanac
from app.chat.plan_rows import plan_board
from app.chat.render import ElementRow, Screen, element_id, render
from app.chat.scene import Scene
from app.chat.shops_rows import shop_list
from app.chat.usage_rows import usage_board
from app.core.errors import NotFound
from app.core.event_store import EventStore, StoredEvent
from app.core.tables import Feedback, Turn
from memory.conversation import Conversation, ConversationStore


@dataclass(frozen=True)
class Archive:
    """All that is stored of a conversation, or of some of its turns."""

    conversation: Conversation
    events: list[tuple[Event, datetime]]
    board: Board
    feedback: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    running: tuple[UUID, ...] = ()

    def screen(self, actor: Actor) -> Screen:
        """Everything in it, as shown to ``actor``."""
        scene = Scene(self.conversation.talk_language or "en").feed(self.events)
        look = look_at(self.board, self.conversation.id, actor, feedback=self.feedback)
        return render(scene, look)


async def own_conversation(
    store: ConversationStore, actor: Actor, conversation_id: UUID
) -> Conversation:
    """That conversation, if it is hers. Raises NotFound; colleagues' threads are not found."""
    found = await store.get(conversation_id)
    if found.user_id != actor.user_id:
        raise NotFound("conversation", detail="the conversation is somebody else's")
    return found


async def read_conversation(actor: Actor, conversation_id: UUID) -> Archive:
    """All of a conversation of hers. Raises NotFound."""
    services = runtime.services()
    tenant = actor.tenant_id
    async with services.database.transaction(tenant, actor.user_id) as session:
        store = ConversationStore(session, tenant, services.clock)
        conversation = await own_conversation(store, actor, conversation_id)
        events = await EventStore(session, tenant, services.clock).of_conversation(conversation_id)
        drafts = await DraftStore(session, tenant).of_conversation(conversation_id)
        thumbs = await session.scalars(
            select(Feedback).where(Feedback.conversation_id == conversation_id)
        )
        running = await session.scalars(
            select(Turn.id).where(Turn.conversation_id == conversation_id, Turn.status == "running")
        )
        known = typed(events)
        summary = None
        if any(_shows_summary(event) for event, _ in known):
            summary = await onboarding.load_summary(session, services, actor)
        archive = Archive(
            conversation,
            known,
            Board.whole(drafts, summary),
            {row.step_id: _thumb(row) for row in thumbs if row.user_id == actor.user_id},
            tuple(running),
        )
    if any(_shows_plans(event) for event, _ in known):
        board = replace(archive.board, plans=await plan_board(actor))
        archive = replace(archive, board=board)
    if any(_shows_calendar(event) for event, _ in known):
        board = replace(archive.board, almanac=await read_almanac(actor))
        archive = replace(archive, board=board)
    if months := [event.params.get("month") for event, _ in known if _shows_usage(event)]:
        board = replace(archive.board, usage=await usage_board(actor, str(months[-1] or "")))
        archive = replace(archive, board=board)
    if any(_shows_shops(event) for event, _ in known):
        archive = replace(archive, board=replace(archive.board, shops=await shop_list(actor)))
    return archive


def _shows_shops(event: Event) -> bool:
    return isinstance(event, ReplySent) and event.kind == "shops"


def _shows_usage(event: Event) -> TypeGuard[ReplySent]:
    return isinstance(event, ReplySent) and event.kind == "usage"


def _shows_calendar(event: Event) -> bool:
    return isinstance(event, ReplySent) and event.kind == "calendar"


def _shows_plans(event: Event) -> bool:
    return isinstance(event, ReplySent) and event.kind == "plans"


def _shows_summary(event: Event) -> bool:
    return isinstance(event, ReplySent) and event.kind == "summary"


async def refreshed_cards(
    actor: Actor, conversation_id: UUID, drafts: Iterable[UUID], **frame: Any
) -> list[ElementRow]:
    """The cards of these drafts as they stand now; drafts that are not hers are left out.

    ``frame`` overrides how the cards are looked at (``shown``, ``elsewhere``).
    """
    services = runtime.services()
    tenant, wanted = actor.tenant_id, set(drafts)
    async with services.database.transaction(tenant, actor.user_id) as session:
        store = ConversationStore(session, tenant, services.clock)
        conversation = await own_conversation(store, actor, conversation_id)
        views = await DraftStore(session, tenant).of_conversation(conversation_id)
        board = Board.whole(views)
        turns = {board.drafts[draft].turn_id for draft in wanted if draft in board.drafts}
        events = EventStore(session, tenant, services.clock)
        stored = [event for turn in sorted(turns) for event in await events.of_turn(turn)]
    scene = Scene(conversation.talk_language or "en").feed(typed(stored))
    screen = render(scene, look_at(board, conversation_id, actor, **frame))
    cards = {str(element_id(draft)) for draft in wanted}
    return [card for card in screen.elements if card["id"] in cards]


async def stored_before(actor: Actor, event: Event) -> list[tuple[Event, datetime]]:
    """What is stored of the event's turn up to, and without, that event."""
    services = runtime.services()
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        store = EventStore(session, actor.tenant_id, services.clock)
        known = typed(await store.of_turn(event.turn_id))
    same = [at for at, (other, _) in enumerate(known) if other == event]
    return known[: same[-1]] if same else known


def typed(stored: Iterable[StoredEvent]) -> list[tuple[Event, datetime]]:
    """Stored rows as events with their instants; those whose content was erased are left out."""
    return [
        (from_stored(cast(Stored, event)), event.recorded_at)
        for event in stored
        if event.payload is not None
    ]


def _thumb(row: Feedback) -> dict[str, Any]:
    return {
        "id": str(row.id),
        "forId": row.step_id,
        "value": row.value,
        "comment": row.comment,
    }


def thread_row(row: Conversation, actor: Actor) -> ThreadDict:
    """A conversation in Chainlit's list, which groups by ``createdAt``: hers by last use."""
    return {
        "id": str(row.id),
        "createdAt": row.updated_at.isoformat(),
        "name": row.title,
        "userId": str(row.user_id),
        "userIdentifier": identifier_of(actor),
        "tags": [],
        "metadata": {},
        "steps": [],
        "elements": [],
    }


def thread_of(archive: Archive, actor: Actor, screen: Screen) -> ThreadDict:
    """A conversation as Chainlit's front end takes it, with all that is on it."""
    thread = thread_row(archive.conversation, actor)
    thread["metadata"] = {
        "talk": archive.conversation.talk_language,
        "running": [str(turn) for turn in archive.running],
        "titled": archive.conversation.title is not None,
    }
    thread["steps"] = cast(list[StepDict], screen.steps)
    thread["elements"] = cast(list[ElementDict], screen.elements)
    return thread
