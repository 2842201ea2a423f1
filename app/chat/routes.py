"""The chat's own HTTP routes, in front of Chainlit's: the page, its files, taps and thumbs.

Chainlit's versions of these answer 500 for a session it lost, take element props and feedback ids
from anybody, and read uploads into memory before they look at them.
"""

from pathlib import Path
from typing import Annotated, Any, Final

import chainlit
from chainlit.session import WebsocketSession
from chainlit.types import DeleteFeedbackRequest, UpdateFeedbackRequest
from chainlit.user import PersistedUser
from fastapi import APIRouter, Depends, HTTPException, Request, Response
from fastapi.responses import JSONResponse
from pydantic import BaseModel

from app.chat import feedback as thumbs
from app.chat.approvals import CALLBACKS, Tap
from app.chat.assets import AssetStore, StaticFile, asset_routes, in_memory, respond
from app.chat.auth import actor_of, current_user
from app.chat.cards import failure_text
from app.chat.index_page import index_page
from app.chat.language import shell_of
from app.chat.page import Page
from app.core.config import Settings
from app.core.errors import NotFound, RaptorError
from app.core.variants import Shell
from integrations.languages.messages import text

BUNDLE: Final = Path(chainlit.__file__).parent / "frontend" / "dist"

SignedIn = Annotated[PersistedUser, Depends(current_user)]


class TapRequest(BaseModel):
    """A tap on a card, as Chainlit's front end sends it."""

    action: dict[str, Any]
    sessionId: str  # noqa: N815  Chainlit's name


def chat_routes(settings: Settings, public: Path) -> APIRouter:
    """All of them, relative to the chat's path."""
    store = AssetStore(settings.data_dir / "cache" / "assets")
    router = asset_routes(store, BUNDLE, public)
    _pages(router, settings, public)
    _taps(router)
    _thumbs(router)
    _closed(router)
    return router


def _pages(router: APIRouter, settings: Settings, public: Path) -> None:
    made: dict[Shell, StaticFile] = {}

    async def page(request: Request) -> Response:
        shell = shell_of(request)
        if shell not in made:
            source = index_page(BUNDLE, public, shell, settings.base_url)
            made[shell] = in_memory(source.encode(), "text/html; charset=utf-8")
        answer = respond(request, made[shell], "no-cache")
        answer.headers["Vary"] = "Accept-Encoding, Accept-Language, Cookie"
        return answer

    for path in ("", "/", "/thread/{thread_id}", "/element/{element_id}"):
        router.add_api_route(path, page, methods=["GET", "HEAD"])


def _taps(router: APIRouter) -> None:
    @router.post("/project/action")
    async def tap(request: Request, body: TapRequest, user: SignedIn) -> Response:
        """A tap on a card; answered by the row, whether or not the page is still open here."""
        callback = CALLBACKS.get(str(body.action.get("name")))
        payload = body.action.get("payload")
        if callback is None or not isinstance(payload, dict):
            return _problem(request, NotFound("action", detail="no such action"))
        session = WebsocketSession.get_by_id(body.sessionId)
        if session is not None and (
            session.user is None or session.user.identifier != user.identifier
        ):
            return _problem(request, NotFound("session", detail="somebody else's page"))
        page = Page(session) if session else None
        try:
            answered = await callback(Tap(actor_of(user), payload, page))
        except RaptorError as error:
            return _problem(request, error)
        return JSONResponse({"success": True, "response": answered})


def _thumbs(router: APIRouter) -> None:
    @router.put("/feedback")
    async def keep(request: Request, body: UpdateFeedbackRequest, user: SignedIn) -> Response:
        """A thumb on a step of hers."""
        given = body.feedback
        try:
            kept = await thumbs.keep(actor_of(user), given.forId, given.value, given.comment)
        except RaptorError as error:
            return _problem(request, error)
        return JSONResponse({"success": True, "feedbackId": str(kept)})

    @router.delete("/feedback")
    async def take_back(request: Request, body: DeleteFeedbackRequest, user: SignedIn) -> Response:
        """Take a thumb of hers back."""
        try:
            await thumbs.take_back(actor_of(user), body.feedbackId)
        except RaptorError as error:
            return _problem(request, error)
        return JSONResponse({"success": True})


def _closed(router: APIRouter) -> None:
    @router.post("/project/file")
    async def upload(request: Request) -> Response:
        """No file is taken; the body is never read."""
        sentence = text(shell_of(request), "chat.notice.file")
        return JSONResponse({"detail": sentence, "code": "files_off"}, 415)

    @router.api_route("/project/element", methods=["PUT", "DELETE"])
    async def element() -> Response:
        """Cards are rendered here; a page cannot write their props."""
        raise HTTPException(403, "cards are written by the server")


def _problem(request: Request, error: RaptorError) -> JSONResponse:
    """The error in the page's language; what it is about, for the log, is its code."""
    shell = shell_of(request)
    if isinstance(error, NotFound):
        sentence = text(shell, "chat.notice.gone")
    else:
        sentence = failure_text(error.code, error.params, shell)
    return JSONResponse({"detail": sentence, "code": error.code}, error.status)
