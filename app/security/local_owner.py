"""Local mode: one fixed business and its owner, made on the first start; nobody types anything."""

from typing import Final
from uuid import UUID, uuid5

import structlog
from sqlalchemy.exc import IntegrityError

from app.security.accounts import Accounts, Membership
from app.security.login_names import LoginName

log = structlog.get_logger(__name__)

_NAMESPACE: Final = UUID("6ba7b811-9dad-11d1-80b4-00c04fd430c8")  # RFC 9562, URL namespace
LOCAL: Final = Membership(
    user_id=uuid5(_NAMESPACE, "https://raptorflow.invalid/local/owner"),
    tenant_id=uuid5(_NAMESPACE, "https://raptorflow.invalid/local/business"),
)


# Nobody can sign in with it: it has no password, and `localhost` is no domain of an address.
_LOGIN: Final = LoginName("email", "owner@localhost")


async def ensure_local_owner(accounts: Accounts) -> None:
    """Create the local business and owner unless they are there. Safe when two starts race."""
    if await accounts.principal(LOCAL.user_id, LOCAL.tenant_id) is not None:
        return
    try:
        await accounts.create(LOCAL, _LOGIN, None, None, "")
    except IntegrityError:
        log.info("local_owner.already_there", action="create_account")
