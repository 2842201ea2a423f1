"""Whom bills are made out to. The State is asked for before the first charge and never guessed."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.billing.invoice_document import Party
from app.core.clock import Clock
from app.core.errors import InputError
from app.core.tables import BillingProfile, Tenant
from integrations.india.gstin import GstinReading, check_gstin
from integrations.india.state_codes import State, by_code, check_pin, state_named

_LONGEST_NAME = 100
_LONGEST_ADDRESS = 200


@dataclass(frozen=True, slots=True)
class Profile:
    """A buyer as on the bill."""

    name: str
    address: str
    state: State
    pin: str | None
    gstin: str | None

    def as_party(self) -> Party:
        """For the document."""
        return Party(self.name, self.address, self.state, self.gstin, self.pin)


def read_profile(
    *, name: str, state: str, address: str = "", pin: str | None = None, gstin: str | None = None
) -> Profile:
    """A buyer from what was typed.

    Raises:
        InputError: ``state_unknown``, ``buyer_state_wrong``, ``pin_unreadable``,
            ``pin_of_other_state``, ``gstin_wrong`` with the reason, ``gstin_of_other_state``.
    """
    found = state_named(state)
    if not found.is_place:
        raise InputError("buyer_state_wrong", params={"state": found.name})
    if pin:
        check_pin(pin, found)
    number = None
    if gstin:
        reading = _read_gstin(gstin)
        if reading.state_code != found.code:
            other = {"state": found.name, "other": reading.state or ""}
            raise InputError("gstin_of_other_state", params=other)
        number = reading.gstin
    return Profile(
        " ".join(name.split())[:_LONGEST_NAME], " ".join(address.split())[:_LONGEST_ADDRESS],
        found, pin or None, number,
    )  # fmt: skip


def _read_gstin(typed: str) -> GstinReading:
    reading = check_gstin(typed)
    if not reading.valid:
        said = {"gstin": reading.gstin, "suggestion": reading.suggestion or ""}
        why = {"reason": reading.reason, **reading.params}
        raise InputError("gstin_wrong", params=why | said, detail=f"GSTIN: {reading.reason}")
    return reading


async def put_profile(
    session: AsyncSession, clock: Clock, tenant_id: UUID, profile: Profile
) -> None:
    """Keep it; bills that were issued stay as they are."""
    values: dict[str, Any] = {
        "name": profile.name,
        "address": profile.address,
        "state_code": profile.state.code,
        "pin": profile.pin,
        "gstin": profile.gstin,
        "updated_at": clock.now(),
    }
    statement = insert(BillingProfile).values(tenant_id=tenant_id, **values)
    await session.execute(
        statement.on_conflict_do_update(index_elements=["tenant_id"], set_=values)
    )


async def change_buyer(
    session: AsyncSession, clock: Clock, tenant_id: UUID, *, state: str, gstin: str | None
) -> None:
    """Another State or GSTIN; name and address stay, and so does a PIN code of the same State.

    ``state`` may be empty where the GSTIN says it.

    Raises:
        InputError: as :func:`read_profile`.
    """
    if gstin:
        # A number that cannot be read says what is wrong with it, before the State it hides.
        state = state or (_read_gstin(gstin).state_code or "")
    row = await session.scalar(select(BillingProfile).where(BillingProfile.tenant_id == tenant_id))
    profile = read_profile(
        name=row.name if row else "",
        state=state or (row.state_code if row else ""),
        address=row.address if row else "",
        gstin=gstin,
    )
    if row is not None and row.pin and row.state_code == profile.state.code:
        profile = replace(profile, pin=row.pin)
    await put_profile(session, clock, tenant_id, profile)


async def get_profile(session: AsyncSession, tenant_id: UUID) -> Profile | None:
    """The business's profile, or None while her State was never asked for."""
    row = await session.scalar(select(BillingProfile).where(BillingProfile.tenant_id == tenant_id))
    if row is None:
        return None
    state = by_code(row.state_code)
    assert state is not None  # noqa: S101 (only codes of our own table are stored)
    name = row.name or await session.scalar(select(Tenant.name)) or ""
    return Profile(name, row.address, state, row.pin, row.gstin)
