"""Turns as event sequences, the way the pipeline tells them, for tests that need no pipeline."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from agents import events as ev
from agents.events import Event, FindingRecord
from agents.products.muse.schemas import DraftView, VersionView
from app.core.variants import Variant

CONVERSATION = UUID("0197f000-0000-7000-8000-000000000001")
USER = UUID("0197f000-0000-7000-8000-000000000002")
BEGAN = datetime(2026, 10, 26, 5, 0, tzinfo=UTC)
TEXT = "Diwali ki shubhkamnayein!\nKaju katli: 20% off\nCall: 98390 12345"
FINDINGS = [
    FindingRecord(check="length", passed=True, severity="ok", key="agents.check.length"),
    FindingRecord(check="language", passed=True, severity="ok", key="agents.check.language"),
]


class Story:
    """Writes the events of one turn."""

    def __init__(self, name: str, talk: Variant = "hi-Latn") -> None:
        self.turn_id = uuid5(CONVERSATION, name)
        self.talk = talk
        self.draft_id = uuid5(self.turn_id, "draft")
        self.events: list[Event] = []

    @property
    def ids(self) -> dict[str, UUID]:
        return {"turn_id": self.turn_id, "conversation_id": CONVERSATION}

    def add(self, event: type[Event], /, **fields: Any) -> Story:
        self.events.append(event.model_validate({**self.ids, **fields}))
        return self

    def received(self, text: str = "diwali ka message", **request: Any) -> Story:
        return self.add(
            ev.MessageReceived,
            text=text,
            client_message_id=str(uuid5(self.turn_id, "message")),
            source="chat",
            user_id=USER,
            request={"talk_hint": self.talk, "shell": "en", **request},
        )

    def understood(self, intent: str = "request", **slots: Any) -> Story:
        known = slots or {"festival": "diwali", "discount_percent": 20, "channel": "whatsapp"}
        return self.add(
            ev.MessageUnderstood,
            language=self.talk,
            confidence=0.9,
            slots=known,
            intent=intent,
        )

    def routed(self, skill: str = "whatsapp_broadcast") -> Story:
        return self.add(
            ev.RouteChosen, skill=skill, skill_version=1, skill_hash="h", confidence=0.9
        )

    def asked(self, field: str = "city", position: int = 1, total: int = 2) -> Story:
        return self.add(
            ev.QuestionAsked,
            question_id=uuid5(self.turn_id, field),
            field=field,
            position=position,
            total=total,
            chips=[("Lucknow", "Lucknow")] if field == "city" else [],
            question="Kaun sa shehar?",
            why="Message mein aayega.",
        )

    def answered(self, field: str = "city", said: str = "Lucknow") -> Story:
        return self.add(
            ev.QuestionAnswered,
            question_id=uuid5(self.turn_id, field),
            field=field,
            value=said,
            said=said,
            client_message_id=str(uuid5(self.turn_id, f"answer {field}")),
        ).add(ev.TurnResumed, attempt=0)

    def packed(self) -> Story:
        fact = {"field": "city", "value": "Lucknow", "source": "said", "observed_at": BEGAN}
        return (
            self.add(ev.CostQuoted, low_paise=0, high_paise=0)
            .add(ev.CacheMissed)
            .add(ev.ContextPacked, facts=[fact], rules=[])
        )

    def streamed(self, text: str = TEXT, pieces: int = 3) -> Story:
        step = max(1, len(text) // pieces)
        for at in range(0, len(text), step):
            self.add(ev.DraftDelta, draft_id=self.draft_id, text=text[at : at + step])
        return self

    def written(self, text: str = TEXT, version: int = 1, **fields: Any) -> Story:
        known: dict[str, Any] = {
            "draft_id": self.draft_id,
            "version": version,
            "text": text,
            "extras": {},
            "language": self.talk,
            "channel": "whatsapp",
            "skill": "whatsapp_broadcast",
            "skill_hash": "h",
            "provider": "offline",
            "attempt": 1,
        }
        return self.add(ev.DraftWritten, **{**known, **fields})

    def criticised(self, findings: list[FindingRecord] | None = None) -> Story:
        return self.add(
            ev.DraftCriticised,
            draft_id=self.draft_id,
            version=1,
            round=1,
            score=100,
            findings=findings or FINDINGS,
        )

    def requested(self) -> Story:
        return self.add(ev.ApprovalRequested, draft_id=self.draft_id, version=1, mode="pending")

    def settled(self, status: str = "done") -> Story:
        return self.add(ev.TurnSettled, status=status, actual_paise=0, ms=90)

    def drafted(self) -> Story:
        """From packed facts to a card."""
        return self.packed().streamed().written().criticised().requested().settled()

    def view(self, **fields: Any) -> DraftView:
        """The draft's row as the story leaves it."""
        known: dict[str, Any] = {
            "id": self.draft_id,
            "conversation_id": CONVERSATION,
            "turn_id": self.turn_id,
            "skill": "whatsapp_broadcast",
            "channel": "whatsapp",
            "status": "pending",
            "language": self.talk,
            "version": 1,
            "versions": [version(1, self.talk)],
            "created_at": BEGAN,
            "updated_at": BEGAN,
            "stream_version": 3,
        }
        return DraftView.model_validate({**known, **fields})


def version(number: int, language: Variant = "hi-Latn", **fields: Any) -> VersionView:
    """A version of a draft."""
    known: dict[str, Any] = {
        "version": number,
        "text": TEXT,
        "extras": {},
        "language": language,
        "author": "assistant",
        "findings": FINDINGS,
        "score": 100,
        "sources": [],
        "provider": "offline",
        "created_at": BEGAN,
    }
    return VersionView.model_validate({**known, **fields})


def stored(events: list[Event]) -> list[tuple[Event, datetime]]:
    """What the store keeps of them, a second apart."""
    kept = [event for event in events if not event.transient]
    return [(event, BEGAN + timedelta(seconds=at)) for at, event in enumerate(kept)]
