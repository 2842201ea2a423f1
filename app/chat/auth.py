"""Who is chatting: our session cookie or the owner at this machine, as Chainlit's user.

Chainlit's own cookie is never trusted. Every place where it asks who somebody is (its HTTP routes,
the socket's handshake, ``/auth/header``) is answered from ``app.security.auth``; plain headers that
name a user are nothing.
"""

from contextvars import ContextVar
from typing import Any, Final
from uuid import UUID

from chainlit.context import ChainlitContextException, get_context
from chainlit.user import PersistedUser, User
from fastapi import HTTPException, Request
from starlette.datastructures import Headers

from agents.products.muse.schemas import Actor
from app.core.errors import NotSignedIn
from app.security.auth import principal_of
from app.security.principal import Principal

# Set by whoever lets a request or a handshake in, for the data layer, which is given no user.
_asking: ContextVar[Principal | None] = ContextVar("asking", default=None)

_EPOCH: Final = "1970-01-01T00:00:00Z"


def user_of(principal: Principal) -> PersistedUser:
    """Chainlit's user of a principal. A person in two businesses is two users of the chat."""
    return PersistedUser(
        id=str(principal.user_id),
        createdAt=_EPOCH,
        identifier=_identifier(principal.tenant_id, principal.user_id),
        display_name=principal.name or "RaptorFlow",
        metadata={
            "tenant_id": str(principal.tenant_id),
            "name": principal.name,
            "role": principal.role,
            "shell": principal.shell,
        },
    )


def identifier_of(actor: Actor) -> str:
    """How Chainlit names the owner of a thread."""
    return _identifier(actor.tenant_id, actor.user_id)


def _identifier(tenant_id: UUID, user_id: UUID) -> str:
    return f"{tenant_id}/{user_id}"


def actor_of(user: User | None) -> Actor:
    """Who acts, from a user that this module made. Raises NotSignedIn for anything else."""
    if not isinstance(user, PersistedUser) or "tenant_id" not in user.metadata:
        raise NotSignedIn("not_signed_in", detail="sign in at /signin")
    known: dict[str, Any] = user.metadata
    tenant_id, user_id = UUID(known["tenant_id"]), UUID(user.id)
    return Actor(tenant_id=tenant_id, user_id=user_id, name=str(known.get("name", "")))


def asking() -> Actor:
    """Who asks, for code that Chainlit calls without a user.

    Raises NotSignedIn when neither a request nor a session says who it is.
    """
    principal = _asking.get()
    if principal is not None:
        return Actor(tenant_id=principal.tenant_id, user_id=principal.user_id, name=principal.name)
    try:
        return actor_of(get_context().session.user)
    except ChainlitContextException as error:
        raise NotSignedIn("not_signed_in", detail="sign in at /signin") from error


async def principal_of_scope(scope: Any) -> Principal | None:
    """The person behind an ASGI scope; the gate in front has usually found them already."""
    found = scope.get("state", {}).get("principal")
    if isinstance(found, Principal):
        return found
    return await principal_of(Headers(scope=scope))


async def current_user(request: Request) -> PersistedUser:
    """In the place of Chainlit's own dependency. Raises HTTPException 401."""
    principal = await principal_of_scope(request.scope)
    _asking.set(principal)
    if principal is None:
        raise HTTPException(status_code=401, detail="not_signed_in")
    return user_of(principal)


async def authenticate_socket(environ: dict[str, Any]) -> tuple[PersistedUser | None, str | None]:
    """In the place of Chainlit's own check of the handshake: the user, and no token."""
    principal = await principal_of_scope(environ["asgi.scope"])
    _asking.set(principal)
    return (user_of(principal), None) if principal else (None, None)


async def still_signed_in(environ: dict[str, Any]) -> bool:
    """Whether the session that opened the socket is still good (it may have been ended since)."""
    return await principal_of(Headers(scope=environ["asgi.scope"])) is not None


async def header_auth(headers: Headers) -> User | None:
    """Chainlit's header callback: our cookie among the headers, never a header that claims a name.

    The owner at this machine is recognised by the peer's address, which the gate in front writes
    and strangers cannot.
    """
    principal = await principal_of(headers)
    return user_of(principal) if principal else None
