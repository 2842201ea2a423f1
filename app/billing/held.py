"""Orders the vendor calls paid for another amount than we asked: a person decides on them.

Nothing is granted while an order is held. Accepting it grants what was bought, and what came more
or less is posted as a difference; giving it back returns all that came.
"""

from dataclasses import dataclass
from typing import Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import ledger, notices, store
from app.billing.checking import send_refund
from app.billing.desk import Billing
from app.billing.events import OrderHeld, OrderPaid, RefundRequested
from app.billing.hooks import OrderMove, order_moved
from app.billing.mandate_checking import check_mandate
from app.billing.schemas import Order, Refund
from app.billing.subscription_state import Failed
from app.billing.subscriptions import ACT, PURPOSE, Step, happen, subscription_id
from app.core.database import driver_connection
from app.core.errors import Conflict, Unavailable
from app.core.event_store import NewEvent
from app.core.job_queue import enqueue
from app.core.projections import record
from integrations.payments.schemas import OrderStatus

AMOUNT_DIFFERS: Final = "amount_differs"
BACK: Final = "amount_returned"
"""The error code of a held order whose money goes back."""

DIFFERENCES: Final = "differences"
"""What came more (a credit) or less (a debit) than was asked, and was accepted."""


@dataclass(frozen=True, slots=True)
class Held:
    """An order that waits for a decision, and what the vendor took for it; None when unknown now.

    ``decided`` once its money is on the way back.
    """

    order: Order
    taken_paise: int | None
    decided: bool


async def held_orders(billing: Billing, tenant_id: UUID) -> list[Held]:
    """The held orders of a business, oldest first, with what the vendor says it took."""
    async with billing.database.transaction(tenant_id) as session:
        connection = await driver_connection(session)
        rows = await connection.fetch(
            "SELECT id FROM payment_orders WHERE status = 'held' ORDER BY created_at, id"
        )
        orders = [await store.get(session, Order, row["id"]) for row in rows]
    found = []
    for order in orders:
        try:
            taken = (await billing.gateway.order_status(order.merchant_id)).amount_paise
        except Unavailable:
            taken = None
        found.append(Held(order, taken, order.error_code == BACK))
    return found


async def accept(billing: Billing, tenant_id: UUID, order_id: UUID) -> Order:
    """Take what came for what was asked: the order is paid, and its hooks grant and bill.

    Raises:
        NotFound: ``order``.
        Conflict: ``order_not_held``.
        Unavailable: ``payments_away``.
    """
    status = await _taken(billing, tenant_id, order_id)
    async with billing.database.transaction(tenant_id) as session:
        order = await _locked(session, order_id)
        paid = OrderPaid(
            gateway_id=status.gateway_id,
            transaction_id=status.transaction_id,
            payment_mode=status.payment_mode,
            bank_reference=status.bank_reference,
        )
        events = [paid.on(order.id), _received(order, order.amount_paise)]
        more = (status.amount_paise or 0) - order.amount_paise
        if more:
            debit, credit = ledger.GATEWAY, DIFFERENCES
            events.append(
                ledger.transfer(
                    "payment.difference",
                    debit=debit if more > 0 else credit,
                    credit=credit if more > 0 else debit,
                    amount_paise=abs(more),
                    about=order.id,
                    order_id=order.id,
                )
            )
        await record(session, tenant_id, billing.clock, events)
        after = await store.get(session, Order, order.id)
        await order_moved(OrderMove(session, billing.clock, after, "paid"))
    if after.kind == "mandate_setup" and after.mandate_id:
        await check_mandate(billing, tenant_id, after.mandate_id)
    return after


async def return_money(billing: Billing, tenant_id: UUID, order_id: UUID) -> Refund:
    """Give back all that came; the payment comes to nothing, and auto-pay set up with it ends.

    Raises:
        NotFound: ``order``.
        Conflict: ``order_not_held``.
        Unavailable: ``payments_away``; once promised, the checks send it on.
    """
    status = await _taken(billing, tenant_id, order_id)
    refund_id = uuid5(order_id, "refund|held")
    async with billing.database.transaction(tenant_id) as session:
        order = await _locked(session, order_id)
        taken = status.amount_paise or order.amount_paise
        asked = RefundRequested(
            order_id=order.id, user_id=None, amount_paise=taken, reason=AMOUNT_DIFFERS
        )
        promised = ledger.transfer(
            "refund.requested", debit=ledger.ADVANCES, credit=ledger.REFUNDS_DUE,
            amount_paise=taken, about=refund_id, order_id=order.id, refund_id=refund_id,
        )  # fmt: skip
        events: list[NewEvent] = [
            _received(order, taken), OrderHeld(error_code=BACK).on(order.id),
            asked.on(refund_id), promised,
        ]  # fmt: skip
        await record(session, tenant_id, billing.clock, events)
        await store.ask_at(session, "refund", refund_id, billing.clock.now())
        if order.purpose == PURPOSE:
            await _drop_payment(billing, session, order)
        refund = await store.get(session, Refund, refund_id)
    try:
        return await send_refund(billing, refund)
    except Unavailable:
        return refund


async def _taken(billing: Billing, tenant_id: UUID, order_id: UUID) -> OrderStatus:
    """What the vendor says now; a person decides on what is, not on what was."""
    async with billing.database.transaction(tenant_id) as session:
        order = await _locked(session, order_id)
    return await billing.gateway.order_status(order.merchant_id)


async def _locked(session: AsyncSession, order_id: UUID) -> Order:
    order = await store.get(session, Order, order_id, lock=True)
    if order.status != "held" or order.error_code == BACK:
        raise Conflict("order_not_held", params={"status": order.status})
    return order


def _received(order: Order, paise: int) -> NewEvent:
    return ledger.transfer(
        "payment", debit=ledger.GATEWAY, credit=ledger.ADVANCES,
        amount_paise=paise, about=order.id, order_id=order.id,
    )  # fmt: skip


async def _drop_payment(billing: Billing, session: AsyncSession, order: Order) -> None:
    """Her plan stays as it was; she is told once, in her language."""
    step = Step(session, billing.clock, billing.settings, order.tenant_id)
    payment_id = UUID(order.details["payment"])
    sub, _ = await happen(step, lambda _: Failed(payment_id, error=AMOUNT_DIFFERS, told=True))
    told = {
        "order": str(order.id),
        "plan": order.details.get("plan") or sub.plan,
        "amount_paise": order.amount_paise,
        "day": step.now.isoformat(),
    }
    await notices.keep(session, billing.clock, order.tenant_id, "held_back", told)
    if order.kind == "mandate_setup" and order.mandate_id:
        about = {"tenant_id": str(order.tenant_id), "act": "stop_mandate"}
        payload = about | {"about": str(order.mandate_id)}
        key = f"{subscription_id(order.tenant_id)}|stop_mandate|{order.mandate_id}"
        await enqueue(session, billing.clock, ACT, payload, key=key)
