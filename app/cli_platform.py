"""What several commands need of the platform: the businesses, and the person who acts."""

from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from app.core.platform import Platform
    from app.security.accounts import Accounts, Membership

LOCAL_NAME = "local"


def accounts_of(platform: "Platform") -> "Accounts":
    """The accounts of this installation."""
    from app.security.accounts import Accounts
    from app.security.passwords import Passwords

    return Accounts(platform.database, platform.clock, Passwords())


def read_tenant(name: str) -> UUID:
    """A business by its id, or ``local``. Raises InputError for anything else."""
    from app.core.errors import InputError
    from app.security.local_owner import LOCAL

    if name == LOCAL_NAME:
        return LOCAL.tenant_id
    try:
        return UUID(name)
    except ValueError as error:
        raise InputError(
            "business", detail=f"{name!r} is no id of a business; see `raptorflow users list`"
        ) from error


async def member_for(platform: "Platform", tenant: str | None) -> "Membership":
    """Who acts in the named business; a throw-away business is made when none is named."""
    from app.core.ids import uuid7
    from app.security.accounts import Membership
    from app.security.local_owner import LOCAL, ensure_local_owner
    from app.security.login_names import LoginName
    from app.security.members import owner_of

    accounts = accounts_of(platform)
    if tenant is None:
        member = Membership(uuid7(), uuid7())
        login = LoginName("email", f"ask-{member.user_id.hex}@localhost")
        await accounts.create(member, login, None, None, "")
        return member
    if tenant == LOCAL_NAME:
        await ensure_local_owner(accounts)
        return LOCAL
    tenant_id = read_tenant(tenant)
    return Membership(await owner_of(platform.database, tenant_id), tenant_id)


async def tenants_for(platform: "Platform", tenant: str | None) -> list[UUID]:
    """The named business, or every one: only the owner of the database may list them.

    Raises ConfigurationError when all are wanted and ``DATABASE_OWNER_URL`` is unset.
    """
    from sqlalchemy import text

    from app.core.errors import ConfigurationError
    from app.core.events_admin import open_as_owner

    if tenant is not None:
        return [read_tenant(tenant)]
    if platform.database_owner_url is None:
        raise ConfigurationError(
            "bad_settings",
            params={"settings": "DATABASE_OWNER_URL"},
            detail="set DATABASE_OWNER_URL to go through every business, or name one: --tenant ID",
        )
    async with (
        open_as_owner(platform.database_owner_url) as database,
        database.transaction(None) as session,
    ):
        return list(await session.scalars(text("SELECT all_tenants()")))
