"""Drafts: read them, decide about them. A repeated decision answers with the first one's result."""

import asyncio
from typing import Annotated, Any, Literal
from uuid import UUID

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from agents.products.muse import flow
from agents.products.muse.schemas import Decision, DraftPage, DraftView, Edited, VersionView
from agents.turn_context import DraftRef, TurnRequest
from app.api.deps import SignedIn, TheActor, TheOnce, TheRunner, TheServices
from app.api.language import shell_for
from app.core.errors import NotFound
from app.core.ids import turn_id_for, uuid7
from app.core.variants import Variant
from app.security.sanitizer import clean
from integrations.india.upi import qr_png

router = APIRouter(prefix="/drafts", tags=["drafts"])

Cursor = Annotated[str | None, Query(max_length=400, description="`next_cursor` of the last page.")]
Limit = Annotated[int, Query(ge=1, le=100, description="How many at most.")]
Status = Annotated[Literal["pending", "approved", "rejected", "shown"] | None, Query()]


class _Body(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Approve(_Body):
    """Which version is approved; another one may have come meanwhile."""

    version: int = Field(ge=1)


class Reject(_Body):
    """Which version is rejected, and why."""

    version: int = Field(ge=1)
    reason: Literal["wrongFact", "wrongTone", "shorter", "skip"] | None = None
    note: str | None = Field(None, max_length=500)


class Edit(_Body):
    """The owner's own text, made from that version."""

    version: int = Field(ge=1)
    text: str = Field(min_length=1)


class Regenerate(_Body):
    """What to make of that version: another one, a shorter or longer one, another language."""

    version: int = Field(ge=1)
    change: Literal["another", "shorter", "longer", "language"] = "another"
    language: Variant | None = None


class VersionList(BaseModel):
    """The versions of a draft, oldest first."""

    versions: list[VersionView]


class WhyView(BaseModel):
    """Where each phrase of a version comes from."""

    draft_id: UUID
    version: int
    sources: list[dict[str, Any]]


@router.get("")
async def list_drafts(
    services: TheServices,
    actor: TheActor,
    cursor: Cursor = None,
    limit: Limit = 20,
    status: Status = None,
) -> DraftPage:
    """The business's drafts, newest first."""
    return await flow.list_drafts(services, actor, cursor, limit, status)


@router.get("/{draft_id}")
async def read_draft(draft_id: UUID, services: TheServices, actor: TheActor) -> DraftView:
    """One draft with all its versions."""
    return await flow.get(services, actor, draft_id)


@router.get("/{draft_id}/versions")
async def read_versions(draft_id: UUID, services: TheServices, actor: TheActor) -> VersionList:
    """Every version of a draft, oldest first."""
    return VersionList(versions=(await flow.get(services, actor, draft_id)).versions)


@router.get(
    "/{draft_id}/qr.png",
    response_class=Response,
    responses={200: {"content": {"image/png": {}}, "description": "The picture."}},
)
async def draw_qr(draft_id: UUID, services: TheServices, actor: TheActor) -> Response:
    """The QR of a payment request, to be shown or printed. Other drafts have none."""
    view = await flow.get(services, actor, draft_id)
    link = view.latest.extras.get("upi_link")
    if not isinstance(link, str):
        raise NotFound("draft", detail=f"draft {draft_id} asks for no payment")
    picture = await asyncio.to_thread(qr_png, link)
    return Response(picture, media_type="image/png", headers={"Cache-Control": "private"})


@router.get("/{draft_id}/why")
async def explain(
    draft_id: UUID,
    services: TheServices,
    actor: TheActor,
    version: Annotated[int | None, Query(ge=1, description="Empty: the newest.")] = None,
) -> WhyView:
    """Each fact of a version with its source."""
    view = await flow.get(services, actor, draft_id)
    known = [found for found in view.versions if version in (None, found.version)]
    if not known:
        raise NotFound("draft", detail=f"draft {draft_id} has no version {version}")
    chosen = known[-1]
    return WhyView(
        draft_id=draft_id,
        version=chosen.version,
        sources=[source.model_dump(mode="json") for source in chosen.sources],
    )


@router.post("/{draft_id}/approve", response_model=Decision)
async def approve(
    draft_id: UUID, body: Approve, services: TheServices, actor: TheActor, once: TheOnce
) -> JSONResponse:
    """Approve a version. ``applied`` is false when somebody decided before."""
    return await once.run(lambda: flow.decide(services, actor, draft_id, body.version, "approved"))


@router.post("/{draft_id}/reject", response_model=Decision)
async def reject(
    draft_id: UUID, body: Reject, services: TheServices, actor: TheActor, once: TheOnce
) -> JSONResponse:
    """Reject a version. ``applied`` is false when somebody decided before."""
    note = clean(body.note).text if body.note else None
    return await once.run(
        lambda: flow.decide(
            services, actor, draft_id, body.version, "rejected", reason=body.reason, note=note
        )
    )


@router.post("/{draft_id}/edit", response_model=Edited)
async def edit(
    draft_id: UUID, body: Edit, services: TheServices, actor: TheActor, once: TheOnce
) -> JSONResponse:
    """A new version in the owner's words. ``applied`` is false when a newer one was there."""
    text = clean(body.text).text
    return await once.run(lambda: flow.edit(services, actor, draft_id, body.version, text))


@router.post("/{draft_id}/undo", response_model=Decision)
async def undo(
    draft_id: UUID, services: TheServices, actor: TheActor, once: TheOnce
) -> JSONResponse:
    """Take a decision back: the draft waits again, its history stays."""
    return await once.run(lambda: flow.undo(services, actor, draft_id))


@router.post("/{draft_id}/regenerate")
async def regenerate(
    request: Request,
    draft_id: UUID,
    body: Regenerate,
    principal: SignedIn,
    services: TheServices,
    actor: TheActor,
    runner: TheRunner,
    once: TheOnce,
) -> JSONResponse:
    """Write the next version, or a sibling in another language; answers like POST /turns."""
    view = await flow.get(services, actor, draft_id)
    client_message_id = once.key or uuid7().hex
    turn = TurnRequest(
        tenant_id=principal.tenant_id,
        user_id=principal.user_id,
        user_name=principal.name,
        conversation_id=view.conversation_id,
        turn_id=turn_id_for(view.conversation_id, client_message_id),
        client_message_id=client_message_id,
        source="api",
        shell=shell_for(request, principal.shell),
        regenerate=DraftRef(
            draft_id=draft_id, version=body.version, change=body.change, language=body.language
        ),
    )

    async def run() -> Any:
        async for _ in (await runner.start(turn)).events():
            continue
        return await runner.result(turn.turn_id, turn.tenant_id)

    return await once.run(run)
