"""The people of a business, for the operator's command line."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text

from app.core.database import Database
from app.core.errors import NotFound

_MEMBERS: Final = text(
    "SELECT user_id, role FROM memberships WHERE tenant_id = :tenant_id"
    " ORDER BY CASE role WHEN 'owner' THEN 0 ELSE 1 END, created_at, user_id"
)
_LOGIN: Final = text("SELECT COALESCE(email, phone) FROM users WHERE id = :user_id")


@dataclass(frozen=True, slots=True)
class Member:
    """A person in a business; ``login`` is what they sign in with."""

    user_id: UUID
    tenant_id: UUID
    role: str
    login: str | None


async def members_of(database: Database, tenant_id: UUID) -> list[Member]:
    """Everybody in a business, its owner first.

    One transaction a person: row-level security shows a person's row to that person only.
    """
    async with database.transaction(tenant_id) as session:
        rows = (await session.execute(_MEMBERS, {"tenant_id": tenant_id})).all()
    found: list[Member] = []
    for row in rows:
        async with database.transaction(tenant_id, row.user_id) as session:
            login = await session.scalar(_LOGIN, {"user_id": row.user_id})
        found.append(Member(row.user_id, tenant_id, row.role, login))
    return found


async def owner_of(database: Database, tenant_id: UUID) -> UUID:
    """The owner of a business. Raises NotFound ``business`` when there is no such business."""
    async with database.transaction(tenant_id) as session:
        row = (await session.execute(_MEMBERS, {"tenant_id": tenant_id})).first()
    if row is None:
        raise NotFound("business", detail=f"no business {tenant_id}; see `raptorflow users list`")
    owner: UUID = row.user_id
    return owner
