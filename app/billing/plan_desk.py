"""Taking, changing, stopping and giving back a plan: what chat, API and command line call."""

from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.products.muse.schemas import Actor
from app.billing import store
from app.billing.desk import Billing
from app.billing.mandates import start_mandate
from app.billing.payments import start_payment
from app.billing.profiles import Profile, change_buyer, get_profile, put_profile
from app.billing.schemas import Order
from app.billing.seller import seller
from app.billing.subscription_bills import order_of
from app.billing.subscription_state import (
    Action,
    Cancel,
    Choose,
    GiveBack,
    Keep,
    OpenPayment,
    Payment,
    Subscription,
)
from app.billing.subscriptions import PURPOSE, Step, happen, load, subscription_id
from app.billing.terms import make_terms, shell_of_business, unused_paise
from app.core.clock import IST
from app.core.errors import Conflict, InputError, NotFound
from app.core.ids import uuid7
from app.core.plans import Plan, plan_named

REFUND_WITHIN: Final = timedelta(days=7)
"""A payment is given back whole, without a reason, within a week of it."""

MANDATE_LIFE: Final = timedelta(days=365 * 10)
_CAP_PAISE: Final = 15_000_00
_HEADROOM: Final = 10  # percent above the price, for a change of the tax rate


@dataclass(frozen=True, slots=True)
class Chosen:
    """What came of a choice: the subscription, and where to pay when something is to be paid.

    ``limit_paise`` is what her UPI app will show as "up to"; None without a mandate.
    """

    subscription: Subscription
    order: Order | None
    limit_paise: int | None


async def set_profile(billing: Billing, tenant_id: UUID, profile: Profile) -> None:
    """Keep whom bills are made out to."""
    async with billing.database.transaction(tenant_id) as session:
        await put_profile(session, billing.clock, tenant_id, profile)


async def set_buyer(
    billing: Billing, tenant_id: UUID, *, state: str = "", gstin: str | None = None
) -> None:
    """Another State or GSTIN for the next bills; see :func:`app.billing.profiles.change_buyer`."""
    async with billing.database.transaction(tenant_id) as session:
        await change_buyer(session, billing.clock, tenant_id, state=state, gstin=gstin)


async def profile_of(billing: Billing, tenant_id: UUID) -> Profile | None:
    """Whom bills are made out to; None while the State was never asked for."""
    async with billing.database.transaction(tenant_id) as session:
        return await get_profile(session, tenant_id)


async def current(billing: Billing, tenant_id: UUID) -> Subscription:
    """The business's subscription; the free trial when it never took a plan."""
    async with billing.database.transaction(tenant_id) as session:
        return (await load(_step(billing, session, tenant_id)))[0]


async def choose(
    billing: Billing, actor: Actor, plan_id: str, *, conversation_id: UUID | None = None
) -> Chosen:
    """Take a plan or change to it. A cheaper one begins with the next month; nothing is paid then.

    Raises:
        InputError: ``no_such_plan``, ``plan_not_sold``, ``buyer_state_needed`` before any charge.
        Conflict: ``plan_already``, ``payment_running``.
        Unavailable: ``payments_away``; choosing again opens the same payment.
    """
    plan = plan_named(plan_id)
    if not plan.is_sold:
        raise InputError("plan_not_sold", params={"plan": plan.id})
    tenant_id = actor.tenant_id
    async with billing.database.transaction(tenant_id) as session:
        step = _step(billing, session, tenant_id)
        profile = await get_profile(session, tenant_id)
        if profile is None:
            raise InputError("buyer_state_needed", detail="ask for the State before any charge")
        language = await shell_of_business(session, tenant_id)
        today = step.now.astimezone(IST).date()
        terms = partial(
            make_terms,
            plan,
            profile,
            seller_state=seller(billing.settings).state,
            sac=billing.settings.seller_sac,
            day=today,
            language=language,
        )

        def choice(sub: Subscription) -> Choose:
            dearer = sub.is_live and plan.price_on(today) > _price(sub)
            rest = unused_paise(sub, step.now) if dearer else 0
            return Choose(terms(discount_paise=rest), uuid7(), uuid7(), terms())

        sub, actions = await happen(step, choice)
    payment = _to_open(actions)
    if payment is None:
        return Chosen(sub, None, None)
    return await open_payment(billing, actor, sub, payment, conversation_id)


async def open_payment(
    billing: Billing,
    actor: Actor,
    sub: Subscription,
    payment: Payment,
    conversation_id: UUID | None = None,
) -> Chosen:
    """The page of a payment that waits; the same one however often it is asked for.

    Raises:
        Unavailable: ``payments_away``.
    """
    terms, key = payment.terms, f"plan|{payment.order_id}"
    about: dict[str, Any] = {
        "purpose": PURPOSE,
        "key": key,
        "subject_id": subscription_id(actor.tenant_id),
        "details": {"payment": str(payment.order_id), "plan": terms.plan},
        "conversation_id": conversation_id,
    }
    if payment.mandate_id is None:
        order = await start_payment(
            billing, actor.tenant_id, actor, amount_paise=terms.total_paise, **about
        )
        return Chosen(sub, order, None)
    limit = mandate_limit(plan_named(terms.plan), terms.total_paise, terms.price_paise)
    _, order = await start_mandate(
        billing,
        actor.tenant_id,
        actor,
        first_amount_paise=terms.total_paise,
        max_amount_paise=limit,
        frequency="MONTHLY",
        expires_at=billing.clock.now() + MANDATE_LIFE,
        **about,
    )
    return Chosen(sub, order, limit)


def mandate_limit(plan: Plan, total_paise: int, price_paise: int) -> int:
    """What the mandate allows at most: a month's price with some room, in whole hundreds of rupees.

    Counted from the whole price, not from a first payment that was cheaper by proration.
    """
    month = max(total_paise, plan.prices[-1][1] * total_paise // max(price_paise, 1))
    hundreds = -(-month * (100 + _HEADROOM) // 100 // 10_000)
    return max(min(hundreds * 10_000, _CAP_PAISE), total_paise)


async def cancel(billing: Billing, actor: Actor) -> Subscription:
    """Stop the plan at the end of the paid month; auto-pay ends at once.

    Raises:
        Conflict: ``no_plan``.
    """
    async with billing.database.transaction(actor.tenant_id) as session:
        sub, _ = await happen(_step(billing, session, actor.tenant_id), lambda _: Cancel())
    return sub


async def keep(billing: Billing, actor: Actor) -> Subscription:
    """Go on after all, before the month has ended.

    Raises:
        Conflict: ``no_plan``.
    """
    async with billing.database.transaction(actor.tenant_id) as session:
        sub, _ = await happen(_step(billing, session, actor.tenant_id), lambda _: Keep())
    return sub


async def give_back(billing: Billing, actor: Actor, order_id: UUID, reason: str) -> Subscription:
    """Give the present month's payment back whole, with a credit note; the plan ends.

    Raises:
        NotFound: ``order``.
        Conflict: ``refund_too_late`` after :data:`REFUND_WITHIN`, ``refund_other``,
            ``order_not_paid``, ``payment_running``.
    """
    async with billing.database.transaction(actor.tenant_id) as session:
        order = await store.get(session, Order, order_id)
        said = order.details.get("payment")
        if order.purpose != PURPOSE or not said:
            raise NotFound("order")
        if order.paid_at is None:
            raise Conflict("order_not_paid", params={"status": order.status})
        if billing.clock.now() - order.paid_at > REFUND_WITHIN:
            raise Conflict("refund_too_late", params={"days": REFUND_WITHIN.days})
        step = _step(billing, session, actor.tenant_id)
        sub, _ = await happen(step, lambda _: GiveBack(UUID(said), reason))
    return sub


async def order_in_progress(billing: Billing, tenant_id: UUID) -> Order | None:
    """The order of the payment she is at, for a card that is shown again."""
    async with billing.database.transaction(tenant_id) as session:
        sub, _ = await load(_step(billing, session, tenant_id))
        if sub.payment is None or sub.payment.kind == "renewal":
            return None
        made = await store.orders_about(session, sub.id)
        if not any(order.details.get("payment") == str(sub.payment.order_id) for order in made):
            return None
        return await store.get(session, Order, await order_of(session, sub.payment.order_id))


def _to_open(actions: list[Action]) -> Payment | None:
    return next((each.payment for each in actions if isinstance(each, OpenPayment)), None)


def _price(sub: Subscription) -> int:
    day = sub.period.start.astimezone(IST).date() if sub.period else None
    plan = plan_named(sub.plan)
    return plan.price_on(day) if day else plan.prices[-1][1]


def _step(billing: Billing, session: AsyncSession, tenant_id: UUID) -> Step:
    return Step(session, billing.clock, billing.settings, tenant_id)
