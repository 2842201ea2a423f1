"""Asking the vendor about a mandate, and moving it where the vendor says it is."""

from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import store
from app.billing.desk import Billing
from app.billing.events import MandateChanged
from app.billing.hooks import MandateMove, mandate_moved
from app.billing.schemas import Mandate, Order
from app.core.projections import record
from app.observability import metrics
from integrations.payments.errors import VendorRefused
from integrations.payments.schemas import MandateStatus

log = structlog.get_logger(__name__)


async def check_mandate(billing: Billing, tenant_id: UUID, mandate_id: UUID) -> Mandate:
    """Ask about a mandate and move it if it moved.

    Raises:
        NotFound: ``mandate``.
        Unavailable: ``payments_away``.
    """
    async with billing.database.transaction(tenant_id) as session:
        mandate = await store.get(session, Mandate, mandate_id)
    if mandate.ended:
        return mandate
    asked_at = billing.clock.now()
    try:
        status = await billing.gateway.mandate_status(mandate.merchant_id)
    except VendorRefused:
        status = MandateStatus(None, "PENDING", None, None)
    async with billing.database.transaction(tenant_id) as session:
        order = await store.get(session, Order, mandate.order_id, lock=True)
        before = await store.get(session, Mandate, mandate_id, lock=True)
        await store.worked_off(session, mandate_id, asked_at)
        return await _move_mandate(billing, session, before, order, status)


async def _move_mandate(
    billing: Billing, session: AsyncSession, before: Mandate, order: Order, status: MandateStatus
) -> Mandate:
    outcome = status.outcome
    if outcome == "requested" and (before.status != "requested" or order.status == "failed"):
        # It never goes back; and without its first debit it never begins.
        outcome = "failed" if order.status == "failed" else before.status
    same = (before.status, before.paused_until) == (outcome, status.paused_until)
    if before.ended or same:
        return before
    changed = MandateChanged(
        status=outcome,
        gateway_id=status.gateway_id,
        gateway_state=status.state,
        paused_until=status.paused_until,
    )
    await record(session, before.tenant_id, billing.clock, [changed.on(before.id)])
    after = await store.get(session, Mandate, before.id)
    await mandate_moved(MandateMove(session, billing.clock, after, before.status))
    if after.ended:
        await store.ask_at(session, "mandate", after.id, None)
    metrics.MONEY_MOVES.labels("mandate", after.status).inc()
    log.info("mandate.moved", action="settle", mandate=str(after.id), became=after.status)
    return after
