"""Chainlit's data layer over our own rows: one truth, one write.

Steps, messages and cards are not stored by Chainlit: a thread is a conversation, rendered from its
events and drafts whenever it is opened. Whoever asks is taken from the request or the socket,
never from an argument, and sees only what is theirs.
"""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from chainlit.data.base import BaseDataLayer
from chainlit.element import ElementDict
from chainlit.types import (
    Feedback,
    PageInfo,
    PaginatedResponse,
    Pagination,
    ThreadDict,
    ThreadFilter,
)
from chainlit.user import PersistedUser, User

from app.chat import feedback as thumbs
from app.chat import runtime
from app.chat.auth import asking, identifier_of
from app.chat.history import own_conversation, read_conversation, thread_of, thread_row
from app.core.errors import NotFound, NotSignedIn
from memory.conversation import Conversation, ConversationStore

LONGEST_PAGE: Final = 50


class ConversationLayer(BaseDataLayer):
    """Threads are conversations; the rest Chainlit would keep is ours already."""

    async def get_user(self, identifier: str) -> PersistedUser | None:
        """Nobody is looked up here: every request brings its user (``app.chat.auth``)."""
        del identifier
        return None

    async def create_user(self, user: User) -> PersistedUser | None:
        """Accounts are made at sign-up; the user that signed in is the user."""
        return user if isinstance(user, PersistedUser) else None

    async def list_threads(
        self, pagination: Pagination, filters: ThreadFilter
    ) -> PaginatedResponse[ThreadDict]:
        """Her conversations, the one last used first; the cursor is the last row of a page."""
        actor = asking()
        services = runtime.services()
        first = max(1, min(pagination.first, LONGEST_PAGE))
        async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
            store = ConversationStore(session, actor.tenant_id, services.clock)
            rows = await store.list(
                actor.user_id,
                limit=first + 1,
                before=_read_cursor(pagination.cursor),
                search=filters.search or None,
            )
        page = rows[:first]
        more = len(rows) > first
        info = PageInfo(
            hasNextPage=more,
            startCursor=_cursor(page[0]) if page else None,
            endCursor=_cursor(page[-1]) if more else None,
        )
        return PaginatedResponse(pageInfo=info, data=[thread_row(row, actor) for row in page])

    async def get_thread(self, thread_id: str) -> ThreadDict | None:
        """The conversation with everything on it; None when it is not hers."""
        try:
            actor = asking()
            archive = await read_conversation(actor, UUID(thread_id))
        except (NotFound, NotSignedIn, ValueError):
            return None
        return thread_of(archive, actor, archive.screen(actor))

    async def get_thread_author(self, thread_id: str) -> str:
        """Who owns the thread, as Chainlit names them; empty when it is not the asker."""
        try:
            actor = asking()
            services = runtime.services()
            async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
                store = ConversationStore(session, actor.tenant_id, services.clock)
                await own_conversation(store, actor, UUID(thread_id))
        except (NotFound, NotSignedIn, ValueError):
            return ""
        return identifier_of(actor)

    async def update_thread(
        self,
        thread_id: str,
        name: str | None = None,
        user_id: str | None = None,
        metadata: dict[str, Any] | None = None,
        tags: list[str] | None = None,
    ) -> None:
        """Rename a conversation of hers.

        Chainlit also calls this with her first words as the name and herself as the user, and with
        the session's memory at every disconnect: titles are ours to make, and memory is rows.
        """
        del metadata, tags
        if name is None or user_id is not None:
            return
        actor = asking()
        services = runtime.services()
        async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
            store = ConversationStore(session, actor.tenant_id, services.clock)
            await own_conversation(store, actor, UUID(thread_id))
            await store.rename(UUID(thread_id), name)

    async def delete_thread(self, thread_id: str) -> None:
        """Hide a conversation of hers."""
        actor = asking()
        services = runtime.services()
        async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
            store = ConversationStore(session, actor.tenant_id, services.clock)
            await own_conversation(store, actor, UUID(thread_id))
            await store.delete(UUID(thread_id))

    async def upsert_feedback(self, feedback: Feedback) -> str:
        """Keep her thumb; returns its id. Raises NotFound for a step that is not hers."""
        return str(await thumbs.keep(asking(), feedback.forId, feedback.value, feedback.comment))

    async def delete_feedback(self, feedback_id: str) -> bool:
        """Take her thumb back. Raises NotFound when it is not hers."""
        await thumbs.take_back(asking(), feedback_id)
        return True

    async def get_element(self, thread_id: str, element_id: str) -> ElementDict | None:
        """A card of a conversation of hers."""
        thread = await self.get_thread(thread_id)
        cards = (thread["elements"] if thread else None) or []
        return next((card for card in cards if card["id"] == element_id), None)

    async def create_element(self, element: Any) -> None:
        """Nothing: cards are rendered."""

    async def delete_element(self, element_id: str, thread_id: str | None = None) -> None:
        """Nothing: cards are rendered."""

    async def create_step(self, step_dict: Any) -> None:
        """Nothing: the event that a step shows is stored by the turn."""

    async def update_step(self, step_dict: Any) -> None:
        """Nothing: see ``create_step``."""

    async def delete_step(self, step_id: str) -> None:
        """Nothing: see ``create_step``."""

    async def get_favorite_steps(self, user_id: str) -> list[Any]:
        """None: favourites are off."""
        del user_id
        return []

    async def build_debug_url(self) -> str:
        """No debugging from the page."""
        return ""

    async def close(self) -> None:
        """Nothing of its own is open."""


def _cursor(row: Conversation) -> str:
    return f"{row.updated_at.isoformat()}|{row.id}"


def _read_cursor(cursor: str | None) -> tuple[datetime, UUID] | None:
    """Where the page before ended; a cursor nobody of us made starts at the beginning."""
    at, _, last = (cursor or "").partition("|")
    try:
        return datetime.fromisoformat(at), UUID(last)
    except ValueError:
        return None
