"""GST sums, for programs: the same arithmetic as the invoices and the chat."""

from dataclasses import asdict
from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query
from pydantic import BaseModel

from app.api.deps import SignedIn, TheServices
from app.core.clock import today_ist
from app.core.money import LARGEST_PAISE
from integrations.india.gst_work import work_out
from integrations.india.gstin import check_gstin

router = APIRouter(prefix="/gst", tags=["gst"])


class GstSum(BaseModel):
    """An amount with its taxes, in paise, and what the law calls the sale."""

    taxable_paise: int
    cgst_paise: int
    sgst_paise: int
    utgst_paise: int
    igst_paise: int
    round_off_paise: int
    total_paise: int
    total: str
    rate_percent: float
    rate_source: str
    rate_from: str | None
    place_of_supply: str | None
    supply: str
    interstate: bool
    basis: str
    note: str | None


class GstinCheck(BaseModel):
    """Whether a number is a GSTIN; else why not, and the one slip that would mend it."""

    gstin: str
    valid: bool
    reason: str | None
    params: dict[str, Any]
    suggestion: str | None
    state_code: str | None
    state: str | None
    kind: str | None


@router.get("/gstin/{number}")
async def check_number(
    _principal: SignedIn, number: Annotated[str, Path(max_length=64)]
) -> GstinCheck:
    """Check a GSTIN: shape, State, check character. A wrong one is an answer, not an error."""
    return GstinCheck(**asdict(check_gstin(number)))


@router.get("")
async def work_out_gst(
    _principal: SignedIn,
    services: TheServices,
    amount_paise: Annotated[int, Query(ge=0, le=LARGEST_PAISE)],
    rate: Annotated[Decimal | None, Query(ge=0, le=100, description="percent")] = None,
    inclusive: bool = False,
    from_state: Annotated[str | None, Query(max_length=60)] = None,
    to_state: Annotated[str | None, Query(max_length=60)] = None,
    sez: bool = False,
    export: bool = False,
    with_payment: bool = False,
) -> GstSum:
    """GST on an amount. Without a rate that of our own service today is taken."""
    return GstSum(
        **work_out(
            amount_paise,
            rate,
            day=today_ist(services.clock),
            sac=services.settings.seller_sac,
            inclusive=inclusive,
            from_state=from_state,
            to_state=to_state,
            sez=sez,
            abroad=export,
            with_payment=with_payment,
        )
    )
