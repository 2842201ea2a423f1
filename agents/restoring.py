"""Turns put together from what is stored: a fresh one, or one that goes on where it stopped."""

from dataclasses import dataclass
from typing import cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.cancellation import CancellationToken
from agents.events import PlanMade, Stored, from_stored
from agents.guard import guard
from agents.journal import Journal
from agents.plans import Step
from agents.services import Services
from agents.turn import Turn
from agents.turn_context import TurnRequest
from agents.turn_rows import Beginning, QuestionRow, TurnRow, TurnRows
from app.core.errors import NotFound
from app.core.event_names import EventName
from app.core.event_store import EventStore, StoredEvent
from app.core.variants import as_variant
from memory.conversation import ConversationStore


@dataclass(frozen=True, slots=True)
class Restorer:
    """Builds turns inside one transaction of one business."""

    services: Services
    session: AsyncSession
    tenant_id: UUID
    token: CancellationToken

    @property
    def rows(self) -> TurnRows:
        """The rows of the business."""
        return TurnRows(self.session, self.tenant_id)

    async def fresh(self, request: TurnRequest, found: Beginning | None = None) -> Turn:
        """Where things stand for a request; its text cleaned, and masked of what is not hers.

        ``found`` is what this transaction has read of it already.

        Raises:
            NotFound: the conversation, or the draft a tap names, is another business's.
        """
        services, session, tenant = self.services, self.session, self.tenant_id
        clock = services.clock
        conversation = found.conversation if found else None
        if conversation is None:
            conversation = await ConversationStore(session, tenant, clock).create(
                request.conversation_id, request.user_id, request.source
            )
        standing = (
            found.standing
            if found
            else await self.rows.standing(request.conversation_id, request.user_id)
        )
        guarded = guard(request.text, standing.facts)
        turn = Turn(
            services=services,
            request=request.model_copy(update={"text": guarded.text}),
            token=self.token,
            journal=Journal(services.database, clock, tenant, request.user_id),
            conversation=conversation,
            facts=standing.facts,
            rules=standing.rules,
            started=clock.now(),
            content=guarded.content,
            blocked=guarded.blocked,
            blocked_params=guarded.params,
        )
        turn.drafts = standing.drafts
        await self._add_wanted(turn)
        turn.last_shown = standing.last_shown
        if request.asks:
            turn.owner_phone = standing.sign_up_phone
        return turn

    async def _add_wanted(self, turn: Turn) -> None:
        """The draft a tap names may be older than the few that were read."""
        ref = turn.request.regenerate
        if ref is None or any(draft.id == ref.draft_id for draft in turn.drafts):
            return
        draft = await self.rows.draft(ref.draft_id)
        if draft is None:
            raise NotFound("draft", detail=f"this business has no draft {ref.draft_id}")
        turn.drafts.append(draft)

    async def stored(self, row: TurnRow) -> Turn:
        """A turn that began before, with its answers and how far it came."""
        turn = await self.fresh(TurnRequest.model_validate(row.request))
        events = await EventStore(self.session, self.tenant_id, self.services.clock).of_turn(row.id)
        _take_up(turn, row, events)
        turn.hear([(turn.request.text, row.created_at)])
        for question in await self.rows.questions_of(row.id):
            _recall(turn, question)
        return turn


def _take_up(turn: Turn, row: TurnRow, events: list[StoredEvent]) -> None:
    _take_up_plan(turn, events)
    turn.seen = {event.name for event in events}
    turn.slots = dict(row.slots)
    turn.stored_skill = row.skill
    turn.stored_hash = row.skill_hash
    turn.stored_talk = as_variant(row.language or "")
    turn.attempt = max(
        1,
        *(
            int(event.payload.get("attempt", 0))
            for event in events
            if event.name is EventName.TURN_RESUMED and event.payload
        ),
        0,
    )
    turn.drafts = [draft for draft in turn.drafts if draft.turn_id != row.id]


def _take_up_plan(turn: Turn, events: list[StoredEvent]) -> None:
    """The plan as it was made, at its first step whose draft is not before her yet."""
    made = [from_stored(cast(Stored, e)) for e in events if e.name is EventName.PLAN_MADE]
    for event in made:
        if isinstance(event, PlanMade):
            turn.plan = tuple(Step(step.skill, step.slots, step.said) for step in event.steps)
    ready = {e.stream_id for e in events if e.name is EventName.APPROVAL_REQUESTED}
    chosen = [
        e.payload.get("skill") for e in events if e.name is EventName.ROUTE_CHOSEN and e.payload
    ]
    if turn.plan and chosen and chosen[0] not in {step.skill for step in turn.plan}:
        turn.above = (str(chosen[0]),)  # the campaign that calls the plan's skills
    last = len(turn.plan) - 1
    while turn.step < last and turn.child_id(turn.draft_name) in ready:
        turn.step += 1


def _recall(turn: Turn, question: QuestionRow) -> None:
    if question.status == "withdrawn":
        return
    turn.asked += 1
    if question.status == "skipped":
        turn.skipped.add(question.field)
    elif question.status == "answered" and question.answer:
        turn.answers[question.field] = turn.answered(question)
        turn.hear([(str(question.answer.get("said") or ""), turn.started)])
