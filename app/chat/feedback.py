"""Thumbs: one a person and step, on steps of their own conversations only."""

from uuid import UUID

from sqlalchemy import delete, select

from agents.products.muse.schemas import Actor
from app.chat import runtime
from app.chat.history import own_conversation
from app.core.errors import NotFound
from app.core.ids import uuid7
from app.core.tables import Feedback, Turn
from memory.conversation import ConversationStore

LONGEST_COMMENT = 2_000


async def keep(actor: Actor, step_id: str, value: int, comment: str | None) -> UUID:
    """Keep a thumb (1 up, 0 down) on a turn's step; a second one replaces the first.

    Raises NotFound when the step belongs to no conversation of hers.
    """
    services = runtime.services()
    turn_id = _id(step_id)
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        conversation_id = await session.scalar(
            select(Turn.conversation_id).where(Turn.id == turn_id)
        )
        if conversation_id is None:
            raise NotFound("step", detail="no step of that id in this business")
        store = ConversationStore(session, actor.tenant_id, services.clock)
        await own_conversation(store, actor, conversation_id)
        mine = (Feedback.step_id == str(turn_id), Feedback.user_id == actor.user_id)
        row = await session.scalar(select(Feedback).where(*mine))
        if row is None:
            row = Feedback(
                id=uuid7(),
                tenant_id=actor.tenant_id,
                conversation_id=conversation_id,
                step_id=str(turn_id),
                user_id=actor.user_id,
                created_at=services.clock.now(),
            )
            session.add(row)
        row.value = 1 if value else 0
        row.comment = comment[:LONGEST_COMMENT] if comment else None
        return row.id


async def take_back(actor: Actor, feedback_id: str) -> None:
    """Delete a thumb of hers. Raises NotFound when there is none of that id."""
    services = runtime.services()
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        gone = await session.scalar(
            delete(Feedback)
            .where(Feedback.id == _id(feedback_id), Feedback.user_id == actor.user_id)
            .returning(Feedback.id)
        )
        if gone is None:
            raise NotFound("feedback", detail="no feedback of that id is yours")


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise NotFound("step", detail="not an id of ours") from error
