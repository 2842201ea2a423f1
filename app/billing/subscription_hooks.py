"""What a subscription learns of its orders and mandates, in the transaction that moves them.

Imported once by :func:`app.billing.desk.open_billing`, which registers the hooks.
"""

from dataclasses import replace
from typing import Final
from uuid import UUID

from app.billing import notices
from app.billing.hooks import MandateMove, OrderMove, on_mandate, on_order
from app.billing.kept_requests import write_kept
from app.billing.schemas import Order
from app.billing.subscription_state import (
    Failed,
    Happening,
    MandateIs,
    MandateState,
    Notified,
    Paid,
    Subscription,
)
from app.billing.subscriptions import PURPOSE, Step, happen, rewrite
from app.core.config import Settings, get_settings

_MANDATES: Final[dict[str, MandateState]] = {
    "requested": "asked", "active": "active", "paused": "paused", "revoked": "gone",
    "cancelled": "gone", "expired": "gone", "failed": "gone",
}  # fmt: skip
# A page that was lost on the way is opened anew under the same payment.
_LOST: Final = "never_opened"


@on_order(PURPOSE)
async def order_moved(move: OrderMove) -> None:
    """A payment of a plan moved."""
    order = move.order
    payment_id = _payment_of(order)
    if payment_id is None:
        return
    step = Step(move.session, move.clock, _settings(), order.tenant_id)
    if move.became == "paid" and order.kind == "mandate_setup":
        await rewrite(step, lambda sub: _with_mandate(sub, payment_id, order.mandate_id))
    sub, _ = await happen(step, lambda _: _what(move, payment_id))
    if move.became == "paid":
        await write_kept(step)
    elif move.became == "held":
        await notices.keep(move.session, move.clock, order.tenant_id, "held", _held(move, sub))


@on_mandate(PURPOSE)
async def mandate_moved(move: MandateMove) -> None:
    """She paused, resumed or revoked it in her UPI app, or it ended."""
    mandate = move.mandate
    step = Step(move.session, move.clock, _settings(), mandate.tenant_id)
    await happen(step, lambda _: MandateIs(mandate.id, _MANDATES[mandate.status]))


def _what(move: OrderMove, payment_id: UUID) -> Happening | None:
    order = move.order
    setup = order.mandate_id if order.kind == "mandate_setup" else None
    match move.became:
        case "paid":
            return Paid(payment_id, setup)
        case "notified":
            return Notified(payment_id, order.notified_at or move.clock.now())
        case "failed" if order.error_code != _LOST:
            return Failed(payment_id, error=order.error_code)
        case _:  # held: a person looks, and nothing is granted
            return None


def _held(move: OrderMove, sub: Subscription) -> dict[str, object]:
    """What she is told of an order that waits for a person."""
    return {
        "order": str(move.order.id),
        "plan": move.order.details.get("plan") or sub.plan,
        "amount_paise": move.order.amount_paise,
        "day": move.clock.now().isoformat(),
    }


def _payment_of(order: Order) -> UUID | None:
    said = order.details.get("payment")
    return UUID(said) if said else None


def _with_mandate(sub: Subscription, payment_id: UUID, mandate_id: UUID | None) -> Subscription:
    """The vendor's mandate in the place of the one we only meant to ask for."""
    if sub.payment is None or sub.payment.order_id != payment_id:
        return sub
    return sub.change(payment=replace(sub.payment, mandate_id=mandate_id))


def _settings() -> Settings:
    return get_settings()
