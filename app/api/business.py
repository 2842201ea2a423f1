"""The way from one business of a person to another: a form of our own page, and a new session.

The old session ends with it, so what is open elsewhere in this browser cannot act for the business
that was left; whatever it still shows stays there.
"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request
from fastapi.responses import RedirectResponse, Response

from app.api import cookies
from app.api.deps import TheAuthenticator
from app.security.origins import same_site_path

router = APIRouter(include_in_schema=False)


@router.post("/business")
async def go_to(
    request: Request,
    auth: TheAuthenticator,
    business: Annotated[UUID, Form()],
    next_path: Annotated[str, Form(alias="next")] = "/chat",
) -> Response:
    """Go on in another business of hers. 404 ``business`` when it is none."""
    token = await auth.switch_session(request, business)
    answer = RedirectResponse(same_site_path(next_path, "/chat"), 303)
    cookies.set_session(answer, auth, token)
    cookies.forget_chat(request, answer)
    return answer
