"""Accounts and tokens for programs. Browsers use ``/signin``."""

from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, Request, Response
from pydantic import BaseModel, Field

from app.api.deps import TheAuthenticator, TheLimiter
from app.api.language import shell_for
from app.core.variants import Shell
from app.security.auth import TokenPair
from app.security.login_names import read_login
from app.security.rate_limiter import SIGN_IN, SIGN_IN_FROM, SIGN_UP_FROM
from app.security.sanitizer import normalise

router = APIRouter(prefix="/auth", tags=["auth"])

Login = Annotated[
    str,
    Field(max_length=254, description="E-mail address or Indian mobile number, in any spelling."),
]
Password = Annotated[str, Field(max_length=512, description="8 to 128 characters.")]


Business = Annotated[
    UUID | None,
    Field(description="The business to act for; GET /api/v1/businesses lists yours."),
]


class Credentials(BaseModel):
    """What a person knows; ``business`` is the first one unless another is named."""

    login: Login
    password: Password
    business: Business = None


class NewAccount(BaseModel):
    """A new person and their business."""

    login: Login
    password: Password

    business_name: str = Field("", max_length=120, description="Empty: told later in the chat.")
    language: Shell | None = Field(None, description="Language of the interface.")


class RefreshRequest(BaseModel):
    """A refresh token; it is used up by this."""

    refresh_token: str = Field(max_length=200)
    business: Business = None


class Tokens(BaseModel):
    """An access token for the Authorization header, and what renews it."""

    access_token: str
    refresh_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a scheme, not a secret
    expires_in: int = Field(description="Seconds until the access token ends.")
    business: UUID = Field(description="The business that the tokens act for.")


@router.post("/register", status_code=201)
async def register(
    request: Request, account: NewAccount, auth: TheAuthenticator, limiter: TheLimiter
) -> Tokens:
    """Make an account. 409 ``login_taken`` when the login is in use."""
    await limiter.hit(SIGN_UP_FROM, _peer(request))
    member = await auth.accounts.register(
        read_login(account.login),
        account.password,
        language=account.language or shell_for(request),
        tenant_name=normalise(account.business_name),
    )
    return _tokens(await auth.issue_tokens(member))


@router.post("/token")
async def token(
    request: Request, credentials: Credentials, auth: TheAuthenticator, limiter: TheLimiter
) -> Tokens:
    """Tokens for a login and password. 401 ``wrong_login``, also when nobody has that login.

    404 ``business`` when the one that is named is not yours.
    """
    login = read_login(credentials.login)
    await limiter.hit(SIGN_IN, login.value)
    await limiter.hit(SIGN_IN_FROM, _peer(request))
    member = await auth.accounts.authenticate(login, credentials.password, credentials.business)
    await limiter.forget(SIGN_IN, login.value)
    return _tokens(await auth.issue_tokens(member))


@router.post("/refresh")
async def refresh(body: RefreshRequest, auth: TheAuthenticator) -> Tokens:
    """The next pair, for another business of yours when one is named (404 ``business`` if not).

    A token that was used before ends its whole family: 401 ``refresh_reused``.
    """
    return _tokens(await auth.refresh_tokens(body.refresh_token, body.business))


@router.post("/logout", status_code=204)
async def logout(body: RefreshRequest, auth: TheAuthenticator) -> Response:
    """End the refresh token's family. Unknown tokens are ended already."""
    await auth.families.revoke("refresh", body.refresh_token)
    return Response(status_code=204)


def _tokens(pair: TokenPair) -> Tokens:
    return Tokens(
        access_token=pair.access_token,
        refresh_token=pair.refresh_token,
        expires_in=pair.expires_in_seconds,
        business=pair.business,
    )


def _peer(request: Request) -> str:
    return request.client.host if request.client else ""
