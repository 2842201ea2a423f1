"""The row of a turn."""

from typing import Any

from app.core.event_names import EventName
from app.core.event_store import StoredEvent
from app.core.projections.row import Row, uuid_or_none


def apply_turn(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The turn after the event."""
    if event.name is EventName.MESSAGE_RECEIVED:
        return _received(event, payload)
    if row is None:
        return None
    match event.name:
        case EventName.MESSAGE_UNDERSTOOD:
            return {**row, "language": payload["language"], "slots": payload.get("slots") or {}}
        case EventName.ROUTE_CHOSEN:
            return {**row, "skill": payload["skill"], "skill_hash": payload.get("skill_hash")}
        case EventName.TURN_RESUMED:
            return {**row, "status": "running", "result": None, "finished_at": None}
        case EventName.TURN_SETTLED:
            finished = None if payload["status"] == "waiting" else event.recorded_at
            return _ended(row, payload["status"], payload, finished)
        case EventName.TURN_CANCELLED:
            return _ended(row, "cancelled", payload, event.recorded_at)
        case EventName.TURN_FAILED:
            return _ended(row, "failed", payload, event.recorded_at)
        case _:
            return row


def _received(event: StoredEvent, payload: dict[str, Any]) -> Row:
    return {
        "id": event.stream_id,
        "tenant_id": event.tenant_id,
        "conversation_id": event.conversation_id,
        "user_id": uuid_or_none(payload.get("user_id")),
        "client_message_id": payload["client_message_id"],
        "source": payload["source"],
        "text": payload["text"],
        "language": None,
        "skill": None,
        "skill_hash": None,
        "slots": {},
        "status": "running",
        "result": None,
        "request": payload.get("request") or {},
        "created_at": event.recorded_at,
        "finished_at": None,
    }


def _ended(row: Row, status: str, payload: dict[str, Any], finished: Any) -> Row:
    return {**row, "status": status, "result": payload, "finished_at": finished}
