"""Opening a payment: our order first, then the vendor's page, then the page's address kept.

What happens between any two of these steps is undone by nobody and healed by asking: an order whose
page was lost on the way cannot be paid by anybody, so another one is opened in its place.
"""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from agents.products.muse.schemas import Actor
from app.billing import store
from app.billing.checking import check_order
from app.billing.desk import Billing
from app.billing.events import MandateRequested, OrderCreated, OrderFailed, OrderOpened
from app.billing.schedule import next_check
from app.billing.schemas import Mandate, Order, merchant_id
from app.core.errors import Conflict, InputError, Unavailable
from app.core.money import format_rupees
from app.core.projections import record
from integrations.payments.endpoints import vendor
from integrations.payments.errors import VendorRefused
from integrations.payments.phonepe_gateway import MandateTerms
from integrations.payments.schemas import Opened

PAGE_LIFE: Final = timedelta(minutes=20)
# Longer than a call takes that is answered; then whoever was at it is taken for dead. If it was
# only slow, its page is dropped as lost and both get the next one.
OPENING_TAKES: Final = timedelta(seconds=30)
ATTEMPTS: Final = 3
_WAIT_STEPS: Final = 60
_WAIT_SECONDS: Final = 0.2


async def start_payment(
    billing: Billing,
    tenant_id: UUID,
    actor: Actor | None,
    *,
    purpose: str,
    amount_paise: int,
    key: str,
    subject_id: UUID | None = None,
    details: Mapping[str, Any] | None = None,
    conversation_id: UUID | None = None,
    back_to: str = "/chat",
) -> Order:
    """Open a page on which this amount can be paid once.

    Args:
        billing: see :mod:`app.billing.desk`.
        tenant_id: whose payment.
        actor: who asked, if a person did.
        purpose: what for; hooks are registered under it.
        amount_paise: with tax.
        key: names this payment within the business; the same key is the same payment.
        subject_id: what it is about (a subscription, an invoice).
        details: JSON for the hooks; no personal data.
        conversation_id: where it was asked for.
        back_to: the path the vendor sends her back to.

    Raises:
        InputError: ``payment_amount``, or ``key_reused`` for another amount or purpose.
        Unavailable: ``payments_away``; the same key may be tried again.
        Conflict: ``payment_refused`` by the vendor; ``request_running`` elsewhere.
    """
    least = vendor()["limits"]["least_paise"]
    if amount_paise < least:
        raise InputError("payment_amount", params={"amount": format_rupees(amount_paise)})
    created = OrderCreated(
        user_id=actor.user_id if actor else None,
        kind="checkout",
        purpose=purpose,
        subject_id=subject_id,
        conversation_id=conversation_id,
        amount_paise=amount_paise,
        details=dict(details or {}),
    )
    for attempt in range(ATTEMPTS):
        order = await opened_order(billing, tenant_id, created, f"{key}|{attempt}", back_to)
        if not page_lost(order):
            return order
    raise Unavailable(
        "payments_away", detail="PhonePe's pages were lost on the way again and again"
    )


async def refresh(billing: Billing, tenant_id: UUID, order_id: UUID) -> Order:
    """The order as the vendor sees it now; see :func:`app.billing.checking.check_order`."""
    return await check_order(billing, tenant_id, order_id)


def page_lost(order: Order) -> bool:
    """Whether nobody can or could ever pay it, because nobody knows its page.

    One that the vendor refused to open is not lost: the answer is no.
    """
    if order.page_url is not None or order.status not in ("pending", "failed"):
        return False
    return order.opened_at is not None or order.error_code == "never_opened"


async def opened_order(
    billing: Billing,
    tenant_id: UUID,
    created: OrderCreated,
    key: str,
    back_to: str,
    terms: MandateRequested | None = None,
) -> Order:
    """The order of that key, opened by us, or by whoever is at it already."""
    order_id = uuid5(tenant_id, f"order|{key}")
    if terms is not None:
        mandate_id = uuid5(order_id, "mandate")
        terms = terms.model_copy(update={"order_id": order_id})
        created = created.model_copy(update={"mandate_id": mandate_id})
    order, ours = await _begin(billing, tenant_id, order_id, created, terms)
    if (order.amount_paise, order.purpose) != (created.amount_paise, created.purpose):
        raise InputError("key_reused", detail="this key opened a payment of another amount")
    if order.status != "created":
        return order
    if not ours:
        return await _opened_elsewhere(billing, order)
    return await _open(billing, order, back_to, terms)


async def _begin(
    billing: Billing,
    tenant_id: UUID,
    order_id: UUID,
    created: OrderCreated,
    terms: MandateRequested | None,
) -> tuple[Order, bool]:
    """The order's row, made now or there already; and whether opening it is ours to do."""
    now = billing.clock.now()
    until = now + OPENING_TAKES
    try:
        async with billing.database.transaction(tenant_id) as session:
            known = await store.find(session, Order, order_id)
            if known is not None:
                waits = known.status == "created"
                return known, waits and await store.take_turn(
                    session, "order", order_id, now, until
                )
            events = [created.on(order_id)]
            expected = {order_id: 0}
            if terms is not None and created.mandate_id is not None:
                events.append(terms.on(created.mandate_id))
                expected[created.mandate_id] = 0
            await record(session, tenant_id, billing.clock, events, expected)
            await store.take_turn(session, "order", order_id, now, until)
            return await store.get(session, Order, order_id), True
    except Conflict:  # somebody made it in the same moment
        async with billing.database.transaction(tenant_id) as session:
            return await store.get(session, Order, order_id), False


async def _opened_elsewhere(billing: Billing, order: Order) -> Order:
    """Wait for whoever is at it."""
    for _ in range(_WAIT_STEPS):
        await asyncio.sleep(_WAIT_SECONDS)
        async with billing.database.transaction(order.tenant_id) as session:
            order = await store.get(session, Order, order.id)
        if order.status != "created":
            return order
    raise Conflict("request_running", detail="another request opens this payment: wait for it")


async def _open(
    billing: Billing, order: Order, back_to: str, terms: MandateRequested | None
) -> Order:
    agreed = None
    if terms is not None and order.mandate_id is not None:
        agreed = MandateTerms(
            merchant_id("mandate", order.mandate_id),
            terms.max_amount_paise,
            terms.frequency,
            terms.expires_at,
        )
    try:
        opened = await billing.gateway.pay(
            order.merchant_id,
            order.amount_paise,
            billing.page(back_to),
            expire_after_seconds=int(PAGE_LIFE.total_seconds()),
            terms=agreed,
        )
    except VendorRefused as refused:
        await _record_refusal(billing, order, refused)
        raise
    except Unavailable:
        await give_up_for_now(billing, order)
        raise
    return await record_opened(billing, order, opened)


async def give_up_for_now(billing: Billing, order: Order) -> None:
    """Let the next one who wants it send it; until then the checks look whether it got there."""
    now = billing.clock.now()
    async with billing.database.transaction(order.tenant_id) as session:
        await store.ask_at(session, "order", order.id, next_check("checkout", now, now))


async def record_opened(billing: Billing, order: Order, opened: Opened) -> Order:
    """Keep what the vendor answered, and begin to ask how it goes."""
    now = billing.clock.now()
    async with billing.database.transaction(order.tenant_id) as session:
        current = await store.get(session, Order, order.id, lock=True)
        if current.status != "created":  # a check was faster; the address of the page is lost
            return current
        event = OrderOpened(
            gateway_id=opened.gateway_id, page_url=opened.page_url, expires_at=opened.expires_at
        )
        await record(session, order.tenant_id, billing.clock, [event.on(order.id)])
        first = next_check("debit" if order.kind == "debit" else "checkout", now, now)
        await store.ask_at(session, "order", order.id, first)
        if order.kind == "mandate_setup" and order.mandate_id is not None:
            at = next_check("mandate", now, now)
            await store.ask_at(session, "mandate", order.mandate_id, at)
        return await store.get(session, Order, order.id)


async def _record_refusal(billing: Billing, order: Order, refused: VendorRefused) -> None:
    async with billing.database.transaction(order.tenant_id) as session:
        current = await store.get(session, Order, order.id, lock=True)
        if current.ended:
            return
        failed = OrderFailed(error_code=refused.vendor_code)
        await record(session, order.tenant_id, billing.clock, [failed.on(order.id)])
        await store.ask_at(session, "order", order.id, None)


async def mandate_of(billing: Billing, order: Order) -> Mandate:
    """The mandate an order sets up."""
    async with billing.database.transaction(order.tenant_id) as session:
        return await store.get(session, Mandate, order.mandate_id or order.id)
