"""What a message would cost, before anything is written or paid."""

from typing import Annotated

from fastapi import APIRouter
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from agents.economics.budget_enforcer import Enforcer
from agents.economics.quoting import BASE_CHARS, foresee
from agents.understanding.slots import read_slots
from app.api.deps import SignedIn, TheOnce, TheServices
from app.core.clock import today_ist
from app.core.errors import NotFound
from app.core.variants import Variant
from integrations.languages.identify import identify

router = APIRouter(prefix="/quotes", tags=["usage"])


class QuoteRequest(BaseModel):
    """What she would write; ``skill`` when it is known, else it is chosen as in the chat."""

    text: Annotated[str, Field(min_length=1, max_length=4000)]
    skill: str | None = Field(None, max_length=60)


class Quote(BaseModel):
    """The likely range and the most it may cost, in paise; nothing beyond `ceiling_paise` is spent.

    `within_budget`: whether the limits leave that much now. Without room it is written at ₹0,
    without a paid model.
    """

    skill: str
    confidence: float
    language: str
    low_paise: int
    high_paise: int
    ceiling_paise: int
    within_budget: bool


@router.post("", response_model=Quote)
async def make_quote(
    wanted: QuoteRequest, principal: SignedIn, services: TheServices, once: TheOnce
) -> JSONResponse:
    """The skill a text leads to and what it would cost. Nothing is stored, reserved or paid.

    404 ``skill`` for one that does not exist.
    """

    async def quote() -> Quote:
        found = identify(wanted.text[:400], None).variant
        language: Variant = "en" if found == "und" else found
        name, confidence = wanted.skill, 1.0
        if name is None:
            slots = read_slots(wanted.text, language, today_ist(services.clock))
            route = services.router.route(wanted.text, variant=language, slots=slots)
            name, confidence = route.skill, route.confidence
        if name not in services.registry:
            raise NotFound("skill", detail=f"no skill {name!r}")
        skill, chars = services.registry.get(name), BASE_CHARS + len(wanted.text)
        ahead, limits = await foresee(services, principal.tenant_id, skill, chars)
        room = await Enforcer(services.database, services.clock).room(principal.tenant_id, limits)
        return Quote(
            skill=name,
            confidence=round(confidence, 4),
            language=language,
            low_paise=ahead.low_paise,
            high_paise=ahead.high_paise,
            ceiling_paise=ahead.ceiling_paise,
            within_budget=room is None or ahead.ceiling_paise <= room,
        )

    return await once.run(quote)
