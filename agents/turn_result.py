"""A turn as one object: what ``raptorflow ask --json`` prints and ``POST /turns`` answers."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from agents import events as ev
from agents.inputs import Known, missing, source_name
from app.core.variants import Variant, as_variant
from integrations.languages.messages import has, text
from skills.registry import SkillRegistry


def turn_result(
    turn_id: UUID, happened: Sequence[ev.Event], registry: SkillRegistry
) -> dict[str, Any]:
    """Fold the events of a turn into the shape ``ask --json`` promises (docs/guides)."""
    folded = _Fold(registry)
    for event in happened:
        folded.take(event)
    return folded.result(turn_id, [event.name.value for event in happened])


class _Fold:
    def __init__(self, registry: SkillRegistry) -> None:
        self._registry = registry
        self.conversation_id: UUID | None = None
        self.message = ""
        self.talk: Variant = "en"
        self.slots: dict[str, Any] = {}
        self.skill: str | None = None
        self.confidence = 0.0
        self.facts: dict[str, Any] = {}
        self.answers: dict[str, Any] = {}
        self.reply: str | None = None
        self.asked: dict[UUID, dict[str, Any]] = {}
        self.drafts: dict[UUID, ev.DraftWritten] = {}
        self.checked: ev.DraftCriticised | None = None
        self.approval: str = "none"
        self.quoted = [0, 0]
        self.actual = 0
        self.cache = "off"
        self.blocked: str | None = None
        self.ms = 0

    def take(self, event: ev.Event) -> None:
        self.conversation_id = event.conversation_id
        match event:
            case ev.MessageReceived():
                self.message = event.text
            case ev.MessageUnderstood():
                self.talk = as_variant(event.language) or self.talk
                self.slots = dict(event.slots)
            case ev.RouteChosen():
                self.skill, self.confidence = event.skill, event.confidence
            case ev.ReplySent():
                self._say(event)
            case ev.TurnSettled():
                self.actual, self.ms = event.actual_paise, event.ms
            case ev.TurnCancelled():
                self.blocked = "cancelled"
            case ev.TurnFailed():
                self.blocked = event.code
            case ev.TurnResumed():
                self.blocked = None
            case _:
                self._take_question_or_draft(event)
                self._take_recalled(event)

    def _take_recalled(self, event: ev.Event) -> None:
        match event:
            case ev.CostQuoted():
                self.quoted = [event.low_paise, event.high_paise]
            case ev.CacheMissed():
                self.cache = "off" if event.reason == "off" else "miss"
            case ev.CacheHit():
                self.cache = "hit"
            case ev.ContextPacked():
                self.facts = {fact.field: fact.value for fact in event.facts}

    def _take_question_or_draft(self, event: ev.Event) -> None:
        match event:
            case ev.QuestionAsked():
                self.asked[event.question_id] = {"field": event.field, "question": event.question}
            case ev.QuestionAnswered():
                self.asked.pop(event.question_id, None)
                self.answers[event.field] = event.value
            case ev.QuestionSkipped() | ev.QuestionWithdrawn():
                self.asked.pop(event.question_id, None)
            case ev.DraftWritten():
                self.drafts[event.draft_id] = event
            case ev.DraftCriticised():
                self.checked = event
            case ev.ApprovalRequested():
                self.approval = event.mode

    def _say(self, event: ev.ReplySent) -> None:
        if event.kind in ("reply", "choose", "notice"):
            self.reply = event.text
        if event.kind == "notice" and event.level == "bad":
            self.blocked = (event.key or "").rpartition(".")[2]

    def _questions(self) -> list[dict[str, Any]]:
        """What was asked and waits; where nobody could be asked, what would have been."""
        if self.asked or self.skill is None or self.skill not in self._registry:
            return list(self.asked.values())
        skill = self._registry.get(self.skill)
        known = Known(self.message, self.talk, self.slots, self.facts, self.answers)
        return [
            {
                "field": source_name(name, skill.fields[name]),
                "question": (skill.fields[name].ask or {}).get(self.talk, ""),
            }
            for name in missing(skill, known)
        ]

    def _detail(self, finding: ev.FindingRecord) -> str:
        key = finding.key or ""
        return text(self.talk, key, **finding.params) if has(key, self.talk) else ""

    def result(self, turn_id: UUID, names: list[str]) -> dict[str, Any]:
        drafts = [
            {
                "id": str(draft.draft_id),
                "version": draft.version,
                "text": draft.text,
                "extras": draft.extras,
            }
            for draft in self.drafts.values()
        ]
        first = next(iter(self.drafts.values()), None)
        checked = self.checked
        return {
            "turn_id": str(turn_id),
            "conversation_id": str(self.conversation_id) if self.conversation_id else None,
            "language": first.language if first else self.talk,
            "skill": self.skill,
            "slots": self.slots,
            "confidence": self.confidence,
            "reply": self.reply,
            "questions": self._questions(),
            "draft": drafts[0] if drafts else None,
            "drafts": drafts,
            "score": checked.score if checked else None,
            "findings": [
                {"check": f.check, "passed": f.passed, "detail": self._detail(f)}
                for f in (checked.findings if checked else [])
            ],
            "approval": self.approval,
            "cost": {"quoted_paise": self.quoted, "actual_paise": self.actual},
            "provider": first.provider if first else None,
            "cache": self.cache,
            "blocked": self.blocked,
            "events": names,
            "ms": self.ms,
        }
