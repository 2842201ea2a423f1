"""The row of a draft, with the rows of its versions under ``versions``."""

from typing import Any

from app.core.errors import Conflict
from app.core.event_names import EventName
from app.core.event_store import StoredEvent
from app.core.projections.row import Row, uuid_or_none

UNDECIDED: Row = {
    "decided_version": None,
    "decided_by": None,
    "decided_by_name": None,
    "decided_at": None,
    "decision_reason": None,
}


def apply_draft(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    """The draft after the event.

    Raises:
        Conflict: see :func:`app.core.projections.apply`.
    """
    if event.name is EventName.DRAFT_WRITTEN:
        return _written(row, event, payload)
    if row is None:
        return None
    match event.name:
        case EventName.DRAFT_CRITICISED:
            return _criticised(row, payload)
        case EventName.DRAFT_SELECTED:
            return _selected(row, event, payload)
        case EventName.APPROVAL_REQUESTED:
            status = "shown" if payload["mode"] == "none" else "pending"
            changed = {**row, **UNDECIDED, "status": status}
        case EventName.APPROVAL_DECIDED:
            changed = _decided(row, event, payload)
        case EventName.APPROVAL_WITHDRAWN:
            changed = {**row, **UNDECIDED, "status": "pending"}
        case _:
            return row
    return {**changed, "updated_at": event.recorded_at}


def _written(row: Row | None, event: StoredEvent, payload: dict[str, Any]) -> Row | None:
    number = payload["version"]
    if row is None:
        if number != 1:
            return None
        row = {
            "id": event.stream_id,
            "tenant_id": event.tenant_id,
            "conversation_id": event.conversation_id,
            "turn_id": event.turn_id,
            "status": "pending",
            **UNDECIDED,
            "parent_id": uuid_or_none(payload.get("parent_id")),
            "created_at": event.recorded_at,
            "versions": {},
        }
    version = {
        "draft_id": event.stream_id,
        "version": number,
        "tenant_id": event.tenant_id,
        "text": payload["text"],
        "extras": payload.get("extras") or {},
        "language": payload["language"],
        "author": payload.get("author") or "assistant",
        "findings": [],
        "score": None,
        "sources": payload.get("sources") or [],
        "provider": payload.get("provider"),
        "attempt": payload.get("attempt") or 0,
        "created_at": event.recorded_at,
    }
    about = {
        "skill": payload["skill"],
        "skill_hash": payload["skill_hash"],
        "channel": payload.get("channel"),
    }
    return _with_newest({**row, **about}, event, version)


def _with_newest(row: Row, event: StoredEvent, version: Row) -> Row:
    """A new newest version: what was decided was decided on another text."""
    return {
        **row,
        "language": version["language"],
        "status": "shown" if row["status"] == "shown" else "pending",
        "version": version["version"],
        "updated_at": event.recorded_at,
        "versions": {**row["versions"], version["version"]: version},
    }


def _criticised(row: Row, payload: dict[str, Any]) -> Row:
    number = payload["version"]
    version = row["versions"].get(number)
    if version is None:
        return row
    criticised = {
        **version,
        "findings": payload.get("findings") or [],
        "score": payload.get("score"),
    }
    return {**row, "versions": {**row["versions"], number: criticised}}


def _selected(row: Row, event: StoredEvent, payload: dict[str, Any]) -> Row:
    """An older version chosen again is copied as the newest, so that history keeps its order."""
    chosen = row["versions"].get(payload["version"])
    if chosen is None or payload["version"] == row["version"]:
        return row
    copied = {**chosen, "version": row["version"] + 1, "created_at": event.recorded_at}
    return _with_newest(row, event, copied)


def _decided(row: Row, event: StoredEvent, payload: dict[str, Any]) -> Row:
    if row["status"] != "pending":
        raise Conflict(
            "already_decided",
            params={"status": row["status"], "by_name": row["decided_by_name"]},
            detail=f"draft {row['id']} is {row['status']}; show the first decision",
        )
    if payload["version"] != row["version"]:
        raise Conflict(
            "draft_changed",
            params={"version": row["version"]},
            detail=f"draft {row['id']} has a newer version {row['version']}; show that one",
        )
    return {
        **row,
        "status": payload["decision"],
        "decided_version": payload["version"],
        "decided_by": payload.get("by"),
        "decided_by_name": payload.get("by_name"),
        "decided_at": event.recorded_at,
        "decision_reason": payload.get("reason"),
    }
