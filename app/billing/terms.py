"""The price of one period for one buyer, frozen when shown: charged and billed as it is."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.invoice_document import Party
from app.billing.profiles import Profile, get_profile
from app.billing.seller import seller
from app.billing.subscription_state import Subscription, Terms
from app.core.clock import IST
from app.core.config import Settings
from app.core.errors import InputError
from app.core.plans import Plan, plan_named
from app.core.tables import Conversation
from app.core.variants import Shell, as_variant, base_of
from integrations.india import gst_rates
from integrations.india.gst_service import GstSplit, charge
from integrations.india.place_of_supply import Supply, place_of_supply
from integrations.india.state_codes import State, by_code

LEAST_PAISE = 100
"""No gateway takes less than a rupee."""


def make_terms(
    plan: Plan,
    profile: Profile,
    *,
    seller_state: State,
    sac: str,
    day: date,
    language: Shell,
    discount_paise: int = 0,
) -> Terms:
    """The terms of a month of the plan that begins on the day."""
    price = plan.price_on(day)
    discount = max(min(discount_paise, price - LEAST_PAISE), 0)
    rate = gst_rates.rate(sac, day)
    sale = {
        "rate": format(rate.percent, "f"),
        "sac": sac,
        "seller_state": seller_state.code,
        "language": language,
        "buyer": profile.as_party().as_mapping(),
    }
    made, _ = taxed(price - discount, sale)
    return Terms(plan.id, price - discount, discount, made.total_paise, sale)


async def renewal_terms(
    session: AsyncSession, settings: Settings, tenant_id: UUID, sub: Subscription, now: datetime
) -> Terms:
    """The terms of the next month: today's price, her profile of today.

    Raises:
        InputError: ``buyer_state_needed`` when there is no profile.
    """
    profile = await get_profile(session, tenant_id)
    if profile is None:
        raise InputError("buyer_state_needed")
    language = await shell_of_business(session, tenant_id)
    return make_terms(
        plan_named(sub.next_plan or sub.plan),
        profile,
        seller_state=seller(settings).state,
        sac=settings.seller_sac,
        day=now.astimezone(IST).date(),
        language=language,
    )


async def shell_of_business(session: AsyncSession, tenant_id: UUID) -> Shell:
    """The language its newest conversation is held in, as bills write it; English before any."""
    talk = await session.scalar(
        select(Conversation.talk_language)
        .where(Conversation.tenant_id == tenant_id, Conversation.talk_language.is_not(None))
        .order_by(Conversation.updated_at.desc())
        .limit(1)
    )
    variant = as_variant(talk) if talk else None
    return base_of(variant) if variant else "en"


def taxed(price_paise: int, sale: Mapping[str, Any]) -> tuple[GstSplit, Supply]:
    """The price with the taxes of a frozen sale."""
    buyer = sale["buyer"]
    supply = place_of_supply(
        _state(sale["seller_state"]),
        _state(buyer["state_code"]),
        registered=bool(buyer["gstin"]),
    )
    return charge(price_paise, Decimal(sale["rate"]), supply), supply


def buyer_of(sale: Mapping[str, Any]) -> Party:
    """The buyer of a frozen sale."""
    buyer = sale["buyer"]
    return Party(
        buyer["name"], buyer["address"], _state(buyer["state_code"]), buyer["gstin"], buyer["pin"]
    )


def unused_paise(sub: Subscription, now: datetime) -> int:
    """What the rest of the paid month is worth, without tax: taken off a dearer plan."""
    if sub.period is None or sub.status != "active":
        return 0
    left, whole = sub.period.unused(now)
    price = plan_named(sub.plan).price_on(sub.period.start.date())
    return price * left // whole


def _state(code: str) -> State:
    found = by_code(code)
    assert found is not None  # noqa: S101 (frozen from our own table)
    return found
