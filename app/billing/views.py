"""Subscriptions, payments and bills as plain values: for the API, the command line and cards."""

from typing import Any

from app.billing.invoices import Issued
from app.billing.schemas import Order
from app.billing.subscription_state import Subscription


def subscription_fields(sub: Subscription) -> dict[str, Any]:
    """What the business has, till when, and what is about to happen."""
    paid_until = sub.period.end.isoformat() if sub.period and sub.is_live else None
    return {
        "plan": sub.plan,
        "status": sub.status if sub.status != "none" else "trial",
        "paid_until": paid_until,
        "grace_until": sub.grace_until.isoformat() if sub.grace_until else None,
        "stops_at_end": sub.cancel_at_end,
        "next_plan": sub.next_plan,
        "auto_pay": sub.mandate,
    }


def payment_fields(order: Order) -> dict[str, Any]:
    """A payment: how it stands, and where it can be paid while it can."""
    return {
        "id": str(order.id),
        "status": order.status,
        "kind": order.kind,
        "amount_paise": order.amount_paise,
        "refunded_paise": order.refunded_paise,
        "page_url": order.page_url if not order.ended else None,
        "expires_at": order.expires_at.isoformat() if order.expires_at else None,
        "error_code": order.error_code,
    }


def invoice_fields(issued: Issued) -> dict[str, Any]:
    """A bill as lists show it; ``name`` is its number as it stands in addresses."""
    return {
        "number": issued.number,
        "name": issued.number.replace("/", "-"),
        "kind": issued.kind,
        "date": issued.document["date"],
        "total_paise": issued.total_paise,
        "practice": issued.document["practice"],
    }
