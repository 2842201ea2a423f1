"""What can be done with a draft: decide, undo, edit, put an older version on top, look, list.

A decision is a compare-and-set on the draft's row and its event in one transaction: of any number
of clicks, tabs, replicas and repeats exactly one applies, and the others are told who and when.
"""

import base64
from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal
from uuid import UUID

from agents.economics.semantic_cache import MEMORY
from agents.economics.semantic_cache_store import dropping, is_worth_keeping, keeping
from agents.events import (
    ApprovalDecided,
    ApprovalRequested,
    ApprovalWithdrawn,
    DraftSelected,
    Event,
)
from agents.products.muse.editing import checked_edit
from agents.products.muse.schemas import (
    Actor,
    Decision,
    DraftPage,
    DraftStatus,
    DraftView,
    Edited,
)
from agents.products.muse.store import DraftStore
from agents.services import Services
from app.core.errors import Conflict, InputError
from app.core.projections import record
from app.core.statements import Statement
from app.security.sanitizer import clean

DecisionKind = Literal["approved", "rejected"]
MOST_PER_PAGE: Final = 100
_TOO_LATE: Final = frozenset({"already_decided", "draft_changed", "stream_moved"})


async def get(services: Services, actor: Actor, draft_id: UUID) -> DraftView:
    """That draft. Raises NotFound."""
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        return await DraftStore(session, actor.tenant_id).get(draft_id)


async def list_drafts(
    services: Services,
    actor: Actor,
    cursor: str | None = None,
    limit: int = 20,
    status: DraftStatus | None = None,
) -> DraftPage:
    """A page of drafts, newest first. Raises InputError for a cursor we did not give out."""
    size = max(1, min(limit, MOST_PER_PAGE))
    before = _read_cursor(cursor) if cursor else None
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        store = DraftStore(session, actor.tenant_id)
        found = await store.list(size + 1, status=status, before=before)
    page = found[:size]
    more = len(found) > size
    return DraftPage(drafts=page, next_cursor=_cursor(page[-1]) if more else None)


async def decide(
    services: Services,
    actor: Actor,
    draft_id: UUID,
    version: int,
    decision: DecisionKind,
    reason: str | None = None,
    note: str | None = None,
    *,
    turn_id: UUID | None = None,
) -> Decision:
    """Approve or reject a version; ``applied`` is False when somebody decided before.

    ``turn_id`` is the turn whose words decided; a tap belongs to the draft's own turn.

    Raises:
        NotFound: this business has no such draft.
        Conflict: ``draft_stopped`` when a check forbids approving that version as it stands.
    """
    view = await get(services, actor, draft_id)
    if view.status != "pending" or version != view.version:
        return Decision(applied=False, view=view)
    if decision == "approved" and any(f.severity == "stop" for f in view.latest.findings):
        raise Conflict("draft_stopped", detail="a check forbids this text; edit it first")
    event = ApprovalDecided(
        turn_id=turn_id or view.turn_id,
        conversation_id=view.conversation_id,
        draft_id=draft_id,
        version=version,
        decision=decision,
        by=actor.user_id,
        by_name=actor.name,
        reason=reason,
        note=clean(note).text if note else None,
    )
    also = _for_the_cache(actor, view, decision, services.clock.now())
    applied, now = await _apply(services, actor, view, [event], also)
    return Decision(applied=applied, view=now)


def _for_the_cache(
    actor: Actor, view: DraftView, decision: DecisionKind, now: datetime
) -> list[Statement]:
    """What an approved draft is kept by to be used again; a rejected copy is forgotten."""
    latest, tenant_id, turn_id = view.latest, actor.tenant_id, view.turn_id
    providers = [version.provider for version in view.versions]
    if decision == "rejected":
        return [dropping(tenant_id, turn_id, view.id, now)] if latest.provider == MEMORY else []
    if not is_worth_keeping(latest.provider, providers):
        return []
    return [keeping(tenant_id, turn_id, view.id, view.version, latest.created_at)]


async def undo(services: Services, actor: Actor, draft_id: UUID) -> Decision:
    """Take the decision back; the draft waits again. Raises NotFound."""
    view = await get(services, actor, draft_id)
    if view.status not in ("approved", "rejected"):
        return Decision(applied=False, view=view)
    event = ApprovalWithdrawn(
        turn_id=view.turn_id,
        conversation_id=view.conversation_id,
        draft_id=draft_id,
        version=view.decided_version or view.version,
        by=actor.user_id,
    )
    applied, now = await _apply(services, actor, view, [event])
    return Decision(applied=applied, view=now)


async def edit(services: Services, actor: Actor, draft_id: UUID, version: int, text: str) -> Edited:
    """Her own words as the next version: checked, pointed at, never rewritten.

    Raises:
        NotFound: this business has no such draft.
        InputError: ``message_too_long``, ``draft_empty``.
    """
    words = clean(text).text
    if not words:
        raise InputError("draft_empty", detail="a message needs words; send a text")
    view = await get(services, actor, draft_id)
    if version != view.version:
        return Edited(applied=False, view=view)
    if words == view.latest.text:
        return Edited(applied=True, view=view)
    events = await checked_edit(services, actor, view, words)
    applied, now = await _apply(services, actor, view, events)
    return Edited(applied=applied, view=now)


async def use_version(services: Services, actor: Actor, draft_id: UUID, version: int) -> Edited:
    """Put an older version on top, as a copy; what was decided was decided on another text.

    Raises:
        NotFound: no such draft or version.
    """
    view = await get(services, actor, draft_id)
    if version == view.version:
        return Edited(applied=True, view=view)
    if all(one.version != version for one in view.versions):
        raise InputError("no_such_version", detail=f"draft {draft_id} has no version {version}")
    selected = DraftSelected(
        turn_id=view.turn_id,
        conversation_id=view.conversation_id,
        draft_id=draft_id,
        version=version,
    )
    events: list[Event] = [selected]
    if view.status != "shown":
        events.append(
            ApprovalRequested(
                turn_id=view.turn_id,
                conversation_id=view.conversation_id,
                draft_id=draft_id,
                version=view.version + 1,
                mode="pending",
            )
        )
    applied, now = await _apply(services, actor, view, events)
    return Edited(applied=applied, view=now)


async def _apply(
    services: Services,
    actor: Actor,
    view: DraftView,
    events: Sequence[Event],
    also: Sequence[Statement] = (),
) -> tuple[bool, DraftView]:
    """Record the events upon the draft as it was seen; somebody quicker wins."""
    new = [event.to_new_event() for event in events]
    database, tenant = services.database, actor.tenant_id
    try:
        async with database.transaction(tenant, actor.user_id) as session:
            seen = {view.id: view.stream_version}
            await record(session, tenant, services.clock, new, seen, also=also)
            return True, await DraftStore(session, tenant).get(view.id)
    except Conflict as error:
        if error.code not in _TOO_LATE:
            raise
    return False, await get(services, actor, view.id)


def _cursor(view: DraftView) -> str:
    return base64.urlsafe_b64encode(f"{view.created_at.isoformat()}|{view.id}".encode()).decode()


def _read_cursor(cursor: str) -> tuple[datetime, UUID]:
    try:
        at, _, last = base64.urlsafe_b64decode(cursor.encode()).decode().partition("|")
        return datetime.fromisoformat(at), UUID(last)
    except ValueError as error:
        raise InputError("bad_cursor", detail="pass the next_cursor of the page before") from error
