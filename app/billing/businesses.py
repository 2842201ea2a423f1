"""A person's businesses: as many as her plan is for, each apart from the others.

She opens a further one from a business she owns; it is hers from its first moment, knows nothing of
the others, and is covered by the plan that one of them pays for (``agents.standing``).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Protocol
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from agents.allowance import limits_hold
from agents.standing import in_force
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import InputError, NotAllowed, PlanExceeded
from app.core.ids import uuid7
from app.core.plans import all_plans, plan_named
from app.security.sanitizer import normalise
from memory.foundation_store import FoundationStore

LONGEST_NAME: Final = 120
# No plan limits anything on a laptop; a loop that never ends is stopped all the same.
MOST_ANYWHERE: Final = 1000

_HERS: Final = text(
    "SELECT m.tenant_id, m.role, t.name FROM memberships m JOIN tenants t ON t.id = m.tenant_id"
    " WHERE m.user_id = :user_id ORDER BY m.created_at, m.tenant_id"
)
_ROLE: Final = text(
    "SELECT role FROM memberships WHERE tenant_id = :tenant_id AND user_id = :user_id"
)
_OPEN: Final = text("SELECT open_business(CAST(:id AS uuid), :name, :most, :now)")
_OWNED: Final = text("SELECT count(*) FROM memberships WHERE user_id = :user_id AND role = 'owner'")


class Ground(Protocol):
    """What businesses stand on: services, or a platform without them."""

    @property
    def settings(self) -> Settings:
        """Whether plans limit anything."""

    @property
    def database(self) -> Database:
        """Where businesses are rows."""

    @property
    def clock(self) -> Clock:
        """What plan is in force."""


@dataclass(frozen=True, slots=True)
class BusinessOf:
    """A business as one of its people sees it in her list. ``here``: where she is now."""

    id: UUID
    name: str
    role: str
    here: bool


async def list_businesses(house: Ground, user_id: UUID, here: UUID) -> Sequence[BusinessOf]:
    """The businesses a person belongs to, the first one first.

    Each is called what she calls it there: its facts are read in a transaction of its own.
    """
    async with house.database.transaction(here, user_id) as session:
        rows = (await session.execute(_HERS, {"user_id": user_id})).all()
    found = []
    for row in rows:
        async with house.database.transaction(row.tenant_id, user_id) as session:
            facts = await FoundationStore(session, row.tenant_id, house.clock).load()
        told = facts.value("business_name")
        name = told if isinstance(told, str) and told else row.name
        found.append(BusinessOf(row.tenant_id, name, row.role, row.tenant_id == here))
    return found


async def room(house: Ground, here: UUID) -> int | None:
    """How many businesses the owner of this one may have; None where nothing limits it."""
    if not limits_hold(house.settings):
        return None
    async with house.database.transaction(here) as session:
        return (await in_force(session, here, house.clock.now())).holds.businesses


async def open_business(
    house: Ground, user_id: UUID, here: UUID, name: str, made: UUID | None = None
) -> BusinessOf:
    """Open a further business of hers, from the one she is in.

    ``made`` is the id it gets: asked for again with the same one, it is the same business.

    Raises:
        InputError: ``business_name_missing``, ``business_name_long``.
        NotAllowed: she does not own the business she is in.
        PlanExceeded: ``businesses_used`` with the plan that is for more, ``businesses_all_used`` on
            the greatest plan.
    """
    named = " ".join(normalise(name).split())
    if not named:
        raise InputError("business_name_missing")
    if len(named) > LONGEST_NAME:
        raise InputError("business_name_long", params={"max": LONGEST_NAME})
    made = made or uuid7()
    async with house.database.transaction(here, user_id) as session:
        role = await session.scalar(_ROLE, {"tenant_id": here, "user_id": user_id})
        if role != "owner":
            raise NotAllowed("not_allowed", detail="only its owner opens another business")
        plan, most = await _most(session, house, here)
        values = {"id": made, "name": named, "most": most, "now": house.clock.now()}
        if not await session.scalar(_OPEN, values):
            owned = await session.scalar(_OWNED, {"user_id": user_id}) or 0
            raise _exceeded(plan, most or 0, owned)
    async with house.database.transaction(made, user_id) as session:
        known = FoundationStore(session, made, house.clock)
        await known.put("business_name", named, named, "said", made)
    return BusinessOf(made, named, "owner", here=False)


async def _most(session: AsyncSession, house: Ground, here: UUID) -> tuple[str, int | None]:
    """How many businesses she may have, and the plan that says so."""
    may = await in_force(session, here, house.clock.now())
    if not limits_hold(house.settings):
        return may.plan, MOST_ANYWHERE
    return may.plan, may.holds.businesses


def _exceeded(plan_id: str, most: int, owned: int) -> PlanExceeded:
    plan = plan_named(plan_id)
    said = {"plan": plan.id.title(), "n": most}
    for more in all_plans():
        if more.holds.businesses is None or more.holds.businesses > max(owned, most):
            more_of = {"more": more.id.title(), "m": more.holds.businesses}
            detail = f"{most} businesses in {plan.id}; {more.id} holds {more.holds.businesses}"
            return PlanExceeded("businesses_used", params=said | more_of, detail=detail)
    detail = f"{most} businesses in {plan.id}"
    return PlanExceeded("businesses_all_used", params=said, detail=detail)
