"""All routes, in one visible list."""

from typing import Final

from fastapi import APIRouter

from app.api import business, docs_page, health, signin
from app.api.v1 import (
    auth,
    billing,
    budget,
    businesses,
    constitution,
    drafts,
    festivals,
    foundation,
    gst,
    invoices,
    members,
    onboarding,
    plans,
    quotes,
    skills,
    tools,
    turns,
    usage,
)
from app.api.webhooks import phonepe

_V1: Final = APIRouter(prefix="/api/v1")
for _noun in (
    *(auth, turns, drafts, foundation, constitution, onboarding, skills, tools),
    *(gst, festivals, plans, billing, invoices, members, businesses),
    *(usage, budget, quotes),
):
    _V1.include_router(_noun.router)

router: Final = APIRouter()
for _part in (health.router, signin.router, business.router, docs_page.router, phonepe.router, _V1):
    router.include_router(_part)
