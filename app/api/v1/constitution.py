"""The owner's rules: what is never said, what always, and what waits for her."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter
from pydantic import BaseModel, ConfigDict, Field

from app.api.deps import Owner, SignedIn, TheServices
from app.security.sanitizer import clean
from memory.constitution import Constitution, ConstitutionStore

router = APIRouter(prefix="/constitution", tags=["constitution"])

Phrase = Annotated[str, Field(min_length=1, max_length=200)]


class Rules(BaseModel):
    """All rules; the ones left out of a PUT go back to their defaults."""

    model_config = ConfigDict(extra="forbid")

    never_say: list[Phrase] = Field(default_factory=list, max_length=100)
    always_say: list[Phrase] = Field(default_factory=list, max_length=20)
    tone: Annotated[str, Field(max_length=100)] | None = None
    emoji: Literal["none", "few", "many"] = "few"
    discount_cap_percent: Annotated[float, Field(ge=0, le=100)] | None = None
    approval: Literal["always", "risky_only"] = "always"


class RulesView(Rules):
    """The rules in force with the sentences that made them."""

    sentences: dict[str, str] = Field(default_factory=dict)


@router.get("")
async def read_constitution(principal: SignedIn, services: TheServices) -> RulesView:
    """The rules in force."""
    async with services.database.transaction(principal.tenant_id, principal.user_id) as session:
        store = ConstitutionStore(session, principal.tenant_id, services.clock)
        return _view(await store.load())


@router.put("")
async def write_constitution(rules: Rules, principal: Owner, services: TheServices) -> RulesView:
    """Replace the rules; what they were before stays as history."""
    async with services.database.transaction(principal.tenant_id, principal.user_id) as session:
        store = ConstitutionStore(session, principal.tenant_id, services.clock)
        current = _view(await store.load())
        for kind, value in rules.model_dump(mode="json").items():
            if getattr(current, kind) != value:
                await store.put(kind, _cleaned(value))
        return _view(await store.load())


def _view(found: Constitution) -> RulesView:
    return RulesView(**found.plain(), sentences=dict(found.sentences))


def _cleaned(value: Any) -> Any:
    """Texts as they may be kept; those with nothing to read are left out."""
    if isinstance(value, list):
        texts = (clean(item).text for item in value)
        return [text for text in texts if text]
    return clean(value).text or None if isinstance(value, str) else value
