"""The people of a business, as many as its plan is for.

A plan for several businesses is for so many people in all of them. Somebody new gets an account of
their own and joins as staff or approver. Who is in already stays when a smaller plan begins; only
joining is refused.
"""

from dataclasses import dataclass
from typing import Final, Literal
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from agents.allowance import limits_hold
from agents.standing import in_force
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import NotAllowed, NotFound, PlanExceeded
from app.core.plans import all_plans, plan_named
from app.core.variants import Shell
from app.security.accounts import Accounts
from app.security.login_names import LoginName
from app.security.members import Member

JoinsAs = Literal["staff", "approver"]

_LOCK: Final = text("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0))")
_COUNT: Final = text("SELECT count(*) FROM memberships WHERE tenant_id = :tenant_id")
_OWNER: Final = text(
    "SELECT user_id FROM memberships WHERE tenant_id = :tenant_id AND role = 'owner'"
    " ORDER BY created_at, user_id LIMIT 1"
)
_JOIN: Final = text(
    "INSERT INTO memberships (user_id, tenant_id, role, created_at)"
    " VALUES (:user_id, :tenant_id, :role, :now)"
)
_ROLE: Final = text(
    "SELECT role FROM memberships WHERE tenant_id = :tenant_id AND user_id = :user_id"
)
_LEAVE: Final = text("DELETE FROM memberships WHERE tenant_id = :tenant_id AND user_id = :user_id")


@dataclass(frozen=True, slots=True)
class House:
    """What the people of businesses stand on."""

    settings: Settings
    database: Database
    clock: Clock
    accounts: Accounts


async def add_member(
    house: House,
    tenant_id: UUID,
    login: LoginName,
    password: str,
    *,
    role: JoinsAs = "staff",
    language: Shell | None = None,
) -> Member:
    """Make an account for a colleague and let them in.

    Somebody who has an account is not let in: nobody may be drawn into a business unasked.

    Raises:
        PlanExceeded: ``seats_used`` with the plan that holds more, ``seats_all_used`` on the
            greatest plan.
        Conflict: ``login_taken``.
        InputError: for the password.
    """
    async with house.database.transaction(tenant_id) as session:
        await _check_seat(session, house, tenant_id)
    made = await house.accounts.register(login, password, language=language)
    async with house.database.transaction(tenant_id) as session:
        # Looked at again under the lock: two may have come for the last seat.
        await _check_seat(session, house, tenant_id)
        values = {"user_id": made.user_id, "tenant_id": tenant_id, "role": role}
        await session.execute(_JOIN, values | {"now": house.clock.now()})
    return Member(made.user_id, tenant_id, role, login.value)


async def remove_member(house: House, tenant_id: UUID, user_id: UUID) -> None:
    """Take a colleague out: what they wrote stays, their sessions here end within seconds.

    Raises:
        NotFound: ``member``.
        NotAllowed: ``owner_stays``.
    """
    async with house.database.transaction(tenant_id) as session:
        values = {"tenant_id": tenant_id, "user_id": user_id}
        role = await session.scalar(_ROLE, values)
        if role is None:
            raise NotFound("member", detail=f"nobody {user_id} in this business")
        if role == "owner":
            raise NotAllowed("owner_stays")
        await session.execute(_LEAVE, values)


async def _check_seat(session: AsyncSession, house: House, tenant_id: UUID) -> None:
    owner = await session.scalar(_OWNER, {"tenant_id": tenant_id})
    await session.execute(_LOCK, {"key": f"seats|{owner}"})
    if not limits_hold(house.settings):
        return
    may = await in_force(session, tenant_id, house.clock.now())
    seats = may.holds.seats
    taken = may.people or await session.scalar(_COUNT, {"tenant_id": tenant_id}) or 0
    if seats is None or taken < seats:
        return
    plan = plan_named(may.plan)
    said = {"plan": plan.id.title(), "n": seats}
    for more in all_plans():
        if more.holds.seats is None or more.holds.seats > taken:
            more_of = {"more": more.id.title(), "m": more.holds.seats}
            detail = f"{seats} seats in {plan.id}; {more.id} holds {more.holds.seats}"
            raise PlanExceeded("seats_used", params=said | more_of, detail=detail)
    raise PlanExceeded("seats_all_used", params=said, detail=f"{seats} seats in {plan.id}")
