"""Settle: what was interrupted comes back, the thread gets its title, everything is stored."""

from collections.abc import AsyncIterator
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.economics.alerts import tell_of_budget
from agents.economics.quoting import settle_turn
from agents.events import Event, QuestionAsked, ReplySent, TurnSettled
from agents.products.onboarding.topics import ONBOARDING
from agents.replies import reply
from agents.turn import Turn
from agents.turn_rows import QuestionRow, TurnRows
from app.core.event_store import EventStore
from app.core.statements import Statement
from app.core.variants import shell_of
from integrations.languages.messages import text
from memory.conversation import touching

GO_ON = "go_on"
LEFT: Final = "agents.onboarding.left"
MOST_RETURNS: Final = 4


async def settle(turn: Turn) -> AsyncIterator[Event]:
    """End the turn; what must only be seen once it is stored comes after the store."""
    turn.token.check()
    status = turn.ended or "done"
    if status == "done" and turn.request.asks:
        async for event in _return_to_waiting(turn):
            yield event
    async for event in tell_of_budget(turn):
        yield event
    took = turn.services.clock.now() - turn.started
    settled = TurnSettled(
        **turn.ids,
        status=status,
        actual_paise=turn.spending.total,
        ms=max(0, int(took.total_seconds() * 1000)),
    )
    held = [*turn.held, settled]
    for event in held:
        turn.note(event)
    turn.journal.also(_touch(turn))
    if turn.spending.reservation is not None:
        turn.journal.also(partial(settle_turn, turn))
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
    if turn.stored_skill == ONBOARDING:
        return text(turn.talk, "agents.onboarding.title")
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
        of_shop = await _is_of_shop(session, turn, open_question)
    most = MOST_RETURNS if of_shop else 1
    if not 1 <= len(asked) <= most or asked[0].payload is None:
        return
    if of_shop and await _was_left(turn, open_question):
        return
    if open_question.field in turn.facts:
        yield turn.note(_go_on(turn, open_question.turn_id, of_shop=of_shop))
        return
    yield turn.note(_again(turn, open_question, asked[0].payload))


async def _is_of_shop(session: AsyncSession, turn: Turn, question: QuestionRow) -> bool:
    """Whether it is one of the questions about her shop, which return more than once."""
    asker = await TurnRows(session, turn.request.tenant_id).turn(question.turn_id)
    return asker is not None and asker.skill == ONBOARDING


async def _was_left(turn: Turn, question: QuestionRow) -> bool:
    """Whether she said herself that she goes on later: then nothing returns unasked."""
    if turn.interrupted is not None:
        return False
    tenant, user = turn.request.tenant_id, turn.request.user_id
    async with turn.services.database.transaction(tenant, user) as session:
        store = EventStore(session, tenant, turn.services.clock)
        events = [event.payload or {} for event in await store.of_turn(question.turn_id)]
    keys = [str(payload["key"]) for payload in events if payload.get("key")]
    return keys[-1:] == [LEFT]


def _again(turn: Turn, question: QuestionRow, payload: dict[str, object]) -> QuestionAsked:
    return QuestionAsked.model_validate(
        {
            **payload,
            "turn_id": question.turn_id,
            "conversation_id": turn.request.conversation_id,
            "again": True,
        }
    )


def _go_on(turn: Turn, waiting: UUID, *, of_shop: bool) -> ReplySent:
    """The facts the other turn waited for are known by now: may it go on?"""
    asked, label = (
        ("onboarding.go_on_ask", "agents.onboarding.go_on")
        if of_shop
        else (
            "ask.go_on",
            "agents.choice.go_on",
        )
    )
    offer = reply(turn, asked, kind="choose", choices=[(GO_ON, text(turn.talk, label))])
    return offer.model_copy(update={"turn_id": waiting})
