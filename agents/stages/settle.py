"""Settle: what was interrupted comes back, the thread gets its title, everything is stored."""

from collections.abc import AsyncIterator
from uuid import UUID

from agents.events import Event, QuestionAsked, ReplySent, TurnSettled
from agents.replies import reply
from agents.turn import Turn
from agents.turn_rows import QuestionRow, TurnRows
from app.core.event_store import EventStore
from app.core.statements import Statement
from app.core.variants import shell_of
from integrations.languages.messages import text
from memory.conversation import touching

GO_ON = "go_on"


async def settle(turn: Turn) -> AsyncIterator[Event]:
    """End the turn; what must only be seen once it is stored comes after the store."""
    turn.token.check()
    status = turn.ended or "done"
    if status == "done" and turn.request.asks:
        async for event in _return_to_waiting(turn):
            yield event
    took = turn.services.clock.now() - turn.started
    settled = TurnSettled(
        **turn.ids, status=status, actual_paise=0, ms=max(0, int(took.total_seconds() * 1000))
    )
    held = [*turn.held, settled]
    for event in held:
        turn.note(event)
    turn.journal.also(_touch(turn))
    # From here a Stop comes too late: what is being stored is whole.
    turn.token.seal()
    await turn.journal.flush()
    for event in held:
        yield event


def _touch(turn: Turn) -> Statement:
    request, now = turn.request, turn.services.clock.now()
    return touching(request.conversation_id, request.tenant_id, now, turn.talk, _title(turn))


def _title(turn: Turn) -> str | None:
    """What the thread is called: "Diwali · WhatsApp message", never her raw text."""
    if turn.skill is None or turn.skill.product == "chat":
        return None
    registry = turn.services.registry
    skills = [registry.get(step.skill) for step in turn.plan] or [turn.skill]
    name = " + ".join(skill.title[shell_of(turn.talk)] for skill in skills)
    # The day itself is looked up later in a turn; a turn that waits knows only what she named.
    festival = turn.services.calendar.get(str(turn.slots.get("festival") or ""))
    return f"{festival.names[turn.talk]} · {name}" if festival else name


async def _return_to_waiting(turn: Turn) -> AsyncIterator[Event]:
    """The question that was interrupted returns once; so does a turn that gave up its place."""
    conversation_id = turn.request.conversation_id
    open_question = turn.interrupted
    if open_question is None and turn.path != "answer":
        return
    tenant, user = turn.request.tenant_id, turn.request.user_id
    async with turn.services.database.transaction(tenant, user) as session:
        rows = TurnRows(session, tenant)
        if open_question is None:
            waiting = await rows.waiting(conversation_id, turn.id)
            if waiting is None:
                return
            given_up = [q for q in await rows.questions_of(waiting.id) if q.status == "withdrawn"]
            open_question = given_up[-1] if given_up else None
            if open_question is None:
                return
        store = EventStore(session, tenant, turn.services.clock)
        asked = [
            event
            for event in await store.read(open_question.id)
            if event.name.value == "question.asked"
        ]
    if len(asked) != 1 or asked[0].payload is None:
        return
    if open_question.field in turn.facts:
        yield turn.note(_go_on(turn, open_question.turn_id))
        return
    yield turn.note(_again(turn, open_question, asked[0].payload))


def _again(turn: Turn, question: QuestionRow, payload: dict[str, object]) -> QuestionAsked:
    return QuestionAsked.model_validate(
        {
            **payload,
            "turn_id": question.turn_id,
            "conversation_id": turn.request.conversation_id,
            "again": True,
        }
    )


def _go_on(turn: Turn, waiting: UUID) -> ReplySent:
    """The facts the other turn waited for are known by now: may it be written?"""
    offer = reply(
        turn,
        "ask.go_on",
        kind="choose",
        choices=[(GO_ON, text(turn.talk, "agents.choice.go_on"))],
    )
    return offer.model_copy(update={"turn_id": waiting})
