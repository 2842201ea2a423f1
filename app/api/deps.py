"""What routes ask for: the caller, the services, and a request that has its effect once."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Depends, Header, Request
from fastapi.encoders import jsonable_encoder
from fastapi.responses import JSONResponse
from fastapi.security import HTTPBearer

from agents.products.muse.schemas import Actor
from agents.services import Services
from agents.turn_runner import TurnRunner
from app.billing.desk import Billing
from app.core.errors import NotAllowed, NotSignedIn
from app.core.idempotency import once
from app.security.auth import Authenticator
from app.security.principal import Principal
from app.security.rate_limiter import API_CALLS, RateLimiter

_bearer = HTTPBearer(
    auto_error=False,
    description="An access token from POST /api/v1/auth/token. The browser's session works too.",
)
IDEMPOTENCY_KEY = "Idempotency-Key"


def authenticator_of(request: Request) -> Authenticator:
    """The process's authenticator."""
    return cast(Authenticator, request.app.state.authenticator)


def limiter_of(request: Request) -> RateLimiter:
    """The process's rate limiter."""
    return cast(RateLimiter, request.app.state.limiter)


def services_of(request: Request) -> Services:
    """What the agents stand on."""
    return cast(Services, request.app.state.services)


def billing_of(request: Request) -> Billing:
    """What takes money."""
    return cast(Billing, request.app.state.billing)


def runner_of(request: Request) -> TurnRunner:
    """The process's turn runner."""
    return cast(TurnRunner, request.app.state.runner)


async def signed_in(request: Request, _documented: Annotated[Any, Depends(_bearer)]) -> Principal:
    """The caller. Raises NotSignedIn without one, TooFast when they call too often."""
    principal = await authenticator_of(request).principal_of(request)
    if principal is None:
        raise NotSignedIn("not_signed_in", detail="send a bearer token or sign in at /signin")
    request.state.principal = principal
    await limiter_of(request).hit(API_CALLS, principal.tenant_id, principal.user_id)
    return principal


def actor_of(principal: Annotated[Principal, Depends(signed_in)]) -> Actor:
    """The caller as the one who decides about drafts."""
    return Actor(tenant_id=principal.tenant_id, user_id=principal.user_id, name=principal.name)


def owner_only(principal: Annotated[Principal, Depends(signed_in)]) -> Principal:
    """The caller, who must own the business: facts and rules are the owner's to change."""
    if principal.role != "owner":
        raise NotAllowed("not_allowed", detail="only the owner may change this")
    return principal


SignedIn = Annotated[Principal, Depends(signed_in)]
Owner = Annotated[Principal, Depends(owner_only)]
TheActor = Annotated[Actor, Depends(actor_of)]
TheServices = Annotated[Services, Depends(services_of)]
TheBilling = Annotated[Billing, Depends(billing_of)]
TheRunner = Annotated[TurnRunner, Depends(runner_of)]
TheAuthenticator = Annotated[Authenticator, Depends(authenticator_of)]
TheLimiter = Annotated[RateLimiter, Depends(limiter_of)]


class Once:
    """Runs a POST's effect once per Idempotency-Key, and answers a repeat with the first answer.

    The key counts within the business and the path. Errors of the caller (4xx) are part of the
    answer and stored; anything worse is not, so that it can be tried again.
    """

    def __init__(
        self,
        request: Request,
        principal: SignedIn,
        key: Annotated[
            str | None, Header(alias=IDEMPOTENCY_KEY, min_length=1, max_length=200)
        ] = None,
    ) -> None:
        self._request = request
        self._tenant_id: UUID = principal.tenant_id
        self.key = key

    async def run(self, work: Callable[[], Awaitable[Any]], *, status: int = 200) -> JSONResponse:
        """The answer of ``work``, or of the request that was first with this key."""

        async def answer() -> tuple[int, Any]:
            return status, jsonable_encoder(await work())

        if self.key is None:
            code, body = await answer()
            return JSONResponse(body, code)
        request = self._request
        code, body = await once(
            services_of(request).database,
            self._tenant_id,
            f"{request.method} {request.url.path}",
            self.key,
            await request.body(),
            answer,
        )
        return JSONResponse(body, code)


TheOnce = Annotated[Once, Depends()]
