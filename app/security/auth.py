"""Who sends a request: an access token, a browser session, or the owner at this machine.

One object answers for the API, the sign-in page and the chat. It reads headers only, because that
is all that Chainlit's ``header_auth_callback`` is given.
"""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from starlette.requests import HTTPConnection, cookie_parser

from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.errors import NotSignedIn
from app.core.variants import as_shell
from app.security.access_tokens import ACCESS_LIFE, AccessTokens
from app.security.accounts import Accounts, Membership
from app.security.local_owner import LOCAL, ensure_local_owner
from app.security.origins import is_local
from app.security.passwords import Passwords
from app.security.principal import Principal
from app.security.token_families import TokenFamilies, no_business

LANGUAGE_COOKIE: Final = "rf_lang"
KNOWN_COOKIE: Final = "rf_known"
# How long an answer of the database is believed: a sign-out elsewhere takes effect within this.
_TRUST: Final = timedelta(seconds=15)
_REMEMBERED: Final = 10_000


@dataclass(frozen=True, slots=True)
class TokenPair:
    """What the API hands out: a short access token and the refresh token that renews it."""

    access_token: str
    refresh_token: str
    expires_in_seconds: int
    business: UUID


class Authenticator:
    """Recognises people, and lets them in and out."""

    def __init__(self, settings: Settings, database: Database, clock: Clock) -> None:
        keys = [key.get_secret_value() for key in settings.jwt_secret_key]
        self.settings = settings
        self.accounts = Accounts(database, clock, Passwords())
        self.families = TokenFamilies(database, clock)
        self.access = AccessTokens(keys, clock)
        self._clock = clock
        self._seen: OrderedDict[tuple[str, str], tuple[datetime, Principal]] = OrderedDict()

    @property
    def session_cookie(self) -> str:
        """The cookie's name; ``__Host-`` binds it to this host and to TLS in production."""
        return "__Host-rf_session" if self.settings.is_production else "rf_session"

    async def start(self) -> None:
        """In local mode, make the fixed business and owner."""
        if self.settings.environment == "local":
            await ensure_local_owner(self.accounts)

    async def principal_of(
        self, connection: HTTPConnection | Mapping[str, str]
    ) -> Principal | None:
        """The person behind a request or behind its headers; None when nobody is signed in.

        Raises NotSignedIn for a bearer token that is wrong: silently falling back to a cookie
        would hide the mistake from the caller.
        """
        given = connection.headers if isinstance(connection, HTTPConnection) else connection
        headers = {name.lower(): value for name, value in given.items()}
        cookies = read_cookies(headers.get("cookie", ""))
        here = self.settings.environment == "local" and is_local(headers)
        principal = await self._from_bearer(headers) or await self._from_session(cookies)
        if principal is not None and principal.user_id == LOCAL.user_id:
            # The owner at this machine in a further business of hers; nowhere else is she anybody.
            principal = replace(principal, name="", local=True) if here else None
        if principal is None and here:
            principal = await self._local()
        if principal is None:
            return None
        shell = as_shell(cookies.get(LANGUAGE_COOKIE))
        return replace(principal, shell=shell) if shell else principal

    async def open_session(self, member: Membership) -> str:
        """A new browser session; the returned secret goes into the cookie."""
        token, _ = await self.families.issue("session", member.user_id, member.tenant_id)
        return token

    async def switch_session(
        self, connection: HTTPConnection | Mapping[str, str], business: UUID
    ) -> str:
        """A new session of the same person in another business of theirs; the old one ends.

        Raises:
            NotSignedIn: nobody is signed in.
            NotFound: ``business`` is none of theirs.
        """
        principal = await self.principal_of(connection)
        if principal is None:
            raise NotSignedIn("not_signed_in", detail="sign in at /signin")
        if await self._load(principal.user_id, business) is None:
            raise no_business(business)
        token = await self.open_session(Membership(principal.user_id, business))
        await self.close_session(connection)
        return token

    async def close_session(self, connection: HTTPConnection | Mapping[str, str]) -> None:
        """End the session that the request's cookie carries."""
        given = connection.headers if isinstance(connection, HTTPConnection) else connection
        token = read_cookies(given.get("cookie", "")).get(self.session_cookie)
        if token:
            self._seen.pop(("session", token), None)
            await self.families.revoke("session", token)

    async def issue_tokens(self, member: Membership) -> TokenPair:
        """Tokens for the API."""
        refresh, _ = await self.families.issue("refresh", member.user_id, member.tenant_id)
        return self._pair(member, refresh)

    async def refresh_tokens(self, refresh_token: str, business: UUID | None = None) -> TokenPair:
        """The next pair, in another business of the person when one is named.

        Raises:
            NotSignedIn: the token is unknown, expired or used.
            NotFound: ``business``; the token stays good.
        """
        refresh, holder = await self.families.rotate(refresh_token, business)
        return self._pair(Membership(holder.user_id, holder.tenant_id), refresh)

    def _pair(self, member: Membership, refresh: str) -> TokenPair:
        access = self.access.issue(member.user_id, member.tenant_id)
        return TokenPair(access, refresh, int(ACCESS_LIFE.total_seconds()), member.tenant_id)

    async def _from_bearer(self, headers: Mapping[str, str]) -> Principal | None:
        scheme, _, token = headers.get("authorization", "").partition(" ")
        if scheme.lower() != "bearer" or not token:
            return None
        claims = self.access.read(token.strip())
        principal = await self._member(claims.user_id, claims.tenant_id)
        if principal is None:
            raise NotSignedIn("token_invalid", detail="its person has left the business")
        return principal

    async def _from_session(self, cookies: Mapping[str, str]) -> Principal | None:
        token = cookies.get(self.session_cookie)
        if not token:
            return None
        if known := self._remembered("session", token):
            return known
        holder = await self.families.holder("session", token)
        found = await self._load(holder.user_id, holder.tenant_id) if holder else None
        if holder is None or found is None:
            return None
        principal = replace(found, session_id=holder.family_id)
        self._remember("session", token, principal)
        return principal

    async def _member(self, user_id: UUID, tenant_id: UUID) -> Principal | None:
        key = f"{user_id}/{tenant_id}"
        principal = self._remembered("member", key) or await self._load(user_id, tenant_id)
        if principal is not None:
            self._remember("member", key, principal)
        return principal

    async def _load(self, user_id: UUID, tenant_id: UUID) -> Principal | None:
        return await self.accounts.principal(user_id, tenant_id)

    async def _local(self) -> Principal | None:
        principal = await self._member(LOCAL.user_id, LOCAL.tenant_id)
        # The one person here needs no name beside what she decided.
        return replace(principal, name="", local=True) if principal else None

    def _remembered(self, kind: str, key: str) -> Principal | None:
        until, principal = self._seen.get((kind, key), (None, None))
        return principal if until and until > self._clock.now() else None

    def _remember(self, kind: str, key: str, principal: Principal) -> None:
        self._seen[kind, key] = (self._clock.now() + _TRUST, principal)
        while len(self._seen) > _REMEMBERED:
            self._seen.popitem(last=False)


def read_cookies(header: str) -> dict[str, str]:
    """The cookies of a Cookie header, read as browsers write them."""
    return cookie_parser(header) if header else {}


# Chainlit calls its callbacks with headers and nothing else, so one has to be found from here.
_installed: Authenticator | None = None


def install(authenticator: Authenticator | None) -> Authenticator | None:
    """Make this process's authenticator known to ``principal_of``; returns the one before.

    A process may serve several applications, as tests do; whoever leaves puts the other one back.
    """
    global _installed
    before, _installed = _installed, authenticator
    return before


async def principal_of(connection: HTTPConnection | Mapping[str, str]) -> Principal | None:
    """The person behind a request or behind bare headers; None when nobody is signed in.

    For callbacks that are given no application, such as Chainlit's. Before the application has
    started nobody is signed in. A wrong bearer token is nobody here.
    """
    if _installed is None:
        return None
    try:
        return await _installed.principal_of(connection)
    except NotSignedIn:
        return None
