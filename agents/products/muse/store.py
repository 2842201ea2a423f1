"""Drafts read from their rows. They change only through events (``app.core.projections``)."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.products.muse.schemas import DraftStatus, DraftView, VersionView
from app.core.database import driver_connection
from app.core.errors import NotFound

_DRAFT: Final = (
    "id, conversation_id, turn_id, skill, channel, status, language, version, decided_version, "
    "decided_by, decided_by_name, decided_at, decision_reason, parent_id, created_at, updated_at, "
    "stream_version"
)
_VERSION: Final = (
    "draft_id, version, text, extras, language, author, findings, score, sources, provider, "
    "created_at"
)
_GET: Final = f"SELECT {_DRAFT} FROM drafts WHERE tenant_id = $1 AND id = $2"  # noqa: S608
_LIST: Final = f"""
    SELECT {_DRAFT} FROM drafts
    WHERE tenant_id = $1 AND ($2::text IS NULL OR status = $2)
      AND ($3::timestamptz IS NULL OR (created_at, id) < ($3, $4::uuid))
    ORDER BY created_at DESC, id DESC LIMIT $5
"""  # noqa: S608
_OF_CONVERSATION: Final = f"""
    SELECT {_DRAFT} FROM drafts WHERE tenant_id = $1 AND conversation_id = $2
    ORDER BY created_at, id
"""  # noqa: S608
_VERSIONS: Final = f"""
    SELECT {_VERSION} FROM draft_versions
    WHERE tenant_id = $1 AND draft_id = ANY($2::uuid[]) ORDER BY draft_id, version
"""  # noqa: S608


Views = list[DraftView]


class DraftStore:
    """The drafts of one business, inside a transaction scoped to it."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._session = session
        self._tenant_id = tenant_id

    async def get(self, draft_id: UUID) -> DraftView:
        """That draft. Raises NotFound, also for another business's."""
        found = await self._views(_GET, draft_id)
        if not found:
            raise NotFound(
                "draft",
                params={"id": str(draft_id)},
                detail=f"this business has no draft {draft_id}",
            )
        return found[0]

    async def list(
        self,
        limit: int,
        *,
        status: DraftStatus | None = None,
        before: tuple[datetime, UUID] | None = None,
    ) -> Views:
        """Drafts, newest first; ``before`` is the last one of the page before."""
        at, last = before if before else (None, None)
        return await self._views(_LIST, status, at, last, limit)

    async def of_conversation(self, conversation_id: UUID) -> Sequence[DraftView]:
        """The drafts of a conversation, in the order they were written."""
        return await self._views(_OF_CONVERSATION, conversation_id)

    async def _views(self, query: str, *values: object) -> Views:
        connection = await driver_connection(self._session)
        rows = await connection.fetch(query, self._tenant_id, *values)
        if not rows:
            return []
        ids = [row["id"] for row in rows]
        versions: dict[UUID, list[VersionView]] = {}
        for row in await connection.fetch(_VERSIONS, self._tenant_id, ids):
            versions.setdefault(row["draft_id"], []).append(_version(row))
        return [_view(row, versions.get(row["id"], [])) for row in rows]


def _view(row: Mapping[str, Any], versions: Sequence[VersionView]) -> DraftView:
    return DraftView.model_validate({**dict(row), "versions": list(versions)})


def _version(row: Mapping[str, Any]) -> VersionView:
    return VersionView.model_validate({**dict(row), "provider": row["provider"] or ""})
