"""The questions about her shop and her rules: begin, answer, see what is known, change a row.

Each message is a turn like any other, so it may also be a request ("write a Diwali message"): then
``turn`` has its result, and the question waits.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from agents.products.muse.schemas import Actor
from agents.products.onboarding import flow
from agents.products.onboarding.schemas import OnboardingView, Summary
from agents.products.onboarding.talking import Heard, Interviewer
from app.api.deps import Owner, TheActor, TheLimiter, TheOnce, TheRunner, TheServices
from app.api.language import shell_for
from app.core.errors import InputError
from app.core.variants import Variant
from app.security.principal import Principal
from app.security.rate_limiter import MESSAGES
from app.security.sanitizer import clean
from integrations.languages.messages import text as say

router = APIRouter(prefix="/onboarding", tags=["onboarding"])

_LONGEST_ROW = 400


class Standing(BaseModel):
    """Where onboarding stands, and all that is known."""

    onboarding: OnboardingView
    summary: Summary


class Begin(BaseModel):
    """How to begin."""

    model_config = ConfigDict(extra="forbid")

    language: Variant | None = Field(None, description="How she writes, when you know.")


class NewAnswer(BaseModel):
    """What she says to the open question: words, or ``skip``."""

    model_config = ConfigDict(extra="forbid")

    text: str | None = Field(None, description="Her words, in any of the seven ways of writing.")
    skip: bool = False
    question_id: UUID | None = Field(
        None, description="The question she saw; 404 when another one is asked by now."
    )
    language: Variant | None = Field(None, description="How she writes, when you know.")


class Edit(BaseModel):
    """One row of the summary as typed; empty takes the value away."""

    model_config = ConfigDict(extra="forbid")

    field: Annotated[str, Field(min_length=1, max_length=40)]
    text: Annotated[str, Field(max_length=_LONGEST_ROW)]


class EditResult(BaseModel):
    """What became of an edit: ``problem`` says why not, ``suggestion`` is a likely correction."""

    applied: bool
    problem: str | None = None
    suggestion: str | None = None
    summary: Summary


@router.get("")
async def read_onboarding(actor: TheActor, services: TheServices) -> Standing:
    """Where it stands: the open question, and every fact and rule with its source."""
    view = await flow.status(services, actor)
    return Standing(onboarding=view, summary=await flow.summary(services, actor))


@router.post("", response_model=Heard)
async def begin_onboarding(
    begin: Begin, principal: Owner, runner: TheRunner, limiter: TheLimiter, once: TheOnce
) -> JSONResponse:
    """Begin, or go on with what was left; answers with the question."""
    await limiter.hit(MESSAGES, principal.tenant_id, principal.user_id)
    interviewer = Interviewer(runner, _actor(principal), "api", begin.language)
    return await once.run(lambda: interviewer.begin(once.key))


@router.post("/answers", response_model=Heard)
async def answer_question(
    answer: NewAnswer, principal: Owner, runner: TheRunner, limiter: TheLimiter, once: TheOnce
) -> JSONResponse:
    """Answer, correct, ask back, skip, leave, or ask for something in between."""
    if answer.skip == bool(answer.text):
        raise InputError("invalid_request", detail="give either text or skip")
    await limiter.hit(MESSAGES, principal.tenant_id, principal.user_id)
    interviewer = Interviewer(runner, _actor(principal), "api", answer.language)
    asked = answer.question_id

    async def run() -> Heard:
        if answer.skip:
            return await interviewer.skip(question_id=asked, message_id=once.key)
        words = clean(answer.text or "")
        if words.content == "empty":
            raise InputError("message_empty", detail="text has nothing to read")
        return await interviewer.answer(words.text, question_id=asked, message_id=once.key)

    return await once.run(run)


@router.post("/edits", response_model=EditResult)
async def edit_row(
    request: Request, edit: Edit, principal: Owner, services: TheServices, once: TheOnce
) -> JSONResponse:
    """Change one row of the summary; a town brings its State along."""
    shell = shell_for(request, principal.shell)
    actor = _actor(principal)
    typed = clean(edit.text, max_code_points=_LONGEST_ROW).text if edit.text.strip() else ""

    async def run() -> EditResult:
        made = await flow.edit(services, actor, edit.field, typed, shell)
        return EditResult(
            applied=made.applied,
            problem=say(shell, made.problem_key, **made.params) if made.problem_key else None,
            suggestion=made.suggestion,
            summary=await flow.summary(services, actor),
        )

    return await once.run(run)


def _actor(principal: Principal) -> Actor:
    return Actor(tenant_id=principal.tenant_id, user_id=principal.user_id, name=principal.name)
