"""What is sold: prices with GST and what each plan holds."""

from fastapi import APIRouter
from pydantic import BaseModel

from app.api.deps import SignedIn, TheServices
from app.billing.offers import offers
from app.core.clock import today_ist

router = APIRouter(prefix="/plans", tags=["billing"])


class Holds(BaseModel):
    """What a business may do in a month; null is without a limit."""

    drafts: int | None
    seats: int | None
    businesses: int | None
    budget_paise: int | None
    channels: list[str]


class PlanOffer(BaseModel):
    """A plan with the price of a month, its GST and the sum to be paid, in paise."""

    id: str
    renews: str
    price_paise: int
    tax_paise: int
    total_paise: int
    holds: Holds


class PlanList(BaseModel):
    """Every plan, the cheapest first."""

    plans: list[PlanOffer]


@router.get("")
async def list_plans(_principal: SignedIn, services: TheServices) -> PlanList:
    """All plans as offered today."""
    day, sac = today_ist(services.clock), services.settings.seller_sac
    return PlanList(plans=[PlanOffer(**offer.as_mapping()) for offer in offers(day, sac)])
