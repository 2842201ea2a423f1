"""Asking the vendor and moving what moved: the only file that settles a payment.

A callback, the page she returns to, a clerk and the clock all lead here. The vendor is asked first,
with no transaction open; then the row is locked, and only what has not ended yet is moved, together
with its postings and hooks. Asking twice, late or at once therefore ends in the same books.
"""

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

import structlog
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import ledger, store
from app.billing.desk import Billing
from app.billing.events import (
    OrderFailed,
    OrderHeld,
    OrderNotified,
    OrderOpened,
    OrderPaid,
    OrderRefunded,
    RefundAccepted,
    RefundCompleted,
    RefundFailed,
)
from app.billing.hooks import (
    OrderMove,
    RefundMove,
    order_moved,
    refund_moved,
)
from app.billing.mandate_checking import check_mandate
from app.billing.schedule import What, next_check
from app.billing.schemas import Order, Refund, merchant_id
from app.core.event_store import NewEvent
from app.core.projections import record
from app.observability import metrics
from integrations.payments.errors import VendorRefused
from integrations.payments.schemas import OrderStatus, RefundStatus

# An order the vendor never heard of cannot be paid; long after any call for it has ended it is
# closed, so that it is not asked about for ever.
NEVER_OPENED_AFTER: Final = timedelta(minutes=10)
DEBIT_RESENT_FOR: Final = timedelta(hours=6)
MANUAL: Final = "manual_debit"
"""In the details of a debit that waits to be redeemed."""

log = structlog.get_logger(__name__)


async def check_order(
    billing: Billing, tenant_id: UUID, order_id: UUID, *, claimed_until: datetime | None = None
) -> Order:
    """Ask about an order and move it if it moved.

    ``claimed_until``: it was claimed as due, so it is open, and when to ask next is said here too.

    Raises:
        NotFound: ``order``.
        Unavailable: ``payments_away``.
    """
    asked_at = billing.clock.now()
    if claimed_until is None:
        async with billing.database.transaction(tenant_id) as session:
            order = await store.get(session, Order, order_id)
            if order.ended:
                await store.asked(session, order_id, asked_at, None, ended=True)
                return order
    status: OrderStatus | None
    try:
        status = await billing.gateway.order_status(merchant_id("order", order_id))
    except VendorRefused:  # which refusal means "no such thing" is not documented
        status = await _sent_again(billing, tenant_id, order_id)
    async with billing.database.transaction(tenant_id) as session:
        order = await store.get(session, Order, order_id, lock=True)
        if not order.ended:
            order = await _move_order(billing, session, order, status)
        at = None if order.ended else _ask_again_at(billing, order)
        await store.asked(
            session, order_id, asked_at, at, ended=order.ended, unless_moved_from=claimed_until
        )
    if order.kind == "mandate_setup" and order.ended and order.mandate_id:
        await check_mandate(billing, tenant_id, order.mandate_id)
    return order


def _ask_again_at(billing: Billing, order: Order) -> datetime:
    what: What = "debit" if order.kind == "debit" else "checkout"
    return next_check(what, order.opened_at or order.created_at, billing.clock.now())


async def _sent_again(billing: Billing, tenant_id: UUID, order_id: UUID) -> OrderStatus | None:
    """A debit we meant to announce and the vendor never heard of is announced once more."""
    async with billing.database.transaction(tenant_id) as session:
        order = await store.get(session, Order, order_id)
    young = billing.clock.now() - order.created_at < DEBIT_RESENT_FOR
    if order.kind != "debit" or order.status != "created" or not young or not order.mandate_id:
        return None
    mandate = merchant_id("mandate", order.mandate_id)
    try:
        await billing.gateway.notify(
            order.merchant_id,
            mandate,
            order.amount_paise,
            auto_debit=not order.details.get(MANUAL),
            waits=(),
        )
        return await billing.gateway.order_status(order.merchant_id)
    except VendorRefused as refused:
        failed = {"state": "FAILED", "errorCode": refused.vendor_code}
        return OrderStatus.read(failed)


async def _move_order(
    billing: Billing, session: AsyncSession, order: Order, status: OrderStatus | None
) -> Order:
    events = _order_events(billing, order, status)
    if not events:
        return order
    await record(session, order.tenant_id, billing.clock, events)
    after = await store.get(session, Order, order.id)
    match after.status:
        case "paid" | "failed" | "notified" | "held" as became if became != order.status:
            # Nobody ever knew the page of a lost order, and another was opened in its place: that
            # it came to nothing is no news.
            if became != "failed" or order.page_url or order.kind == "debit":
                await order_moved(OrderMove(session, billing.clock, after, became))
            metrics.MONEY_MOVES.labels("order", became).inc()
            log.info("order.moved", action="settle", order=str(order.id), became=became)
    return after


def _order_events(billing: Billing, order: Order, status: OrderStatus | None) -> list[NewEvent]:
    """What follows for an order that has not ended from what the vendor says of it."""
    if status is None:
        return _order_unknown(billing, order)
    opened: list[NewEvent] = []
    if order.status == "created":
        opened = [OrderOpened(gateway_id=status.gateway_id, page_url=None,
                              expires_at=status.expires_at).on(order.id)]  # fmt: skip
    match status.outcome:
        case "paid" if status.amount_paise != order.amount_paise:
            log.error("order.held", action="settle", order=str(order.id), said=status.amount_paise)
            return [OrderHeld(error_code="amount_differs").on(order.id)]
        case "paid":
            paid = OrderPaid(
                gateway_id=status.gateway_id,
                transaction_id=status.transaction_id,
                payment_mode=status.payment_mode,
                bank_reference=status.bank_reference,
            )
            return [
                paid.on(order.id),
                ledger.transfer(
                    "payment", debit=ledger.GATEWAY, credit=ledger.ADVANCES,
                    amount_paise=order.amount_paise, about=order.id, order_id=order.id,
                ),
            ]  # fmt: skip
        case "failed":
            code = status.detailed_error_code or status.error_code
            return [*opened, OrderFailed(error_code=code).on(order.id)]
        case "notified" if order.kind == "debit" and order.status != "notified":
            at = status.notified_at or billing.clock.now()
            return [*opened, OrderNotified(notified_at=at).on(order.id)]
        case _:
            return opened


def _order_unknown(billing: Billing, order: Order) -> list[NewEvent]:
    """The vendor has no such order."""
    age = billing.clock.now() - order.created_at
    limit = DEBIT_RESENT_FOR if order.kind == "debit" else NEVER_OPENED_AFTER
    if order.status == "created" and age >= limit:
        return [OrderFailed(error_code="never_opened").on(order.id)]
    if order.status != "created":
        log.error("order.unknown", action="settle", order=str(order.id), status=order.status)
    return []


async def check_refund(billing: Billing, tenant_id: UUID, refund_id: UUID) -> Refund:
    """Ask about a refund and move it if it moved; one that never got there is sent again.

    Raises:
        NotFound: ``refund``.
        Unavailable: ``payments_away``.
    """
    async with billing.database.transaction(tenant_id) as session:
        refund = await store.get(session, Refund, refund_id)
    if refund.ended:
        return refund
    asked_at = billing.clock.now()
    try:
        status = await billing.gateway.refund_status(refund.merchant_id)
    except VendorRefused as unknown:
        if refund.status != "requested":
            log.error("refund.unknown", action="settle", refund=str(refund.id), said=str(unknown))
            return refund
        return await send_refund(billing, refund)
    return await move_refund(billing, refund, status, asked_at)


async def send_refund(billing: Billing, refund: Refund) -> Refund:
    """Send what was promised back, however often it takes: its id makes it one refund.

    Raises:
        Unavailable: ``payments_away``; it stays promised.
    """
    asked_at = billing.clock.now()
    order = merchant_id("order", refund.order_id)
    try:
        status = await billing.gateway.refund(
            refund.merchant_id, order, refund.amount_paise, waits=()
        )
    except VendorRefused as refused:
        status = RefundStatus(None, "FAILED", None, refused.vendor_code)
    return await move_refund(billing, refund, status, asked_at)


async def move_refund(
    billing: Billing, refund: Refund, status: RefundStatus, asked_at: datetime
) -> Refund:
    """Move a refund to where the vendor says it is."""
    async with billing.database.transaction(refund.tenant_id) as session:
        # The order first, as everywhere: two who lock in one order never wait for each other.
        order = await store.get(session, Order, refund.order_id, lock=True)
        before = await store.get(session, Refund, refund.id, lock=True)
        await store.worked_off(session, refund.id, asked_at)
        if before.ended:
            return before
        events = _refund_events(before, order, status)
        await record(session, refund.tenant_id, billing.clock, events)
        after = await store.get(session, Refund, refund.id)
        if after.status == "completed" or after.status == "failed":
            order = await store.get(session, Order, order.id)
            await refund_moved(RefundMove(session, billing.clock, after, order, after.status))
            await store.ask_at(session, "refund", refund.id, None)
            metrics.MONEY_MOVES.labels("refund", after.status).inc()
            log.info("refund.moved", action="settle", refund=str(after.id), became=after.status)
        return after


def _refund_events(refund: Refund, order: Order, status: RefundStatus) -> list[NewEvent]:
    match status.outcome:
        case "completed":
            # Of a held order more may go back than was asked for.
            of_ours = min(refund.amount_paise, order.amount_paise - order.refunded_paise)
            given_back = OrderRefunded(refund_id=refund.id, amount_paise=of_ours)
            posted = _refund_posting(refund, "refund.completed", ledger.GATEWAY)
            return [RefundCompleted().on(refund.id), given_back.on(refund.order_id), posted]
        case "failed":
            failed = RefundFailed(error_code=status.error_code)
            return [failed.on(refund.id), _refund_posting(refund, "refund.failed", ledger.ADVANCES)]
        case _ if refund.status == "requested":
            return [RefundAccepted(gateway_id=status.gateway_id).on(refund.id)]
        case _:
            return []


def _refund_posting(refund: Refund, code: str, credit: str) -> NewEvent:
    return ledger.transfer(
        code,
        debit=ledger.REFUNDS_DUE,
        credit=credit,
        amount_paise=refund.amount_paise,
        about=refund.id,
        order_id=refund.order_id,
        refund_id=refund.id,
    )
