"""What a subscription asks of the vendor, carried out by a job until it is done, each once."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID

import structlog
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import store
from app.billing.desk import Billing
from app.billing.mandates import cancel_mandate, notify_debit, redeem_debit
from app.billing.refunds import start_refund
from app.billing.schemas import Mandate, Order
from app.billing.subscription_bills import order_of
from app.billing.subscription_state import Failed, Tick
from app.billing.subscriptions import Step, happen, load
from app.billing.terms import renewal_terms
from app.core.errors import Conflict, InputError
from app.core.ids import uuid7

LEASE: Final = timedelta(minutes=5)

log = structlog.get_logger(__name__)


async def act(billing: Billing, payload: Mapping[str, Any]) -> None:
    """Do one queued effect; doing it again changes nothing.

    Raises:
        Unavailable: the vendor is away; the job is tried again.
    """
    tenant_id, about = UUID(payload["tenant_id"]), UUID(payload["about"])
    match payload["act"]:
        case "notify":
            await _notify(billing, tenant_id, about)
        case "debit":
            await _debit(billing, tenant_id, about)
        case "stop_mandate":
            await cancel_mandate(billing, tenant_id, about)
        case "refund":
            await _refund(billing, tenant_id, about, str(payload["reason"]))


async def _notify(billing: Billing, tenant_id: UUID, payment_id: UUID) -> None:
    async with billing.database.transaction(tenant_id) as session:
        sub, _ = await load(_step(billing, session, tenant_id))
        payment = sub.payment
        if payment is None or payment.order_id != payment_id or payment.phase != "notifying":
            return  # she stopped the plan meanwhile
        mandate = await store.get(session, Mandate, sub.mandate_id or payment_id)
    try:
        await notify_debit(
            billing,
            mandate,
            amount_paise=payment.terms.total_paise,
            key=str(payment_id),
            details={"payment": str(payment_id)},
            auto_debit=False,
        )
    except (Conflict, InputError) as refused:
        why = refused.code
        log.warning("renewal.not_announced", action="notify", code=why)
        async with billing.database.transaction(tenant_id) as session:
            step = _step(billing, session, tenant_id)
            await happen(step, lambda _: Failed(payment_id, error=why))


async def _debit(billing: Billing, tenant_id: UUID, payment_id: UUID) -> None:
    async with billing.database.transaction(tenant_id) as session:
        sub, _ = await load(_step(billing, session, tenant_id))
        order_id = await order_of(session, payment_id)
    if sub.cancel_at_end or sub.payment is None or sub.payment.order_id != payment_id:
        return  # stopped in the last moment: an announced debit that nobody redeems lapses
    await redeem_debit(billing, tenant_id, order_id)


async def _refund(billing: Billing, tenant_id: UUID, payment_id: UUID, reason: str) -> None:
    async with billing.database.transaction(tenant_id) as session:
        order = await store.get(session, Order, await order_of(session, payment_id))
    await start_refund(
        billing,
        tenant_id,
        None,
        order.id,
        amount_paise=order.amount_paise,
        reason=reason,
        key=f"plan|{payment_id}",
        details={"payment": str(payment_id)},
    )


async def look_after(billing: Billing, tenant_id: UUID) -> None:
    """Do what is due for one subscription now."""
    async with billing.database.transaction(tenant_id) as session:
        step = _step(billing, session, tenant_id)
        sub, exists = await load(step)
        if not exists or not sub.is_live:
            return
        terms = await renewal_terms(session, billing.settings, tenant_id, sub, step.now)
        await happen(step, lambda now_is: Tick(uuid7(), terms) if now_is.is_live else None)


async def scan(billing: Billing, limit: int = 200) -> int:
    """Look after every subscription that is due; how many that were."""
    now = billing.clock.now()
    async with billing.database.transaction(None) as session:
        claimed = text("SELECT claim_due_subscriptions(:now, :lease, :limit)")
        values = {"now": now, "lease": now + LEASE, "limit": limit}
        due = list(await session.scalars(claimed, values))
    for tenant_id in due:
        await look_after(billing, tenant_id)
    return len(due)


def _step(billing: Billing, session: AsyncSession, tenant_id: UUID) -> Step:
    return Step(session, billing.clock, billing.settings, tenant_id)
