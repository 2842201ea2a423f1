"""How a turn begins: one transaction that reads where things stand and makes the message durable.

It settles what the request is: a new turn, an answer to a waiting one, a choice, the same again
after a stop or a crash, or nothing new at all (then the stored events are simply shown again).
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.answering import take
from agents.cancellation import CancellationToken, TurnLost
from agents.events import MessageReceived, TurnResumed
from agents.guard import guard
from agents.hearing import Task, hear, tapped
from agents.products.onboarding import opening as onboarding
from agents.restoring import Restorer
from agents.services import Services
from agents.turn import Turn
from agents.turn_context import TurnRequest
from agents.turn_rows import QuestionRow, TurnRow, TurnRows
from agents.understanding.intents import asks_for_something
from agents.understanding.slots import read_slots
from app.core.errors import Conflict, NotFound

LEASE: Final = timedelta(seconds=15)
MOST_CRASHES: Final = 3
SURE_TASK: Final = 0.95  # shop names such as "GST Suvidha Kendra" sound like tasks below this
LIKELY_TASK: Final = 0.45  # enough where the words also ask for something and name an offer
# What answers to our questions sound like: small talk, reviews, facts of the shop and rules.
NO_TASKS: Final = frozenset(
    {
        *("general_help", "review_reply", "customer_reply"),
        *("foundation_update", "constitution_update"),
    }
)
FEWEST_WORDS_OF_A_TASK: Final = 3


@dataclass(frozen=True, slots=True)
class Replay:
    """Nothing is to be run: show what is stored. ``running``: another process is at it."""

    turn_id: UUID
    running: bool = False


@dataclass(frozen=True, slots=True)
class Opener:
    """Opens turns for one runner."""

    services: Services
    runner_id: str

    async def open(self, request: TurnRequest, token: CancellationToken) -> Turn | Replay:
        """Begin, or find out that there is nothing to begin.

        Raises:
            NotFound: the conversation, turn or question is not this business's.
            Unavailable: PostgreSQL is away; nothing was stored.
        """
        database = self.services.database
        try:
            async with database.transaction(request.tenant_id, request.user_id) as session:
                restorer = Restorer(self.services, session, request.tenant_id, token)
                return await self._open(session, restorer, request)
        except Conflict as error:
            # Another process began the same turn between our look and our write.
            if error.code != "stream_moved":
                raise
            return Replay(request.turn_id, running=True)

    async def _open(
        self, session: AsyncSession, restorer: Restorer, request: TurnRequest
    ) -> Turn | Replay:
        found = await restorer.rows.beginning(
            request.turn_id, request.conversation_id, request.user_id, request.client_message_id
        )
        if found.turn is not None:
            return await self._known(session, restorer, request, found.turn)
        if request.answer is not None:
            return await self._tapped(session, restorer, request)
        if request.asks and request.text and found.heard is not None:
            return Replay(found.heard)
        turn = await restorer.fresh(request, found)
        if left := await onboarding.left_run(restorer, turn):
            await self._go_on(session, restorer, left)
            return left
        question = found.question if request.asks else None
        if question is not None and _is_typed(turn):
            waiting = await self._typed(session, restorer, turn, question)
            if waiting is not None:
                return waiting
            turn.interrupted = question
        await self._begin(session, turn)
        return turn

    async def _begin(self, session: AsyncSession, turn: Turn) -> None:
        request = turn.request
        received = MessageReceived(
            **turn.ids,
            text=request.text,
            client_message_id=request.client_message_id,
            source=request.source,
            user_id=request.user_id,
            request=request.model_dump(mode="json"),
        )
        turn.hear([(request.text, turn.started)])
        turn.opened.append(turn.note(received))
        lease = {"lease_until": self._lease_end(), "runner_id": self.runner_id}
        await turn.journal.write(session, {turn.id: 0}, {turn.id: lease})
        self._fence(turn)

    async def _lease(self, restorer: Restorer, turn: Turn) -> None:
        await restorer.rows.lease(turn.id, self._lease_end(), self.runner_id)
        self._fence(turn)

    def _fence(self, turn: Turn) -> None:
        """From now on the turn is written here only as long as nobody took it over."""

        async def ours(session: AsyncSession) -> None:
            row = await TurnRows(session, turn.request.tenant_id).turn(turn.id)
            if row is not None and row.runner_id != self.runner_id:
                raise TurnLost

        turn.journal.fenced_by(ours)

    def _lease_end(self) -> datetime:
        return self.services.clock.now() + LEASE

    async def _typed(
        self, session: AsyncSession, restorer: Restorer, turn: Turn, question: QuestionRow
    ) -> Turn | None:
        """The waiting turn going on, when what she typed is about its question."""
        asker = await restorer.rows.turn(question.turn_id)
        if asker is None or asker.status != "waiting":
            return None
        talk = turn.conversation.talk_language or turn.request.talk_hint
        if onboarding.is_run(asker):
            told = await onboarding.typed(restorer, turn, question, asker, _task)
            if told is not None:
                await self._go_on(session, restorer, told)
            return told
        # Masked as an answer: the number she was asked for is hers.
        said = guard(turn.request.text, turn.facts, question.field).text
        before = await restorer.rows.questions_of(question.turn_id)
        heard = hear(
            question,
            before,
            said,
            talk,
            draft_waits=bool(turn.live),
            task=_task(turn, said),
        )
        if heard.kind == "other":
            return None
        waiting = await restorer.stored(asker)
        take(waiting, question, heard, said, turn.request.client_message_id)
        await self._go_on(session, restorer, waiting)
        return waiting

    async def _tapped(
        self, session: AsyncSession, restorer: Restorer, request: TurnRequest
    ) -> Turn | Replay:
        answer = request.answer
        question = await restorer.rows.question(answer.question_id) if answer else None
        row = await restorer.rows.turn(question.turn_id) if question else None
        if answer is None or question is None or row is None:
            raise NotFound("question", detail="this business has no such question")
        if question.conversation_id != request.conversation_id:
            raise NotFound("question", detail="the question is of another conversation")
        waiting = await restorer.stored(row)
        waiting.question = question
        if question.status != "open" or row.status != "waiting":
            waiting.path = "stale"
            return waiting
        if onboarding.is_run(row):
            onboarding.tapped(waiting, question, request)
            await self._go_on(session, restorer, waiting)
            return waiting
        talk = waiting.stored_talk or waiting.conversation.talk_language
        heard = tapped(question, answer.value, answer.skip, talk)
        said = guard(request.text or answer.value or "", waiting.facts, question.field).text
        take(waiting, question, heard, said, request.client_message_id)
        await self._go_on(session, restorer, waiting)
        return waiting

    async def _go_on(self, session: AsyncSession, restorer: Restorer, turn: Turn) -> None:
        runs = any(isinstance(event, TurnResumed) for event in turn.opened)
        await turn.journal.write(session)
        if runs:
            await self._lease(restorer, turn)

    async def _known(
        self, session: AsyncSession, restorer: Restorer, request: TurnRequest, row: TurnRow
    ) -> Turn | Replay:
        """A turn id that exists: a choice, a retry, a take-over, or the same message again."""
        if row.conversation_id != request.conversation_id:
            raise NotFound("turn", detail="the turn is of another conversation")
        chosen = request.skill if row.status == "waiting" else None
        if row.status == "done" or (row.status == "waiting" and chosen is None):
            return Replay(row.id)
        now = self.services.clock.now()
        if row.status == "running" and row.lease_until and row.lease_until > now:
            return Replay(row.id, running=True)
        turn = await restorer.stored(row)
        turn.path, turn.choice = ("chosen", chosen) if chosen else ("again", None)
        turn.attempt += 0 if chosen else 1
        resumed = TurnResumed(**turn.ids, attempt=0 if chosen else turn.attempt)
        turn.opened.append(turn.note(resumed))
        await self._go_on(session, restorer, turn)
        return turn

    async def take_over(
        self, tenant_id: UUID, turn_id: UUID, token: CancellationToken
    ) -> Turn | None:
        """A turn whose runner is gone, claimed for this one; None when somebody else was quicker.

        A turn that already brought down its runners comes back with ``attempt`` above
        ``MOST_CRASHES``: it is to be closed, not run.

        Raises:
            Unavailable: PostgreSQL is away; the next round tries again.
        """
        async with self.services.database.transaction(tenant_id) as session:
            restorer = Restorer(self.services, session, tenant_id, token)
            row = await restorer.rows.turn(turn_id)
            now = self.services.clock.now()
            if row is None or row.status != "running":
                return None
            if row.lease_until is not None and row.lease_until > now:
                return None
            turn = await restorer.stored(row)
            turn.path = "again"
            turn.attempt += 1
            if turn.attempt <= MOST_CRASHES:
                turn.opened.append(turn.note(TurnResumed(**turn.ids, attempt=turn.attempt)))
            await turn.journal.write(session)
            await self._lease(restorer, turn)
            return turn


def _task(turn: Turn, said: str) -> Task:
    """Whether the message, read on its own, plainly wants something written."""
    talk = turn.conversation.talk_language or turn.request.talk_hint
    slots = read_slots(said, talk, turn.today)
    if len(said.split()) < FEWEST_WORDS_OF_A_TASK or not slots.known():
        return "none"
    route = turn.services.router.route(said, variant=talk, slots=slots)
    offers = slots.festival is not None or slots.discount_percent is not None
    if route.skill in NO_TASKS:
        return "none"
    asks = asks_for_something(said)
    if asks and (offers or len(slots.channels) > 1) and route.confidence >= LIKELY_TASK:
        return "named"
    if route.confidence < SURE_TASK:
        return "none"
    # What a customer wrote may speak of a poster too; only a wish asks for one.
    return "named" if slots.channels and (offers or asks) else "likely"


def _is_typed(turn: Turn) -> bool:
    request = turn.request
    free = request.regenerate is None and request.skill is None
    return free and turn.content == "words" and turn.blocked is None
