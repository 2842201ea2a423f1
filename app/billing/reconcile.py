"""Asking about everything that is due: the rows say when, so nothing is lost with a process.

Any number of processes may do this at once: what one has claimed the others pass over, and what it
did not finish becomes due again.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from traceback import format_exc
from typing import Final
from uuid import UUID

import structlog

from app.billing import store
from app.billing.checking import check_order, check_refund
from app.billing.desk import Billing
from app.billing.mandate_checking import check_mandate
from app.billing.schedule import What, next_check
from app.billing.schemas import Kind
from app.core.database import driver_connection
from app.core.errors import RaptorError
from app.observability import metrics

LEASE: Final = timedelta(seconds=60)
BATCH: Final = 200
AT_ONCE: Final = 16
LEFT_TO_OTHERS: Final = 3
POLL_SECONDS: Final = 1.0
LONGEST_PAUSE_SECONDS: Final = 60.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Due:
    """Something to ask about; ``claimed_until`` is when others may."""

    kind: Kind
    tenant_id: UUID
    id: UUID
    claimed_until: datetime


async def reconcile(billing: Billing, *, limit: int = BATCH) -> int:
    """Ask about what is due now; how many things that was.

    What cannot be asked stays due and is tried again when its claim has run out.
    """
    due = await claim(billing, limit)
    await ask_about(billing, due)
    return len(due)


async def ask_about(billing: Billing, due: Sequence[Due]) -> None:
    """Ask about what was claimed, a few at once."""
    # Each needs a connection of the pool for a moment; some are left to whoever else is served.
    spare = max(1, billing.settings.database_pool_size - LEFT_TO_OTHERS)
    gate = asyncio.Semaphore(min(AT_ONCE, spare))

    async def one(item: Due) -> None:
        async with gate:
            await _check(billing, item)

    await asyncio.gather(*(one(item) for item in due))


async def claim(billing: Billing, limit: int) -> Sequence[Due]:
    """Take what is due, so that nobody else does for a while."""
    now = billing.clock.now()
    until = now + LEASE
    async with billing.database.transaction(None) as session:
        connection = await driver_connection(session)
        rows = await connection.fetch(
            "SELECT kind, tenant_id, id FROM claim_due_payments($1, $2, $3)", now, until, limit
        )
    return [Due(row["kind"], row["tenant_id"], row["id"], until) for row in rows]


async def _check(billing: Billing, due: Due) -> None:
    try:
        ended = await _asked(billing, due)
    except RaptorError as error:
        metrics.PAYMENT_CHECKS.labels(due.kind, "later").inc()
        log.warning("check.later", action="reconcile", kind=due.kind, id=str(due.id),
                    code=error.code, detail=str(error))  # fmt: skip
        return
    except Exception:  # noqa: BLE001 (a bug about one thing must not keep the others waiting)
        metrics.PAYMENT_CHECKS.labels(due.kind, "broken").inc()
        log.error("check.broken", action="reconcile", kind=due.kind, id=str(due.id),
                  trace=format_exc()[-3000:])  # fmt: skip
        return
    metrics.PAYMENT_CHECKS.labels(due.kind, "ended" if ended else "open").inc()


async def _asked(billing: Billing, due: Due) -> bool:
    """Whether it has ended; otherwise it was said when to ask next."""
    what: What
    if due.kind == "order":
        order = await check_order(billing, due.tenant_id, due.id, claimed_until=due.claimed_until)
        return order.ended
    if due.kind == "refund":
        refund = await check_refund(billing, due.tenant_id, due.id)
        what, ended, since = "refund", refund.ended, refund.created_at
    else:
        mandate = await check_mandate(billing, due.tenant_id, due.id)
        what, ended, since = "mandate", mandate.ended, mandate.created_at
    if not ended:
        at = next_check(what, since, billing.clock.now())
        async with billing.database.transaction(due.tenant_id) as session:
            await store.ask_at(session, due.kind, due.id, at, unless_moved_from=due.claimed_until)
    return ended


async def keep_reconciling(billing: Billing) -> None:
    """Ask for ever; slower while the database or the vendor is away."""
    pause = POLL_SECONDS
    while True:
        try:
            found = await reconcile(billing)
            pause = 0.0 if found >= BATCH else POLL_SECONDS
        except RaptorError as error:
            log.warning("reconcile.away", action="reconcile", code=error.code)
            pause = min(max(pause, POLL_SECONDS) * 2, LONGEST_PAUSE_SECONDS)
        await asyncio.sleep(pause)
