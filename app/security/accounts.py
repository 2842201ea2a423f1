"""Accounts: signing up makes a person, a business and the membership between them."""

from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from app.core.clock import Clock
from app.core.database import Database
from app.core.errors import Conflict, NotSignedIn
from app.core.ids import uuid7
from app.core.variants import Shell, as_shell
from app.observability import metrics
from app.security.login_names import LoginName
from app.security.passwords import Passwords
from app.security.principal import Principal, Role
from app.security.token_families import no_business

_FIND_USER = text("SELECT find_user_id(:login)")
_TENANTS = text("SELECT tenants_of(:user_id)")
_PASSWORD = text("SELECT password_hash FROM users WHERE id = :user_id")
_CREATE = text(
    "SELECT create_account(CAST(:user_id AS uuid), :email, :phone, :password_hash,"
    " :shell, CAST(:tenant_id AS uuid), :tenant_name, :now)"
)
_PRINCIPAL = text(
    "SELECT u.email, u.phone, u.shell_language, m.role, t.name AS tenant_name"
    " FROM users u JOIN memberships m ON m.user_id = u.id JOIN tenants t ON t.id = m.tenant_id"
    " WHERE u.id = :user_id AND t.id = :tenant_id"
)
_SET_SHELL = text("UPDATE users SET shell_language = :shell WHERE id = :user_id")
_ROLES: Final[dict[str, Role]] = {"owner": "owner", "staff": "staff", "approver": "approver"}


@dataclass(frozen=True, slots=True)
class Membership:
    """A person in a business."""

    user_id: UUID
    tenant_id: UUID


class Accounts:
    """Makes accounts and knows who may enter."""

    def __init__(self, database: Database, clock: Clock, passwords: Passwords) -> None:
        self._database = database
        self._clock = clock
        self._passwords = passwords

    async def register(
        self, login: LoginName, password: str, *, language: Shell | None, tenant_name: str = ""
    ) -> Membership:
        """A new person with a new business of their own.

        Raises InputError for the password, Conflict ``login_taken`` when the login is in use.
        """
        password_hash = await self._passwords.hash(password)
        if await self._user_id(login.value) is not None:
            raise Conflict("login_taken", detail="sign in instead")
        member = Membership(uuid7(), uuid7())
        try:
            await self.create(member, login, password_hash, language, tenant_name or login.shown)
        except IntegrityError as error:
            raise Conflict("login_taken", detail="sign in instead") from error
        return member

    async def create(
        self,
        member: Membership,
        login: LoginName | None,
        password_hash: str | None,
        shell: Shell | None,
        tenant_name: str,
    ) -> None:
        """The rows of an account, under ids that the caller chose."""
        async with self._database.transaction(member.tenant_id, member.user_id) as session:
            await session.execute(
                _CREATE,
                {
                    "user_id": member.user_id,
                    "email": login.value if login and login.kind == "email" else None,
                    "phone": login.value if login and login.kind == "phone" else None,
                    "password_hash": password_hash,
                    "shell": shell,
                    "tenant_id": member.tenant_id,
                    "tenant_name": tenant_name,
                    "now": self._clock.now(),
                },
            )

    async def authenticate(
        self, login: LoginName, password: str, business: UUID | None = None
    ) -> Membership:
        """The person whose password this is, in that business of theirs, else in their first.

        Raises:
            NotSignedIn: ``wrong_login``, the same and after the same time for an unknown login.
            NotFound: ``business``, for somebody who gave the right password.
        """
        user_id = await self._user_id(login.value)
        stored = await self._password_hash(user_id) if user_id else None
        right = await self._passwords.verify(password, stored)
        tenants = await self.tenants_of(user_id) if user_id and right else []
        metrics.SIGN_INS.labels("right" if tenants else "wrong").inc()
        if user_id is None or not tenants:
            raise NotSignedIn("wrong_login", detail="the login or the password is wrong")
        if business is not None and business not in tenants:
            raise no_business(business)
        return Membership(user_id, business or tenants[0])

    async def tenants_of(self, user_id: UUID) -> list[UUID]:
        """The businesses a person belongs to, the oldest first."""
        async with self._database.transaction(None, user_id) as session:
            return list(await session.scalars(_TENANTS, {"user_id": user_id}))

    async def principal(self, user_id: UUID, tenant_id: UUID) -> Principal | None:
        """The person as a member of that business; None when they are not (any more)."""
        async with self._database.transaction(tenant_id, user_id) as session:
            values = {"user_id": user_id, "tenant_id": tenant_id}
            row = (await session.execute(_PRINCIPAL, values)).first()
        if row is None:
            return None
        return Principal(
            user_id=user_id,
            tenant_id=tenant_id,
            name=display_name(row.email, row.phone) or row.tenant_name,
            role=_ROLES.get(row.role, "staff"),
            shell=as_shell(row.shell_language) or "en",
            tenant_name=row.tenant_name,
        )

    async def set_shell(self, member: Membership, shell: Shell) -> None:
        """Remember the language that a person chose for the interface."""
        async with self._database.transaction(member.tenant_id, member.user_id) as session:
            await session.execute(_SET_SHELL, {"shell": shell, "user_id": member.user_id})

    async def _user_id(self, login: str) -> UUID | None:
        async with self._database.transaction(None) as session:
            found: UUID | None = await session.scalar(_FIND_USER, {"login": login})
        return found

    async def _password_hash(self, user_id: UUID) -> str | None:
        async with self._database.transaction(None, user_id) as session:
            found: str | None = await session.scalar(_PASSWORD, {"user_id": user_id})
        return found


def display_name(email: str | None, phone: str | None) -> str:
    """What colleagues see beside a decision: never the whole address."""
    if email:
        return LoginName("email", email).shown
    return LoginName("phone", phone).shown if phone else ""
