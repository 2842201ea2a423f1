"""The people of a business: who they are, letting a colleague in, taking one out."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.api.deps import Owner, TheAuthenticator, TheLimiter, TheOnce, TheServices
from app.billing.seats import House, add_member, remove_member
from app.core.variants import Shell
from app.security.login_names import read_login
from app.security.members import Member, members_of
from app.security.rate_limiter import SIGN_UP_FROM

router = APIRouter(prefix="/members", tags=["members"])


def house_of(services: TheServices, auth: TheAuthenticator) -> House:
    """What the people of businesses stand on."""
    return House(services.settings, services.database, services.clock, auth.accounts)


TheHouse = Annotated[House, Depends(house_of)]


class MemberView(BaseModel):
    """A person in the business."""

    user_id: UUID
    role: str
    login: str | None


class MemberList(BaseModel):
    """Everybody in the business, its owner first."""

    members: list[MemberView]


class NewMember(BaseModel):
    """A colleague who has no account yet."""

    login: str = Field(max_length=254, description="E-mail address or Indian mobile number.")
    password: str = Field(max_length=512, description="8 to 128 characters.")
    role: Literal["staff", "approver"] = "staff"
    language: Shell | None = None


@router.get("")
async def list_members(owner: Owner, house: TheHouse) -> MemberList:
    """Everybody in the business."""
    found = await members_of(house.database, owner.tenant_id)
    return MemberList(members=[_view(each) for each in found])


@router.post("", status_code=201, response_model=MemberView)
async def let_in(
    new: NewMember,
    owner: Owner,
    house: TheHouse,
    limiter: TheLimiter,
    once: TheOnce,
    request: Request,
) -> JSONResponse:
    """Let a colleague in. 402 ``seats_used`` when the plan is for no more people."""
    await limiter.hit(SIGN_UP_FROM, request.client.host if request.client else "")

    async def add() -> MemberView:
        login = read_login(new.login)
        return _view(
            await add_member(
                house, owner.tenant_id, login, new.password, role=new.role, language=new.language
            )
        )

    return await once.run(add, status=201)


@router.delete("/{user_id}", status_code=204)
async def take_out(user_id: UUID, owner: Owner, house: TheHouse) -> Response:
    """Take a colleague out; what they wrote stays. The owner stays too."""
    await remove_member(house, owner.tenant_id, user_id)
    return Response(status_code=204)


def _view(member: Member) -> MemberView:
    return MemberView(user_id=member.user_id, role=member.role, login=member.login)
