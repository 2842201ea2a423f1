"""The plan that holds for a business: its own, else the one its owner pays for in another of hers.

A plan for several businesses covers as many as it says: the one that pays, then the others of the
same owner, the oldest first. What it holds of a month is parted among the places it has: every
covered business has one share of the drafts and of the money for models, and the one that pays has
all that is not given away. So no business ever counts, or sees, what another one uses.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from app.core.plans import TRIAL, Entitlements, plan_named
from app.core.tables import Entitlement

_HOUSE = text(
    "SELECT plan, drafts, seats, businesses, budget_paise, channels, place, owned, people"
    " FROM house_plan(:now)"
)


@dataclass(frozen=True, slots=True)
class InForce:
    """The plan that holds at one moment, and what this business may do by it.

    ``covered``: another business of its owner pays. ``people``: how many work in all the businesses
    the plan covers; None where it is for this one only.
    """

    plan: str
    holds: Entitlements
    covered: bool = False
    people: int | None = None


async def in_force(session: AsyncSession, tenant_id: UUID, now: datetime) -> InForce:
    """What billing granted while the grant runs, here or to the house; else the free plan.

    In a transaction of that business: the house is that of its owner.
    """
    own = await session.scalar(select(Entitlement).where(Entitlement.tenant_id == tenant_id))
    if own is not None and own.valid_until is not None and own.valid_until <= now:
        own = None
    pays = own is not None and own.plan != TRIAL
    if own is not None and pays and own.businesses == 1:
        return InForce(own.plan, _held(own))
    house = (await session.execute(_HOUSE, {"now": now})).first()
    if house is not None and house.place == 1:
        return InForce(house.plan, _part(house), people=house.people)
    if house is not None and not pays and house.place <= (house.businesses or house.place):
        return InForce(house.plan, _part(house), covered=True, people=house.people)
    if own is not None:
        return InForce(own.plan, _held(own))
    free = plan_named(TRIAL)
    return InForce(free.id, free.holds)


def _held(row: Any) -> Entitlements:
    return Entitlements(
        row.drafts, row.seats, row.businesses, row.budget_paise, tuple(row.channels)
    )


def _part(house: Row[Any]) -> Entitlements:
    whole = _held(house)
    return replace(
        whole,
        drafts=_share(whole.drafts, house),
        budget_paise=_share(whole.budget_paise, house),
    )


def _share(whole: int | None, house: Row[Any]) -> int | None:
    """One place's part of ``whole``, or what is left of it for the business that pays."""
    if whole is None or house.businesses is None:
        return whole
    part: int = whole // house.businesses
    if house.place > 1:
        return part
    others: int = min(house.owned, house.businesses) - 1
    return whole - others * part
