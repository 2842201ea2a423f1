"""What she asked for when her plan held no more, written by itself once she has paid.

A message that met a limit ends with the plans on the screen. In the transaction that grants her
plan it is put to the turns again, as a turn of its own that no runner has yet: whichever process
is there takes it up, after a restart too. Its id comes from the message it repeats, so that it is
repeated once, however often she pays.
"""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from agents.allowance import allowance
from agents.events import MessageReceived
from agents.turn_context import TurnRequest
from app.billing.subscriptions import Step
from app.core.database import driver_connection
from app.core.ids import turn_id_for
from app.core.projections import record

KEPT: Final = "kept:"
"""How the client message id of a repeated message begins."""

KEPT_FOR: Final = timedelta(days=31)
SHOWN_FOR: Final = timedelta(minutes=30)
MOST: Final = 3

# The newest message of each conversation that ended at a limit, and was typed in the chat; a draft
# written there since says that she has gone on without it.
_MET_A_LIMIT: Final = """
    SELECT DISTINCT ON (t.conversation_id) t.id, t.request, t.skill, t.created_at,
           EXISTS (SELECT FROM events p WHERE p.tenant_id = t.tenant_id AND p.turn_id = t.id
                   AND p.name = 'plan.made') AS many
    FROM turns t
    JOIN conversations c ON c.id = t.conversation_id AND c.deleted_at IS NULL
    JOIN events e ON e.tenant_id = t.tenant_id AND e.turn_id = t.id
         AND e.name = 'reply.sent' AND e.payload->>'key' LIKE 'billing.limit.%'
    WHERE t.tenant_id = $1 AND t.status = 'done' AND t.source = 'chat' AND t.created_at >= $2
      AND NOT EXISTS (SELECT FROM drafts d WHERE d.tenant_id = t.tenant_id
                      AND d.conversation_id = t.conversation_id AND d.turn_id <> t.id
                      AND d.created_at > t.created_at)
    ORDER BY t.conversation_id, t.created_at DESC, t.id DESC
"""
_REPEATED: Final = """
    SELECT id FROM turns
    WHERE tenant_id = $1 AND conversation_id = $2 AND client_message_id LIKE 'kept:%'
      AND created_at >= $3
    ORDER BY created_at DESC LIMIT 1
"""
_KNOWN: Final = "SELECT EXISTS (SELECT FROM turns WHERE tenant_id = $1 AND id = $2)"
_FREE: Final = "UPDATE turns SET lease_until = $3 WHERE tenant_id = $1 AND id = $2"


async def write_kept(step: Step) -> int:
    """Have the kept requests written; how many that were.

    Nothing is repeated while the plan still holds no more drafts.
    """
    may = await allowance(step.session, step.tenant_id, step.now)
    if may.used_up:
        return 0
    connection = await driver_connection(step.session)
    rows = await connection.fetch(_MET_A_LIMIT, step.tenant_id, step.now - KEPT_FOR)
    newest = sorted(rows, key=lambda row: row["created_at"], reverse=True)[:MOST]
    begun = 0
    for row in reversed(newest):
        again = _again(row["id"], row["request"], None if row["many"] else row["skill"])
        if await connection.fetchval(_KNOWN, step.tenant_id, again.turn_id):
            continue
        received = MessageReceived(
            turn_id=again.turn_id,
            conversation_id=again.conversation_id,
            text=again.text,
            client_message_id=again.client_message_id,
            source=again.source,
            user_id=again.user_id,
            request=again.model_dump(mode="json"),
        )
        events = [received.to_new_event()]
        await record(step.session, step.tenant_id, step.clock, events, {again.turn_id: 0})
        # A lease that is over: whoever looks for turns without a runner takes it at once.
        free = step.now - timedelta(seconds=1)
        await connection.execute(_FREE, step.tenant_id, again.turn_id, free)
        begun += 1
    return begun


async def repeated(step: Step, conversation_id: UUID) -> UUID | None:
    """The turn that repeats a kept request in this conversation, if one began lately."""
    connection = await driver_connection(step.session)
    since = step.now - SHOWN_FOR
    found = await connection.fetchval(_REPEATED, step.tenant_id, conversation_id, since)
    return None if found is None else UUID(str(found))


def _again(turn_id: UUID, stored: dict[str, Any], skill: str | None) -> TurnRequest:
    """The same request as a turn of its own. One skill was chosen already, perhaps by her tap."""
    request = TurnRequest.model_validate(stored)
    client_message_id = f"{KEPT}{turn_id}"
    return request.model_copy(
        update={
            "client_message_id": client_message_id,
            "turn_id": turn_id_for(request.conversation_id, client_message_id),
            "skill": request.skill or skill,
        }
    )
