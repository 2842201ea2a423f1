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
        self.plan: list[ev.PlanStep] = []
        self.confidence = 0.0
        self.facts: dict[str, Any] = {}
        self.answers: dict[str, Any] = {}
        self.reply: str | None = None
        self.asked: dict[UUID, dict[str, Any]] = {}
        self.drafts: dict[UUID, ev.DraftWritten] = {}
        self.checked: dict[UUID, ev.DraftCriticised] = {}
        self.approvals: dict[UUID, str] = {}
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
            case ev.PlanMade():
                self.plan = event.steps
            case ev.RouteChosen():
                if self.skill is None or not self.plan:
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
                asked = event.reason not in ("off", "afresh")
                self.cache = "miss" if asked else self.cache
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
                self.checked[event.draft_id] = event
            case ev.ApprovalRequested():
                self.approvals[event.draft_id] = event.mode

    def _say(self, event: ev.ReplySent) -> None:
        if event.kind in ("reply", "choose", "notice"):
            self.reply = event.text
        if event.kind == "notice" and event.level == "bad":
            self.blocked = (event.key or "").rpartition(".")[2]

    def _questions(self) -> list[dict[str, Any]]:
        """What was asked and waits; where nobody could be asked, what would have been."""
        if self.asked:
            return list(self.asked.values())
        found: dict[str, dict[str, Any]] = {}
        for step in self._steps():
            skill = self._registry.get(step.skill)
            message = step.said or self.message
            known = Known(message, self.talk, step.slots, self.facts, self.answers)
            for name in missing(skill, known):
                field = source_name(name, skill.fields[name])
                question = (skill.fields[name].ask or {}).get(self.talk, "")
                found.setdefault(field, {"field": field, "question": question})
        return list(found.values())

    def _steps(self) -> list[ev.PlanStep]:
        alone = ev.PlanStep(skill=self.skill or "", title="", slots=self.slots)
        return [step for step in self.plan or [alone] if step.skill in self._registry]

    def _detail(self, finding: ev.FindingRecord) -> str:
        key = finding.key or ""
        return text(self.talk, key, **finding.params) if has(key, self.talk) else ""

    def _findings(self, draft_id: UUID) -> list[dict[str, Any]]:
        checked = self.checked.get(draft_id)
        return [
            {"check": f.check, "passed": f.passed, "detail": self._detail(f)}
            for f in (checked.findings if checked else [])
        ]

    def _draft(self, draft: ev.DraftWritten) -> dict[str, Any]:
        checked = self.checked.get(draft.draft_id)
        return {
            "id": str(draft.draft_id),
            "version": draft.version,
            "text": draft.text,
            "extras": draft.extras,
            "skill": draft.skill,
            "channel": draft.channel,
            "language": draft.language,
            "score": checked.score if checked else None,
            "findings": self._findings(draft.draft_id),
            "approval": self.approvals.get(draft.draft_id, "none"),
        }

    def result(self, turn_id: UUID, names: list[str]) -> dict[str, Any]:
        drafts = [self._draft(draft) for draft in self.drafts.values()]
        first = next(iter(self.drafts.values()), None)
        shown = drafts[0] if drafts else {}
        return {
            "turn_id": str(turn_id),
            "conversation_id": str(self.conversation_id) if self.conversation_id else None,
            "language": first.language if first else self.talk,
            "skill": self.skill,
            "plan": [step.skill for step in self.plan],
            "slots": self.slots,
            "confidence": self.confidence,
            "reply": self.reply,
            "questions": self._questions(),
            "draft": drafts[0] if drafts else None,
            "drafts": drafts,
            "score": shown.get("score"),
            "findings": shown.get("findings", []),
            "approval": shown.get("approval", "none"),
            "cost": {"quoted_paise": self.quoted, "actual_paise": self.actual},
            "provider": first.provider if first else None,
            "cache": self.cache,
            "blocked": self.blocked,
            "events": names,
            "ms": self.ms,
        }
