"""What models may cost: the limits a business sets itself, and where its alerts are sent."""

import secrets
from typing import Annotated, Any

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field

from agents.economics.limits import LARGEST_PAISE, Limits, read_limits, set_limit
from agents.services import Services
from app.api.deps import Owner, SignedIn, TheServices, services_of
from integrations.http import check_address

router = APIRouter(prefix="/budget", tags=["usage"])

Limit = Annotated[int | None, Field(ge=0, le=LARGEST_PAISE)]


class BudgetView(BaseModel):
    """Limits in paise; null is none. `in_force_paise`: the smaller of a month's own and the plan's.

    `webhook_secret` is shown once, when the address was set: it signs what is sent there.
    """

    month_paise: int | None
    day_paise: int | None
    task_paise: int | None
    plan_paise: int | None
    in_force_paise: int | None
    webhook_url: str | None
    webhook_secret: str | None = None


class BudgetChange(BaseModel):
    """What is left out stays as it is; null takes a limit away."""

    model_config = ConfigDict(extra="forbid")

    month_paise: Limit = None
    day_paise: Limit = None
    task_paise: Limit = None
    webhook_url: str | None = Field(None, max_length=500, description="https, to a public host")


@router.get("")
async def read_budget(principal: SignedIn, services: TheServices) -> BudgetView:
    """The limits as they stand, her own and her plan's."""
    return _view(await _limits(services, principal))


@router.put("")
async def put_budget(
    change: BudgetChange, owner: Owner, services: Annotated[Services, Depends(services_of)]
) -> BudgetView:
    """Set or take away limits, and the address that hears when 50, 80 and 100 % are used.

    422 ``webhook_refused`` for an address that is not https to a public host.
    """
    changes: dict[str, Any] = change.model_dump(include=change.model_fields_set)
    secret = None
    if "webhook_url" in changes:
        url = changes["webhook_url"]
        if url is not None:
            await check_address(url, allow_private=not services.settings.is_production)
            secret = secrets.token_urlsafe(32)
        changes["webhook_secret"] = secret
    if changes:
        async with services.database.transaction(owner.tenant_id, owner.user_id) as session:
            await set_limit(session, owner.tenant_id, services.clock, owner.user_id, **changes)
    return _view(await _limits(services, owner), secret)


async def _limits(services: Services, principal: SignedIn) -> Limits:
    async with services.database.transaction(principal.tenant_id) as session:
        return await read_limits(session, principal.tenant_id, services.settings, services.clock)


def _view(limits: Limits, secret: str | None = None) -> BudgetView:
    return BudgetView(
        month_paise=limits.month_paise,
        day_paise=limits.day_paise,
        task_paise=limits.task_paise,
        plan_paise=limits.plan_paise,
        in_force_paise=limits.in_force,
        webhook_url=limits.webhook_url,
        webhook_secret=secret,
    )
