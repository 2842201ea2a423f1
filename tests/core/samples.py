"""The committed sample of every stored event, and events made of them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from uuid import UUID

from app.core.event_names import STREAMS, EventName
from app.core.event_store import NewEvent
from app.core.ids import uuid7

FOLDER = Path(__file__).parents[1] / "data" / "events"


def load(name: EventName, schema: int = 1) -> dict[str, Any]:
    """One sample: ``name``, ``schema``, ``stream_kind``, ``payload``."""
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.v{schema}.json").read_text("utf-8"))
    return found


class Talk:
    """The ids of one turn with one question and one draft, and events for them."""

    def __init__(self) -> None:
        self.conversation = uuid7()
        self.turn = uuid7()
        self.question = uuid7()
        self.draft = uuid7()

    def event(self, name: EventName, **changes: Any) -> NewEvent:
        """That event with the sample's payload, changed here and there."""
        kind = STREAMS[name]
        streams: Mapping[str, UUID] = {
            "turn": self.turn,
            "question": self.question,
            "draft": self.draft,
        }
        payload = {**load(name)["payload"], **changes}
        if f"{kind}_id" in payload:
            payload[f"{kind}_id"] = str(streams[kind])
        return NewEvent(name, payload, streams[kind], kind, self.turn, self.conversation)

    def received(self, **changes: Any) -> NewEvent:
        """The event that begins the turn."""
        return self.event(EventName.MESSAGE_RECEIVED, **changes)

    def written(self, version: int = 1, **changes: Any) -> NewEvent:
        """A version of the draft."""
        return self.event(EventName.DRAFT_WRITTEN, version=version, **changes)

    def decided(self, version: int = 1, **changes: Any) -> NewEvent:
        """A decision on it."""
        return self.event(EventName.APPROVAL_DECIDED, version=version, **changes)

    def whole_turn(self) -> list[NewEvent]:
        """About what one turn of the chat records in one go."""
        names = (
            EventName.MESSAGE_RECEIVED,
            EventName.MESSAGE_UNDERSTOOD,
            EventName.ROUTE_CHOSEN,
            EventName.COST_QUOTED,
            EventName.CACHE_MISSED,
            EventName.CONTEXT_PACKED,
            EventName.TOOL_CALLED,
            EventName.DRAFT_WRITTEN,
            EventName.DRAFT_CRITICISED,
            EventName.APPROVAL_REQUESTED,
            EventName.TURN_SETTLED,
        )
        return [self.event(name) for name in names]
