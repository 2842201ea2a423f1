"""The festival calendar: which day, how sure, whose, and whether selling fits."""

import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel

from app.api.deps import SignedIn, TheServices
from app.core.clock import today_ist
from app.core.variants import Variant
from integrations.india.festival_list import FIRST_YEAR, LAST_YEAR, listed
from integrations.india.state_codes import state_named

router = APIRouter(prefix="/festivals", tags=["festivals"])


class FestivalDay(BaseModel):
    """One festival on its day."""

    id: str
    date: datetime.date
    name: str
    greeting: str
    states: list[str]
    rule: str
    source: str
    certainty: str
    sell: bool
    solemn: bool
    lead_days: int
    start_by: datetime.date


class FestivalDays(BaseModel):
    """The days asked for, in their order."""

    festivals: list[FestivalDay]


@router.get("")
async def list_festivals(
    _principal: SignedIn,
    services: TheServices,
    state: Annotated[str | None, Query(max_length=60, description="name, TN or 33")] = None,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR)] = None,
    month: Annotated[int | None, Query(ge=1, le=12, description="of that year")] = None,
    days: Annotated[int, Query(ge=1, le=366, description="from today, without a year")] = 45,
    lang: Variant = "en",
) -> FestivalDays:
    """Festivals of a year or month, or of the next days; of all of India or of one State."""
    if month is not None and year is None:
        year = today_ist(services.clock).year
    found: list[dict[str, Any]] = listed(
        services.calendar,
        today=today_ist(services.clock),
        state=state_named(state).name if state else None,
        year=year,
        days=days,
        variant=lang,
    )
    wanted = f"-{month:02d}-" if month is not None else ""
    return FestivalDays(festivals=[FestivalDay(**row) for row in found if wanted in row["date"]])
