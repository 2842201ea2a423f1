"""Sending a request again has no second effect: the first answer is stored and given again."""

import hashlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, and_, delete, select, update
from sqlalchemy.dialects.postgresql import insert

from app.core.clock import Clock, SystemClock
from app.core.database import Database
from app.core.errors import Conflict, InputError, Unavailable
from app.core.tables import IdempotencyKey

# Longer than any request may take: whoever holds a key longer died with it.
RUNNING_FOR: Final = timedelta(minutes=2)
# RFC draft-ietf-httpapi-idempotency-key-header leaves the time to the server; clients retry within
# a day (checked 2026-11-23).
KEPT_FOR: Final = timedelta(days=2)
LONGEST_KEY: Final = 255

Answer = tuple[int, Any]


async def once(
    db: Database,
    tenant_id: UUID,
    route: str,
    key: str,
    body: bytes,
    run: Callable[[], Awaitable[Answer]],
    *,
    clock: Clock | None = None,
) -> Answer:
    """Run an effect under a key, or give the answer it gave before.

    Args:
        db: where keys are kept.
        tenant_id: whose key; the same key of another business is another key.
        route: what is asked for, e.g. ``POST /api/v1/turns``.
        key: the caller's ``Idempotency-Key``.
        body: the raw request, to tell a repetition from a mistake.
        run: does it and returns (HTTP status, JSON answer). When it raises, nothing is kept and
            the same key may be tried again.
        clock: the time; the machine's by default.

    Raises:
        Conflict: ``request_running`` while the first request still runs.
        InputError: ``key_reused`` for another body, ``key_too_long`` beyond 255 characters.
    """
    if not 0 < len(key) <= LONGEST_KEY:
        raise InputError("key_too_long", params={"limit": LONGEST_KEY})
    now = (clock or SystemClock()).now()
    body_hash = hashlib.sha256(body).digest()
    place = _Place(tenant_id, route, key)
    stored = await _claim(db, place, body_hash, now)
    if stored is not None:
        return stored
    try:
        status_code, response = await run()
    except BaseException:
        with suppress(Unavailable):  # then the key comes free by itself after RUNNING_FOR
            await _forget(db, place, now)
        raise
    await _keep(db, place, now, status_code, response)
    return status_code, response


@dataclass(frozen=True)
class _Place:
    """Where one key is stored."""

    tenant_id: UUID
    route: str
    key: str

    def matches(self) -> ColumnElement[bool]:
        """The condition that finds it."""
        return and_(
            IdempotencyKey.tenant_id == self.tenant_id,
            IdempotencyKey.route == self.route,
            IdempotencyKey.key == self.key,
        )


async def _claim(db: Database, place: _Place, body_hash: bytes, now: datetime) -> Answer | None:
    """Take the key (None), or the answer stored under it."""
    fresh = {"body_hash": body_hash, "status": "running", "created_at": now}
    taken = insert(IdempotencyKey).values(**asdict(place), **fresh)
    abandoned = (IdempotencyKey.status == "running") & (
        IdempotencyKey.created_at < now - RUNNING_FOR
    )
    taken = taken.on_conflict_do_update(
        index_elements=["tenant_id", "route", "key"],
        set_=fresh,
        where=abandoned & (IdempotencyKey.body_hash == body_hash),
    )
    async with db.transaction(place.tenant_id) as session:
        if (await session.execute(taken.returning(IdempotencyKey.key))).first():
            return None
        found = await session.scalar(select(IdempotencyKey).where(place.matches()))
    if found is None or found.body_hash == body_hash:
        if found is not None and found.status == "done":
            return found.status_code or 200, found.response
        raise Conflict(
            "request_running", detail="the first request with this key still runs: wait for it"
        )
    raise InputError(
        "key_reused", detail="this Idempotency-Key came with another body: send a new key"
    )


async def _keep(
    db: Database, place: _Place, claimed_at: datetime, status_code: int, response: Any
) -> None:
    """Store the answer, and drop what nobody asks for any more."""
    async with db.transaction(place.tenant_id) as session:
        await session.execute(
            update(IdempotencyKey)
            .where(place.matches(), IdempotencyKey.created_at == claimed_at)
            .values(status="done", status_code=status_code, response=response)
        )
        await session.execute(
            delete(IdempotencyKey).where(
                IdempotencyKey.tenant_id == place.tenant_id,
                IdempotencyKey.created_at < claimed_at - KEPT_FOR,
            )
        )


async def _forget(db: Database, place: _Place, claimed_at: datetime) -> None:
    """Give the key back after a failure."""
    async with db.transaction(place.tenant_id) as session:
        await session.execute(
            delete(IdempotencyKey).where(
                place.matches(),
                IdempotencyKey.created_at == claimed_at,
                IdempotencyKey.status == "running",
            )
        )
