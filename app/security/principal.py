"""Who is asking: the person, the business they act for, and the language of their shell."""

from dataclasses import dataclass
from typing import Literal
from uuid import UUID

from app.core.variants import Shell

Role = Literal["owner", "staff", "approver"]


@dataclass(frozen=True, slots=True)
class Principal:
    """A signed-in person. The tenant comes from the session, never from a request's body.

    ``name`` is what others see beside a decision. ``session_id`` is set when the browser's session
    cookie (and not a bearer token) proved who it is, so origin checks apply.
    """

    user_id: UUID
    tenant_id: UUID
    name: str
    role: Role
    shell: Shell
    tenant_name: str = ""
    session_id: UUID | None = None
    local: bool = False
