"""Facts of the shop, each with where it came from; nothing is overwritten."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from pydantic import BaseModel, Field

from app.api.deps import Owner, SignedIn, TheServices
from app.core.errors import InputError
from app.core.ids import uuid7
from app.security.sanitizer import clean
from memory.foundation_store import FIELDS, Fact, FoundationStore

router = APIRouter(prefix="/foundation", tags=["foundation"])

_LONGEST_VALUE = 2_000


class FactView(BaseModel):
    """A fact with its provenance."""

    field: str
    value: Any
    said: str | None
    source_kind: str
    source_id: str | None
    observed_at: datetime


class FoundationView(BaseModel):
    """The facts in force."""

    facts: list[FactView]


class FoundationPatch(BaseModel):
    """New values by field; the ones left out stay."""

    facts: dict[str, str | int | bool | list[Any]] = Field(min_length=1, max_length=20)


@router.get("")
async def read_foundation(principal: SignedIn, services: TheServices) -> FoundationView:
    """The facts in force, by name of field."""
    async with services.database.transaction(principal.tenant_id, principal.user_id) as session:
        found = await FoundationStore(session, principal.tenant_id, services.clock).load()
    return FoundationView(facts=[_view(found[field]) for field in sorted(found)])


@router.patch("")
async def change_foundation(
    patch: FoundationPatch, principal: Owner, services: TheServices
) -> FoundationView:
    """Set facts; what they were before stays as history."""
    source = str(uuid7())
    values = {field: _cleaned(value) for field, value in patch.facts.items()}
    async with services.database.transaction(principal.tenant_id, principal.user_id) as session:
        store = FoundationStore(session, principal.tenant_id, services.clock)
        for field, value in values.items():
            await store.put(field, value, source_kind="api", source_id=source)
        found = await store.load()
    return FoundationView(facts=[_view(found[field]) for field in sorted(found)])


@router.get("/history")
async def read_history(
    principal: SignedIn,
    services: TheServices,
    field: Annotated[str, Query(min_length=1, max_length=64)],
) -> FoundationView:
    """Every value a field ever had, oldest first."""
    if field not in FIELDS:
        raise InputError("unknown_fact", params={"field": field}, detail="no such field")
    async with services.database.transaction(principal.tenant_id, principal.user_id) as session:
        store = FoundationStore(session, principal.tenant_id, services.clock)
        facts = await store.history(field)
    return FoundationView(facts=[_view(fact) for fact in facts])


def _cleaned(value: Any) -> Any:
    if isinstance(value, str):
        return clean(value, max_code_points=_LONGEST_VALUE).text
    if isinstance(value, list):
        if len(value) > 200:
            raise InputError("invalid_request", detail="a list may have 200 entries")
        return [_cleaned(item) for item in value]
    if isinstance(value, dict):
        return {_cleaned(str(key)): _cleaned(inner) for key, inner in value.items()}
    return value


def _view(fact: Fact) -> FactView:
    return FactView(
        field=fact.field,
        value=fact.value,
        said=fact.said,
        source_kind=fact.source_kind,
        source_id=fact.source_id,
        observed_at=fact.observed_at,
    )
