"""Events: every name has a type, types survive the store, streams are where they belong."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import pytest

from agents import events as ev
from app.core.event_names import MONEY, STREAMS, TRANSIENT, EventName
from app.core.ids import uuid7

IDS = {"turn_id": uuid7(), "conversation_id": uuid7()}
AT = datetime(2026, 10, 26, 5, 0, tzinfo=UTC)


def test_every_name_has_a_type_and_agrees_with_the_store() -> None:
    assert set(ev.EVENT_TYPES) == set(EventName) - MONEY
    for name, kind in ev.EVENT_TYPES.items():
        assert kind.stream_kind == STREAMS[name], name
        assert kind.transient == (name in TRANSIENT), name


def sample(kind: type[ev.Event]) -> ev.Event:
    """One event with a plausible value in every required field."""
    plausible: dict[str, Any] = {
        "text": "Diwali", "client_message_id": "m1", "source": "chat", "user_id": uuid4(),
        "request": {"text": "Diwali"}, "language": "hi-Latn", "confidence": 0.9,
        "slots": {"festival": "diwali"}, "intent": "request", "skill": "whatsapp_broadcast",
        "skill_version": 1, "skill_hash": "00", "question_id": uuid4(), "field": "phone",
        "position": 1, "total": 2, "value": "9876543210", "said": "98765 43210",
        "low_paise": 0, "high_paise": 0, "draft_id": uuid4(), "version": 1,
        "facts": [ev.FactRecord(field="city", value="Pune", source="said", observed_at=AT)],
        "rules": ["no"], "tool": "t", "arguments": {}, "result": {}, "provider": "offline",
        "extras": {}, "channel": "whatsapp", "attempt": 1, "round": 1, "score": 90,
        "findings": [ev.FindingRecord(check="length", passed=True, severity="ok")],
        "reason": "r", "mode": "pending", "decision": "approved", "by": uuid4(),
        "by_name": "Sunita", "key": None, "status": "done", "actual_paise": 0, "ms": 3,
        "was": "01", "now": "02", "call_id": "c1", "model": "m", "tier": "fast",
        "outcome": "answered", "input_tokens": 9, "cached_tokens": 0,
        "output_tokens": 4, "paise": 1, "latency_ms": 8,
        "code": "database_away", "steps": [ev.PlanStep(skill="poster_text", title="Poster")],
    }  # fmt: skip
    if kind is ev.TurnCancelled:
        plausible["by"] = "Sunita"
    needed = {name for name, spec in kind.model_fields.items() if spec.is_required()}
    return kind(**IDS, **{name: plausible[name] for name in needed - set(IDS)})


@pytest.mark.parametrize("kind", ev.EVENT_TYPES.values(), ids=lambda kind: kind.name.value)
def test_an_event_survives_the_store(kind: type[ev.Event]) -> None:
    event = sample(kind)
    if event.transient:
        with pytest.raises(TypeError, match="never stored"):
            event.to_new_event()
        return
    new = event.to_new_event()
    assert new.stream_id == event.stream_id
    stored = SimpleNamespace(
        name=new.name,
        payload=new.payload,
        turn_id=new.turn_id,
        conversation_id=new.conversation_id,
    )
    assert ev.from_stored(stored) == event


def test_only_three_events_end_a_turn() -> None:
    ending = {name.value for name, kind in ev.EVENT_TYPES.items() if sample(kind).ends_turn}
    assert ending == {"turn.settled", "turn.cancelled", "turn.failed"}


def test_an_event_cannot_be_changed() -> None:
    event = sample(ev.TurnSettled)
    with pytest.raises(ValueError, match="frozen"):
        event.ms = 5  # type: ignore[attr-defined]
