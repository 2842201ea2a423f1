"""The bill of a paid month and the credit note of a refund, with their postings."""

from typing import Any, Final
from uuid import UUID, uuid5

from sqlalchemy.ext.asyncio import AsyncSession

from app.billing import ledger, store
from app.billing.invoice_document import Sale
from app.billing.invoices import Issued, Issuer, for_cause, issue
from app.billing.schemas import Order
from app.billing.seller import seller
from app.billing.subscription_state import Bill, Refund
from app.billing.terms import buyer_of, taxed
from app.core.clock import IST, Clock
from app.core.config import Settings
from app.core.database import driver_connection
from app.core.errors import OurBug
from app.core.event_store import NewEvent
from app.core.variants import Shell
from integrations.india.gst_service import GstSplit
from integrations.languages.messages import text

SALES: Final = "sales"
"""What was sold, without tax."""

GST_OUTPUT: Final = "gst_output"
"""Tax that was collected and is owed to the State."""


async def bill(
    session: AsyncSession, clock: Clock, settings: Settings, tenant_id: UUID, action: Bill
) -> Issued:
    """Issue the invoice of a payment; its total is what was charged, to the paisa.

    Raises:
        OurBug: ``charge_differs`` when it is not; nothing is stored then.
    """
    order = await _order(session, action.order_id)
    terms = action.terms
    made, supply = taxed(terms.price_paise, terms.sale)
    if made.total_paise != order.amount_paise:
        raise OurBug("charge_differs", detail=f"order {order.id}: {made} against {order}")
    language: Shell = terms.sale["language"]
    sale = Sale(
        description=_line("en", terms.plan),
        description_local=_line(language, terms.plan),
        sac=terms.sale["sac"],
        split=made,
        supply=supply,
        period=action.period.days,
        discount_paise=terms.discount_paise,
    )
    issuer = Issuer(session, clock, settings, seller(settings), tenant_id)
    issued = await issue(
        issuer,
        "invoice",
        cause=str(action.order_id),
        buyer=buyer_of(terms.sale),
        sale=sale,
        language=language,
        payment=_payment(order),
    )
    await ledger.post(session, tenant_id, clock, *_postings("invoice", order, made))
    return issued


async def credit(
    session: AsyncSession, clock: Clock, settings: Settings, tenant_id: UUID, action: Refund
) -> Issued:
    """Credit the whole invoice of a payment that goes back.

    Raises:
        OurBug: ``nothing_billed``.
    """
    original = await for_cause(session, "invoice", str(action.order_id))
    if original is None:
        raise OurBug("nothing_billed", detail=f"payment {action.order_id} has no invoice")
    order = await _order(session, action.order_id)
    line, buyer = original.document["lines"][0], original.document["buyer"]
    sold = {
        "rate": line["rate_percent"],
        "seller_state": original.document["seller"]["state_code"],
        "buyer": buyer,
    }
    made, supply = taxed(line["taxable_paise"], sold)
    language: Shell = original.document["language"]
    issued = await issue(
        Issuer(session, clock, settings, seller(settings), tenant_id),
        "credit_note",
        cause=str(action.order_id),
        buyer=buyer_of(sold),
        sale=Sale(
            line["description"], line["description_local"], line["sac"], made, supply,
        ),
        language=language,
        original=original,
        reason=text("en", "account.invoice.given_back"),
    )  # fmt: skip
    await ledger.post(session, tenant_id, clock, *_postings("credit", order, made))
    return issued


def _line(language: Shell, plan: str) -> str:
    name = text(language, f"account.invoice.plan_name.{plan}")
    return text(language, "account.invoice.plan_line", plan=name)


def _postings(what: str, order: Order, made: GstSplit) -> list[NewEvent]:
    """The advance becomes a sale and tax owed; a credit turns both back into an advance."""
    parts = ((SALES, made.taxable_paise), (GST_OUTPUT, made.tax_paise))
    back = what == "credit"
    return [
        ledger.transfer(
            f"{what}.{account}",
            debit=account if back else ledger.ADVANCES,
            credit=ledger.ADVANCES if back else account,
            amount_paise=paise,
            about=uuid5(order.id, what),
            order_id=order.id,
        )
        for account, paise in parts
        if paise
    ]


def _payment(order: Order) -> dict[str, Any]:
    paid_on = order.paid_at.astimezone(IST).date().isoformat() if order.paid_at else None
    mode = (order.payment_mode or "").replace("_", " ") or None
    return {"paid_on": paid_on, "mode": mode, "reference": order.bank_reference}


async def _order(session: AsyncSession, payment_id: UUID) -> Order:
    """The order that a payment of a subscription became."""
    return await store.get(session, Order, await order_of(session, payment_id))


async def order_of(session: AsyncSession, payment_id: UUID) -> UUID:
    """The id of the newest order of a payment; the last one is the one that could be paid."""
    connection = await driver_connection(session)
    found = await connection.fetchval(
        "SELECT id FROM payment_orders WHERE details->>'payment' = $1 "
        "ORDER BY (status = 'paid') DESC, created_at DESC LIMIT 1",
        str(payment_id),
    )
    if found is None:
        raise OurBug("no_such_payment", detail=f"no order was made for payment {payment_id}")
    return UUID(str(found))
