"""The row of a question."""

from typing import Any

from app.core.event_names import EventName
from app.core.event_store import StoredEvent
from app.core.projections.row import Row


def apply_question(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The question after the event."""
    if event.name is EventName.QUESTION_ASKED:
        return {
            "id": event.stream_id,
            "tenant_id": event.tenant_id,
            "turn_id": event.turn_id,
            "conversation_id": event.conversation_id,
            "field": payload["field"],
            "position": payload["position"],
            "total": payload["total"],
            "chips": payload.get("chips") or [],
            "status": "open",
            "answer": None,
            "asked_at": event.recorded_at,
            "answered_at": None,
        }
    if row is None:
        return None
    match event.name:
        case EventName.QUESTION_ANSWERED:
            answer = {"value": payload.get("value"), "said": payload.get("said")}
            return _closed(row, event, "answered", answer)
        case EventName.QUESTION_SKIPPED:
            return _closed(row, event, "skipped", None)
        case EventName.QUESTION_WITHDRAWN:
            return _closed(row, event, "withdrawn", None)
        case _:
            return row


def _closed(row: Row, event: StoredEvent, status: str, answer: dict[str, Any] | None) -> Row:
    return {**row, "status": status, "answer": answer, "answered_at": event.recorded_at}
