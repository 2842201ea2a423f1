"""Refresh tokens and browser sessions: random secrets of which only a hash is stored.

A refresh token is used once; using it gives the next of its family. Using it a second time means
that two hold it, so the whole family is revoked (RFC 9700, 4.14.2; checked 23 Nov 2026). A browser
session is a family of one that is not rotated.
"""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import NotFound, NotSignedIn
from app.core.ids import uuid7

REFRESH_LIFE: Final = timedelta(days=30)
SESSION_LIFE: Final = timedelta(days=30)

Use = Literal["refresh", "session"]
_LIFE: Final[dict[Use, timedelta]] = {"refresh": REFRESH_LIFE, "session": SESSION_LIFE}

_FIND = text("SELECT id, user_id, tenant_id FROM find_refresh_token(:hash)")
_INSERT = text(
    "INSERT INTO refresh_tokens"
    " (id, user_id, tenant_id, family_id, token_hash, expires_at, created_at)"
    " VALUES (:id, :user_id, :tenant_id, :family_id, :hash, :expires_at, :now)"
)
_USE = text(
    "UPDATE refresh_tokens SET used_at = :now WHERE id = :id AND used_at IS NULL"
    " AND revoked_at IS NULL AND expires_at > :now RETURNING family_id"
)
_LIVE = text(
    "SELECT family_id FROM refresh_tokens WHERE id = :id AND used_at IS NULL"
    " AND revoked_at IS NULL AND expires_at > :now"
)
_REVOKE = text(
    "UPDATE refresh_tokens SET revoked_at = :now WHERE revoked_at IS NULL AND family_id ="
    " (SELECT family_id FROM refresh_tokens WHERE id = :id)"
)
_WAS_USED = text("SELECT used_at IS NOT NULL FROM refresh_tokens WHERE id = :id")
_MEMBER = text("SELECT true FROM memberships WHERE user_id = :user_id AND tenant_id = :tenant_id")


def no_business(business: UUID) -> NotFound:
    """The same for a business of others and for one that is not there."""
    return NotFound("business", detail=f"no business {business} of yours")


@dataclass(frozen=True, slots=True)
class Holder:
    """Whose secret it is, for which business, and the family it belongs to."""

    user_id: UUID
    tenant_id: UUID
    family_id: UUID


class TokenFamilies:
    """Issues, checks, rotates and revokes."""

    def __init__(self, database: Database, clock: Clock) -> None:
        self._database = database
        self._clock = clock

    async def issue(self, use: Use, user_id: UUID, tenant_id: UUID) -> tuple[str, UUID]:
        """A new secret in a family of its own, and the family's id."""
        family_id = uuid7()
        async with self._database.transaction(tenant_id, user_id) as session:
            token = await self._insert(session, use, Holder(user_id, tenant_id, family_id))
        return token, family_id

    async def rotate(self, token: str, business: UUID | None = None) -> tuple[str, Holder]:
        """The refresh token that follows ``token``, which is used up by this.

        ``business`` is another one of its person's to go on in; the token stays good when it is
        none of hers.

        Raises:
            NotSignedIn: ``refresh_invalid``, or ``refresh_reused`` when it was used before: its
                family is revoked then.
            NotFound: ``business``.
        """
        row_id, user_id, tenant_id = await self._find("refresh", token)
        async with self._database.transaction(tenant_id, user_id) as session:
            values = {"id": row_id, "now": self._clock.now()}
            family_id = await session.scalar(_USE, values)
            if family_id is not None:
                if business is not None and not await session.scalar(
                    _MEMBER, {"user_id": user_id, "tenant_id": business}
                ):
                    raise no_business(business)
                holder = Holder(user_id, business or tenant_id, family_id)
                return await self._insert(session, "refresh", holder), holder
            reused = bool(await session.scalar(_WAS_USED, {"id": row_id}))
            if reused:
                await session.execute(_REVOKE, values)
        if reused:
            raise NotSignedIn("refresh_reused", detail="sign in again: this token was used before")
        raise NotSignedIn("refresh_invalid", detail="it has expired or was revoked; sign in again")

    async def holder(self, use: Use, token: str) -> Holder | None:
        """Whose living secret this is, or None."""
        try:
            row_id, user_id, tenant_id = await self._find(use, token)
        except NotSignedIn:
            return None
        async with self._database.transaction(tenant_id, user_id) as session:
            family_id = await session.scalar(_LIVE, {"id": row_id, "now": self._clock.now()})
        return Holder(user_id, tenant_id, family_id) if family_id else None

    async def revoke(self, use: Use, token: str) -> None:
        """End the secret's whole family; nothing happens when it is unknown."""
        try:
            row_id, user_id, tenant_id = await self._find(use, token)
        except NotSignedIn:
            return
        async with self._database.transaction(tenant_id, user_id) as session:
            await session.execute(_REVOKE, {"id": row_id, "now": self._clock.now()})

    async def _find(self, use: Use, token: str) -> tuple[UUID, UUID, UUID]:
        async with self._database.transaction(None) as session:
            row = (await session.execute(_FIND, {"hash": secret_hash(use, token)})).first()
        if row is None or row.id is None:
            raise NotSignedIn("refresh_invalid", detail="no such token; sign in again")
        return row.id, row.user_id, row.tenant_id

    async def _insert(self, session: AsyncSession, use: Use, holder: Holder) -> str:
        token = secrets.token_urlsafe(32)
        now = self._clock.now()
        await session.execute(
            _INSERT,
            {
                "id": uuid7(),
                "user_id": holder.user_id,
                "tenant_id": holder.tenant_id,
                "family_id": holder.family_id,
                "hash": secret_hash(use, token),
                "expires_at": now + _LIFE[use],
                "now": now,
            },
        )
        return token


def secret_hash(use: Use, token: str) -> bytes:
    """What is stored. The use is part of it, so that a cookie is no refresh token.

    A plain hash will do: the secret has 256 random bits, so there is nothing to guess.
    """
    return sha256(f"{use}:{token}".encode()).digest()
