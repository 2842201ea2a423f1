"""Giving money back: promised in our books first, then sent under one id until it is there."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid5

from agents.products.muse.schemas import Actor
from app.billing import ledger, store
from app.billing.checking import check_refund, send_refund
from app.billing.desk import Billing
from app.billing.events import RefundRequested
from app.billing.schemas import Order, Refund
from app.core.errors import Conflict, InputError, Unavailable
from app.core.money import format_rupees
from app.core.projections import record


async def start_refund(
    billing: Billing,
    tenant_id: UUID,
    actor: Actor | None,
    order_id: UUID,
    *,
    amount_paise: int,
    reason: str,
    key: str,
    details: Mapping[str, Any] | None = None,
) -> Refund:
    """Give back part or all of what an order took.

    When the vendor cannot be asked now, the refund stays ``requested`` and is sent by the checks.

    Raises:
        NotFound: ``order``.
        Conflict: ``order_not_paid``; ``refund_running`` while another one is under way.
        InputError: ``refund_too_much``, or ``key_reused`` for another amount.
    """
    refund_id = uuid5(order_id, f"refund|{key}")
    now = billing.clock.now()
    async with billing.database.transaction(tenant_id) as session:
        order = await store.get(session, Order, order_id, lock=True)
        known = await store.find(session, Refund, refund_id)
        if known is None:
            await _refuse_impossible(session, order, amount_paise)
            promised = RefundRequested(
                order_id=order_id,
                user_id=actor.user_id if actor else None,
                amount_paise=amount_paise,
                reason=reason,
                details=dict(details or {}),
            )
            posted = ledger.transfer(
                "refund.requested", debit=ledger.ADVANCES, credit=ledger.REFUNDS_DUE,
                amount_paise=amount_paise, about=refund_id, order_id=order_id, refund_id=refund_id,
            )  # fmt: skip
            events = [promised.on(refund_id), posted]
            expected = {event.stream_id: 0 for event in events}
            await record(session, tenant_id, billing.clock, events, expected)
            await store.ask_at(session, "refund", refund_id, now)
            refund = await store.get(session, Refund, refund_id)
        elif known.amount_paise != amount_paise:
            raise InputError("key_reused", detail="this key began a refund of another amount")
    try:
        if known is None:
            return await send_refund(billing, refund)
        return await check_refund(billing, tenant_id, refund_id)
    except Unavailable:
        async with billing.database.transaction(tenant_id) as session:
            return await store.get(session, Refund, refund_id)


async def _refuse_impossible(session: Any, order: Order, amount_paise: int) -> None:
    if order.status != "paid":
        raise Conflict("order_not_paid", params={"status": order.status})
    earlier = await store.refunds_of(session, order.id)
    if any(not refund.ended for refund in earlier):
        raise Conflict("refund_running", detail="the vendor takes one refund of an order at a time")
    left = order.amount_paise - order.refunded_paise
    if not 0 < amount_paise <= left:
        raise InputError("refund_too_much", params={"amount": format_rupees(left)})
