"""Conversations: the threads of a business, how she writes in each, and what they are called."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.errors import NotFound
from app.core.statements import Statement
from app.core.variants import Variant, as_variant

_COLUMNS: Final = "id, user_id, title, talk_language, source, created_at, updated_at"
_OPEN: Final = f"""
    WITH made AS (
        INSERT INTO conversations
            (id, tenant_id, user_id, title, talk_language, source, created_at, updated_at)
        VALUES ($1, $2, $3, NULL, NULL, $4, $5, $5)
        ON CONFLICT (id) DO NOTHING RETURNING {_COLUMNS}
    )
    SELECT {_COLUMNS} FROM made
    UNION ALL
    SELECT {_COLUMNS} FROM conversations WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL
    LIMIT 1
"""  # noqa: S608  only the constant above
_GET: Final = f"""
    SELECT {_COLUMNS} FROM conversations WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL
"""  # noqa: S608
_LIST: Final = f"""
    SELECT {_COLUMNS} FROM conversations
    WHERE tenant_id = $1 AND user_id = $2 AND deleted_at IS NULL
      AND ($3::timestamptz IS NULL OR (updated_at, id) < ($3, $4::uuid))
      AND ($6::text IS NULL OR title ILIKE '%' || $6 || '%')
    ORDER BY updated_at DESC, id DESC LIMIT $5
"""  # noqa: S608
_RENAME: Final = (
    "UPDATE conversations SET title = $3, updated_at = $4 WHERE id = $1 AND tenant_id = $2"
)
_DELETE: Final = """
    UPDATE conversations SET deleted_at = $3
    WHERE id = $1 AND tenant_id = $2 AND deleted_at IS NULL RETURNING id
"""
_TOUCH: Final = """
    UPDATE conversations SET updated_at = $3, talk_language = COALESCE($4, talk_language),
           title = COALESCE(title, $5)
    WHERE id = $1 AND tenant_id = $2
"""


@dataclass(frozen=True, slots=True)
class Conversation:
    """One thread. ``talk_language`` is the way she last wrote in it, None before she did."""

    id: UUID
    user_id: UUID
    title: str | None
    talk_language: Variant | None
    source: str
    created_at: datetime
    updated_at: datetime


class ConversationStore:
    """The threads of one business, inside a transaction scoped to it."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._session = session
        self._tenant_id = tenant_id
        self._clock = clock

    async def create(
        self, conversation_id: UUID, user_id: UUID, source: str = "chat"
    ) -> Conversation:
        """Open a thread; one that is there already is returned as it is.

        Raises:
            NotFound: the id belongs to another business, or the thread was deleted.
        """
        connection = await driver_connection(self._session)
        row = await connection.fetchrow(
            _OPEN, conversation_id, self._tenant_id, user_id, source, self._clock.now()
        )
        return _read(row, conversation_id)

    async def get(self, conversation_id: UUID) -> Conversation:
        """That thread. Raises NotFound."""
        connection = await driver_connection(self._session)
        row = await connection.fetchrow(_GET, conversation_id, self._tenant_id)
        return _read(row, conversation_id)

    async def list(
        self,
        user_id: UUID,
        *,
        limit: int = 20,
        before: tuple[datetime, UUID] | None = None,
        search: str | None = None,
    ) -> list[Conversation]:
        """Her threads, the one last used first; ``before`` is the last row of the page before."""
        connection = await driver_connection(self._session)
        at, last = before if before else (None, None)
        rows = await connection.fetch(_LIST, self._tenant_id, user_id, at, last, limit, search)
        return [_read(row, row["id"]) for row in rows]

    async def rename(self, conversation_id: UUID, title: str) -> None:
        """Call a thread something else. Raises NotFound."""
        await self.get(conversation_id)
        connection = await driver_connection(self._session)
        await connection.execute(
            _RENAME, conversation_id, self._tenant_id, title.strip()[:120], self._clock.now()
        )

    async def delete(self, conversation_id: UUID) -> None:
        """Hide a thread. Raises NotFound when it is not there (any more)."""
        connection = await driver_connection(self._session)
        gone = await connection.fetchval(
            _DELETE, conversation_id, self._tenant_id, self._clock.now()
        )
        if gone is None:
            raise _missing(conversation_id)

    async def talk_language(self, conversation_id: UUID) -> Variant | None:
        """How she last wrote in the thread. Raises NotFound."""
        return (await self.get(conversation_id)).talk_language


def touching(
    conversation_id: UUID,
    tenant_id: UUID,
    now: datetime,
    talk_language: Variant | None = None,
    title: str | None = None,
) -> Statement:
    """To note that the thread was used, how she writes, and a title if it has none yet."""
    return Statement(_TOUCH, (conversation_id, tenant_id, now, talk_language, title))


def known(conversation_id: UUID, tenant_id: UUID) -> Statement:
    """To ask for the thread if it is there; :func:`conversation_of` reads its row."""
    return Statement(_GET, (conversation_id, tenant_id))


def conversation_of(row: Sequence[object]) -> Conversation:
    """The thread of a row that :func:`known` found."""
    found = Conversation(*row)  # type: ignore[arg-type]  # columns in the order of _COLUMNS
    talk = as_variant(found.talk_language or "")
    return found if talk == found.talk_language else _with_talk(found, talk)


def _read(row: Sequence[object] | None, conversation_id: UUID) -> Conversation:
    if row is None:
        raise _missing(conversation_id)
    return conversation_of(row)


def _with_talk(found: Conversation, talk: Variant | None) -> Conversation:
    return Conversation(
        found.id,
        found.user_id,
        found.title,
        talk,
        found.source,
        found.created_at,
        found.updated_at,
    )


def _missing(conversation_id: UUID) -> NotFound:
    return NotFound(
        "conversation",
        params={"id": str(conversation_id)},
        detail=f"no conversation {conversation_id} in this business",
    )
