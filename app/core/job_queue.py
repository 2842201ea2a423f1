"""Putting background work into the queue, in the transaction that makes it necessary.

The queue is pgqueuer's, in a schema of its own of the same database, so a job is there exactly when
the change it belongs to is. ``app.jobs`` runs what is put here. A payload names things by id and
holds nothing else: the queue is not divided by business.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Any, Final

import orjson
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.clock import Clock
from app.core.database import driver_connection
from app.core.ids import uuid_as_text

SCHEMA: Final = "pgqueuer"


async def enqueue(
    session: AsyncSession,
    clock: Clock,
    name: str,
    payload: Mapping[str, Any],
    *,
    at: datetime | None = None,
    key: str | None = None,
) -> bool:
    """Have ``app.jobs`` run the job of that name once this transaction commits.

    Args:
        session: a transaction of :meth:`app.core.database.Database.transaction`.
        clock: tells how far away ``at`` is.
        name: as in the catalogue of jobs.
        payload: JSON; ids only.
        at: not before this instant; at once when None or past.
        key: while a job with the same key waits or runs, this one is not put in.

    Returns:
        False when ``key`` was there already.
    """
    wait = max(at - clock.now(), timedelta()) if at is not None else timedelta()
    body = orjson.dumps(dict(payload), uuid_as_text)
    connection = await driver_connection(session)
    rows = await connection.fetch(_insert(), [0], [name], [body], [wait], [key], [None])
    return bool(rows)


@lru_cache(maxsize=1)
def _insert() -> str:
    """Pgqueuer's own statement, so that the row is what its worker expects."""
    from pgqueuer.adapters.persistence.qb import QueryQueueBuilder

    return QueryQueueBuilder(queue_settings()).build_enqueue_query(on_conflict="skip")


@lru_cache(maxsize=1)
def queue_settings() -> Any:
    """Where pgqueuer's tables are. Imported on first use: serving a page needs none of it."""
    from pgqueuer.domain.settings import DBSettings

    return DBSettings(db_schema=SCHEMA)
