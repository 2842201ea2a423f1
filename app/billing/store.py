"""Reading orders, refunds and mandates, and saying when the vendor is asked next."""

from datetime import datetime
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.schemas import Kind, Mandate, Order, Refund, read
from app.core.database import driver_connection
from app.core.errors import NotFound

_TABLES: Final[dict[Kind, str]] = {
    "order": "payment_orders", "refund": "refunds", "mandate": "mandates",
}  # fmt: skip

T = TypeVar("T", Order, Refund, Mandate)
_KINDS: Final[dict[type[Any], Kind]] = {Order: "order", Refund: "refund", Mandate: "mandate"}


async def find(session: AsyncSession, kind: type[T], id_: UUID, *, lock: bool = False) -> T | None:
    """The order, refund or mandate of that id, locked for this transaction when asked."""
    connection = await driver_connection(session)
    query = f"SELECT * FROM {_TABLES[_KINDS[kind]]} WHERE id = $1"  # noqa: S608
    row = await connection.fetchrow(query + (" FOR UPDATE" if lock else ""), id_)
    return None if row is None else read(kind, row)


async def get(session: AsyncSession, kind: type[T], id_: UUID, *, lock: bool = False) -> T:
    """The same, which must be there.

    Raises:
        NotFound: ``order``, ``refund`` or ``mandate``.
    """
    found = await find(session, kind, id_, lock=lock)
    if found is None:
        name = _KINDS[kind]
        raise NotFound(name, detail=f"this business has no {name} {id_}")
    return found


async def orders_about(session: AsyncSession, subject_id: UUID) -> list[Order]:
    """The orders for one subject (a subscription, a pack), newest first."""
    return await _many(
        session, Order, "subject_id = $1 ORDER BY created_at DESC, id DESC", subject_id
    )


async def refunds_of(session: AsyncSession, order_id: UUID) -> list[Refund]:
    """The refunds of one order, oldest first."""
    return await _many(session, Refund, "order_id = $1 ORDER BY created_at, id", order_id)


async def _many(session: AsyncSession, kind: type[T], condition: str, value: UUID) -> list[T]:
    connection = await driver_connection(session)
    query = f"SELECT * FROM {_TABLES[_KINDS[kind]]} WHERE {condition}"  # noqa: S608
    return [read(kind, row) for row in await connection.fetch(query, value)]


async def ask_at(
    session: AsyncSession,
    kind: Kind,
    id_: UUID,
    at: datetime | None,
    *,
    unless_moved_from: datetime | None = None,
) -> None:
    """Say when the vendor is asked next, None for never; whoever was sending it has done so.

    ``unless_moved_from``: leave it when it is no longer that, because a callback came in meanwhile.
    """
    connection = await driver_connection(session)
    await connection.execute(
        f"UPDATE {_TABLES[kind]} "  # noqa: S608
        "SET next_check_at = $2, checks = GREATEST(COALESCE(checks, 0), 0) "
        "WHERE id = $1 AND ($3::timestamptz IS NULL OR next_check_at = $3)",
        id_, at, unless_moved_from,
    )  # fmt: skip


async def take_turn(
    session: AsyncSession, kind: Kind, id_: UUID, now: datetime, until: datetime
) -> bool:
    """Become the one who sends it to the vendor, unless somebody is at it.

    Somebody is while ``checks`` is negative and ``next_check_at`` is to come.
    """
    connection = await driver_connection(session)
    taken = await connection.fetchval(
        f"UPDATE {_TABLES[kind]} SET next_check_at = $3, checks = -1 "  # noqa: S608
        "WHERE id = $1 AND (COALESCE(checks, 0) >= 0 OR next_check_at <= $2) RETURNING id",
        id_, now, until,
    )  # fmt: skip
    return taken is not None


async def worked_off(session: AsyncSession, id_: UUID, asked_at: datetime) -> None:
    """The callbacks about it that came before we asked are worked off."""
    connection = await driver_connection(session)
    await connection.execute(
        "UPDATE webhook_inbox SET processed_at = $2 "
        "WHERE subject_id = $1 AND processed_at IS NULL AND last_received_at <= $2",
        id_, asked_at,
    )  # fmt: skip


async def asked(
    session: AsyncSession,
    order_id: UUID,
    asked_at: datetime,
    at: datetime | None,
    *,
    ended: bool,
    unless_moved_from: datetime | None = None,
) -> None:
    """The vendor was asked about an order: callbacks until then are worked off, and ask next at…

    One that has ended is not asked about again. One that has not keeps its time, unless that still
    is the claim we asked under.
    """
    connection = await driver_connection(session)
    await connection.execute(
        """
        WITH done AS (
            UPDATE webhook_inbox SET processed_at = $2
            WHERE subject_id = $1 AND processed_at IS NULL AND last_received_at <= $2
        )
        UPDATE payment_orders SET next_check_at = $3, checks = GREATEST(COALESCE(checks, 0), 0)
        WHERE id = $1 AND ($4 OR next_check_at = $5)
        """,
        order_id, asked_at, at, ended, unless_moved_from,
    )  # fmt: skip
