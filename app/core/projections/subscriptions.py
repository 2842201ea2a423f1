"""The row of a subscription: its state is whole in every event, so the last one is the row."""

from datetime import datetime
from typing import Any

from app.core.event_names import EventName
from app.core.event_store import StoredEvent
from app.core.projections.row import Row


def apply_subscription(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The subscription after the event."""
    if row is None and event.name is not EventName.SUBSCRIPTION_STARTED:
        return None
    state = payload["state"]
    period = state.get("period")
    return {
        "id": event.stream_id,
        "tenant_id": event.tenant_id,
        "plan": state["plan"],
        "status": state["status"],
        "state": state,
        "period_end": datetime.fromisoformat(period["end"]) if period else None,
        "created_at": row["created_at"] if row else event.recorded_at,
        "updated_at": event.recorded_at,
    }
