"""The ledger of usage: one row for every call of a model and every draft used again.

Unlike the other projected rows it belongs to an event, not to a stream: what was paid stays paid.
"""

from typing import Any, Final
from uuid import UUID, uuid5

from app.core.event_names import EventName
from app.core.event_store import StoredEvent
from app.core.projections.row import Row
from app.core.projections.tables import Projected
from app.core.tables import Usage

USAGE: Final = Projected.of(Usage)
COUNTED: Final = frozenset({EventName.MODEL_CALLED, EventName.CACHE_HIT})
"""The events of the ledger. They hold no words of anybody's, and are never erased."""

MEMORY: Final = "memory"
"""The provider of what is used again."""


def usage_of(event: StoredEvent) -> Row | None:
    """The row an event makes, if it is one of the ledger's."""
    if event.name not in COUNTED or event.payload is None:
        return None
    payload = event.payload
    common = {
        "tenant_id": event.tenant_id,
        "turn_id": event.turn_id,
        "conversation_id": event.conversation_id,
        "skill": payload.get("skill") or None,
        "skill_hash": payload.get("skill_hash") or None,
        "latency_ms": payload.get("latency_ms") or 0,
        "called_at": event.recorded_at,
    }
    if event.name is EventName.CACHE_HIT:
        return common | _cached(event, payload)
    return common | {
        "id": UUID(payload["call_id"]),
        "kind": "model",
        "provider": payload["provider"],
        "model": payload["model"],
        "tier": payload["tier"],
        "input_tokens": payload["input_tokens"],
        "cached_tokens": payload["cached_tokens"],
        "output_tokens": payload["output_tokens"],
        "paise": payload["paise"],
        "saved_paise": 0,
        "first_token_ms": payload.get("first_token_ms"),
        "outcome": payload["outcome"],
    }


def _cached(event: StoredEvent, payload: dict[str, Any]) -> Row:
    return {
        "id": uuid5(event.stream_id, f"{event.name}:{event.version}"),
        "kind": "cache",
        "provider": MEMORY,
        "model": None,
        "tier": None,
        "input_tokens": 0,
        "cached_tokens": 0,
        "output_tokens": 0,
        "paise": 0,
        "saved_paise": payload.get("saved_paise") or 0,
        "first_token_ms": None,
        "outcome": "answered",
    }
