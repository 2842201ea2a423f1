"""The businesses of a person: which there are, and opening a further one.

To act for another of them, name it at ``auth/token`` or ``auth/refresh``.
"""

from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.api.deps import Owner, SignedIn, TheOnce, TheServices
from app.billing.businesses import LONGEST_NAME, BusinessOf, list_businesses, open_business

router = APIRouter(prefix="/businesses", tags=["businesses"])


class BusinessView(BaseModel):
    """A business of the person; ``here``: the one this request acts for."""

    id: UUID
    name: str
    role: str
    here: bool


class BusinessList(BaseModel):
    """All businesses of the person, the first one first."""

    businesses: list[BusinessView]


class NewBusiness(BaseModel):
    """A further business of the same owner."""

    name: str = Field(min_length=1, max_length=LONGEST_NAME)


@router.get("")
async def list_mine(principal: SignedIn, services: TheServices) -> BusinessList:
    """The businesses you work in, also those of others."""
    found = await list_businesses(services, principal.user_id, principal.tenant_id)
    return BusinessList(businesses=[_view(each) for each in found])


@router.post("", status_code=201, response_model=BusinessView)
async def open_another(
    new: NewBusiness, owner: Owner, services: TheServices, once: TheOnce
) -> JSONResponse:
    """Open a further business. 402 ``businesses_used`` when the plan is for no more."""

    async def make() -> BusinessView:
        return _view(await open_business(services, owner.user_id, owner.tenant_id, new.name))

    return await once.run(make, status=201)


def _view(each: BusinessOf) -> BusinessView:
    return BusinessView(id=each.id, name=each.name, role=each.role, here=each.here)
