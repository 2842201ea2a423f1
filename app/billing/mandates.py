"""UPI mandates: asked for with a first debit, then announced debits, until somebody ends them.

The caller keeps the calendar: the vendor schedules nothing. What the customer does in her own app
comes as a callback or is found by asking.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from agents.products.muse.schemas import Actor
from app.billing import store
from app.billing.checking import MANUAL, check_order
from app.billing.desk import Billing
from app.billing.events import MandateRequested, OrderCreated, OrderFailed
from app.billing.mandate_checking import check_mandate
from app.billing.payments import (
    ATTEMPTS,
    OPENING_TAKES,
    give_up_for_now,
    mandate_of,
    opened_order,
    page_lost,
    record_opened,
)
from app.billing.schemas import Mandate, Order
from app.core.errors import Conflict, InputError, Unavailable
from app.core.money import format_rupees
from app.core.projections import record
from integrations.payments.endpoints import vendor
from integrations.payments.errors import VendorRefused


async def start_mandate(
    billing: Billing,
    tenant_id: UUID,
    actor: Actor | None,
    *,
    purpose: str,
    first_amount_paise: int,
    max_amount_paise: int,
    frequency: str,
    expires_at: datetime,
    key: str,
    subject_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
    conversation_id: UUID | None = None,
    back_to: str = "/chat",
) -> tuple[Mandate, Order]:
    """Open a page on which the first debit is paid and the mandate agreed to, in one go.

    Raises:
        InputError: ``payment_amount`` over what a mandate may debit, or under the least amount.
        Unavailable, Conflict: as :func:`app.billing.payments.start_payment`.
    """
    limits = vendor()["limits"]
    fits = limits["least_paise"] <= first_amount_paise <= max_amount_paise
    if not fits or max_amount_paise > limits["most_mandate_paise"]:
        raise InputError("payment_amount", params={"amount": format_rupees(max_amount_paise)})
    user_id = actor.user_id if actor else None
    created = OrderCreated(
        user_id=user_id,
        kind="mandate_setup",
        purpose=purpose,
        subject_id=subject_id,
        conversation_id=conversation_id,
        amount_paise=first_amount_paise,
        details=dict(details or {}),
    )
    terms = MandateRequested(
        order_id=tenant_id,  # replaced by that of the attempt
        user_id=user_id,
        purpose=purpose,
        subject_id=subject_id,
        max_amount_paise=max_amount_paise,
        frequency=frequency,
        expires_at=expires_at,
    )
    for attempt in range(ATTEMPTS):
        order = await opened_order(billing, tenant_id, created, f"{key}|{attempt}", back_to, terms)
        if not page_lost(order):
            return await mandate_of(billing, order), order
    raise Unavailable(
        "payments_away", detail="PhonePe's pages were lost on the way again and again"
    )


async def notify_debit(
    billing: Billing,
    mandate: Mandate,
    *,
    amount_paise: int,
    key: str,
    details: Mapping[str, Any] | None = None,
    auto_debit: bool = True,
) -> Order:
    """Announce a debit; the vendor debits 24 hours or more after, and retries by itself.

    Without ``auto_debit`` it waits for :func:`redeem_debit`, so that the caller chooses the hour.

    Raises:
        Conflict: ``mandate_inactive``, or ``payment_refused`` by the vendor.
        InputError: ``payment_amount`` over what she agreed to.
        Unavailable: ``payments_away``; it will be announced by the checks.
    """
    order_id = uuid5(mandate.id, f"debit|{key}")
    more = dict(details or {}) | ({} if auto_debit else {MANUAL: True})
    order, ours = await _debit_begun(billing, mandate, order_id, amount_paise, more)
    if order.status != "created" or not ours:
        return order
    try:
        opened = await billing.gateway.notify(
            order.merchant_id,
            mandate.merchant_id,
            amount_paise,
            auto_debit=auto_debit,
            waits=(1.0,),
        )
    except VendorRefused as refused:
        async with billing.database.transaction(mandate.tenant_id) as session:
            current = await store.get(session, Order, order_id, lock=True)
            if not current.ended:
                failed = OrderFailed(error_code=refused.vendor_code).on(order_id)
                await record(session, mandate.tenant_id, billing.clock, [failed])
                await store.ask_at(session, "order", order_id, None)
        raise
    except Unavailable:
        await give_up_for_now(billing, order)
        raise
    return await record_opened(billing, order, opened)


async def _debit_begun(
    billing: Billing, mandate: Mandate, order_id: UUID, amount_paise: int, details: dict[str, Any]
) -> tuple[Order, bool]:
    now = billing.clock.now()
    async with billing.database.transaction(mandate.tenant_id) as session:
        # The lock makes two who announce the same debit one after the other.
        current = await store.get(session, Mandate, mandate.id, lock=True)
        known = await store.find(session, Order, order_id)
        if known is not None:
            until = now + OPENING_TAKES
            waits = known.status == "created"
            return known, waits and await store.take_turn(session, "order", order_id, now, until)
        if current.status != "active":
            raise Conflict("mandate_inactive", params={"status": current.status})
        if amount_paise > current.max_amount_paise:
            raise InputError("payment_amount", params={"amount": format_rupees(amount_paise)})
        created = OrderCreated(
            user_id=mandate.user_id,
            kind="debit",
            purpose=mandate.purpose,
            subject_id=mandate.subject_id,
            mandate_id=mandate.id,
            amount_paise=amount_paise,
            details=details,
        )
        tenant_id = mandate.tenant_id
        await record(session, tenant_id, billing.clock, [created.on(order_id)], {order_id: 0})
        await store.take_turn(session, "order", order_id, now, now + OPENING_TAKES)
        return await store.get(session, Order, order_id), True


async def redeem_debit(billing: Billing, tenant_id: UUID, order_id: UUID) -> Order:
    """Take what was announced without ``auto_debit``; the vendor retries within its 48 hours.

    Nothing happens when it is not announced yet, or has ended: the checks know better.

    Raises:
        Unavailable: ``payments_away``; try again.
    """
    order = await check_order(billing, tenant_id, order_id)
    if order.status == "notified":
        await billing.gateway.redeem(order.merchant_id)
        async with billing.database.transaction(tenant_id) as session:
            await store.ask_at(session, "order", order_id, billing.clock.now())
    return order


async def cancel_mandate(billing: Billing, tenant_id: UUID, mandate_id: UUID) -> Mandate:
    """End a mandate for good; nothing happens when it has ended.

    Raises:
        Unavailable: ``payments_away``; try again.
    """
    async with billing.database.transaction(tenant_id) as session:
        mandate = await store.get(session, Mandate, mandate_id)
    if mandate.ended:
        return mandate
    await billing.gateway.cancel_mandate(mandate.merchant_id)
    return await check_mandate(billing, tenant_id, mandate_id)
