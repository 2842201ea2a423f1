"""The rows a turn starts from, read and leased inside the caller's transaction.

Rows of turns, questions and drafts change only through ``app.core.projections.record``; here they
are read, and a turn's lease (which process runs it, until when) is set.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents import turn_queries as sql
from app.core.database import driver_connection
from app.core.statements import Statement, fetch_together
from memory.constitution import Constitution, constitution_of, rules_in_force, rules_of
from memory.conversation import Conversation, conversation_of, known
from memory.foundation_store import Foundation, facts_in_force, foundation_of


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turn as stored; ``request`` is the TurnRequest it began with, as JSON."""

    id: UUID
    conversation_id: UUID
    user_id: UUID | None
    client_message_id: str
    source: str
    text: str
    language: str | None
    skill: str | None
    skill_hash: str | None
    slots: dict[str, Any]
    status: str
    request: dict[str, Any]
    lease_until: datetime | None
    runner_id: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class QuestionRow:
    """A question as stored; ``answer`` is ``{"value": …, "said": …}`` once answered."""

    id: UUID
    turn_id: UUID
    conversation_id: UUID
    field: str
    position: int
    total: int
    status: str
    answer: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class DraftHead:
    """A draft with the text of its newest version; ``live``: waits and nothing took its place.

    ``place`` tells which of several came first.
    """

    id: UUID
    turn_id: UUID
    skill: str
    channel: str
    language: str
    status: str
    version: int
    parent_id: UUID | None
    text: str
    live: bool
    place: int


@dataclass(frozen=True, slots=True)
class Ancestor:
    """A turn that a draft goes back to."""

    id: UUID
    text: str
    slots: dict[str, Any]
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Shown:
    """The last thing on the screen: the event's name, its stream, a reply's kind, whose it is."""

    name: str
    stream_id: UUID
    kind: str | None
    turn_id: UUID | None = None
    skill: str | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What a turn finds: her facts and rules, the drafts (the one last touched first), what stands
    last on her screen, small lines aside, and the phone she signed up with."""

    facts: Foundation
    rules: Constitution
    drafts: list[DraftHead]
    last_shown: Shown | None
    sign_up_phone: str | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """What decides how a turn begins: the turn itself, if it is known; the turn that took this very
    message as an answer; the question that waits; the thread, None before its first message; and
    where the conversation stands."""

    turn: TurnRow | None
    heard: UUID | None
    question: QuestionRow | None
    conversation: Conversation | None
    standing: Standing


class TurnRows:
    """Reads for the turns of one business."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._session = session
        self._tenant_id = tenant_id

    async def _fetch(self, query: str, *values: object) -> list[Any]:
        connection = await driver_connection(self._session)
        return list(await connection.fetch(query, self._tenant_id, *values))

    async def beginning(
        self, turn_id: UUID, conversation_id: UUID, user_id: UUID, client_message_id: str
    ) -> Beginning:
        """How a turn begins, in one round trip; a known turn is locked."""
        tenant = self._tenant_id
        turns, heard, questions, threads, *standing = await fetch_together(
            await driver_connection(self._session),
            (
                Statement(sql.TURN, (tenant, turn_id)),
                Statement(sql.HEARD_BEFORE, (tenant, conversation_id, client_message_id)),
                Statement(sql.OPEN_QUESTION, (tenant, conversation_id)),
                known(conversation_id, tenant),
                *self._of_standing(conversation_id, user_id),
            ),
        )
        return Beginning(
            TurnRow(*turns[0]) if turns else None,
            heard[0][0] if heard else None,
            QuestionRow(*questions[0]) if questions else None,
            conversation_of(threads[0]) if threads else None,
            _standing(*standing),
        )

    async def turn(self, turn_id: UUID) -> TurnRow | None:
        """That turn, locked until the transaction ends."""
        rows = await self._fetch(sql.TURN, turn_id)
        return TurnRow(*rows[0]) if rows else None

    async def waiting(self, conversation_id: UUID, besides: UUID) -> TurnRow | None:
        """The newest other turn of the conversation that waits for her."""
        rows = await self._fetch(sql.WAITING, conversation_id, besides)
        return TurnRow(*rows[0]) if rows else None

    async def question(self, question_id: UUID) -> QuestionRow | None:
        """That question, locked until the transaction ends."""
        rows = await self._fetch(sql.QUESTION, question_id)
        return QuestionRow(*rows[0]) if rows else None

    async def questions_of(self, *turn_ids: UUID) -> list[QuestionRow]:
        """The questions of these turns, in the order they were asked."""
        return [
            QuestionRow(*row) for row in await self._fetch(sql.QUESTIONS_OF_TURN, list(turn_ids))
        ]

    async def draft(self, draft_id: UUID) -> DraftHead | None:
        """That draft, wherever it was written."""
        rows = await self._fetch(sql.DRAFT, draft_id)
        return DraftHead(*rows[0]) if rows else None

    async def ancestry(self, draft_id: UUID) -> list[Ancestor]:
        """The turns a draft comes from, the first request first, its own turn last."""
        return [Ancestor(*row) for row in await self._fetch(sql.ANCESTRY, draft_id)]

    async def in_its_plan(self, ancestor: Ancestor, skill: str) -> Ancestor:
        """The turn as the draft of ``skill`` knew it: a plan's step has its own words and slots."""
        for row in await self._fetch(sql.PLAN_OF_TURN, ancestor.id):
            for step in row["steps"] or ():
                if step["skill"] == skill:
                    text = step["said"] or ancestor.text
                    return replace(ancestor, text=text, slots=step["slots"])
        return ancestor

    async def texts(self, draft_id: UUID) -> list[tuple[int, str, str]]:
        """Version, text and author of every version of a draft."""
        return [tuple(row) for row in await self._fetch(sql.DRAFT_TEXTS, draft_id)]

    async def standing(self, conversation_id: UUID, user_id: UUID) -> Standing:
        """Where the conversation of this business stands, and what holds in it: one round trip."""
        connection = await driver_connection(self._session)
        return _standing(
            *await fetch_together(connection, self._of_standing(conversation_id, user_id))
        )

    def _of_standing(self, conversation_id: UUID, user_id: UUID) -> tuple[Statement, ...]:
        tenant = self._tenant_id
        return (
            facts_in_force(tenant),
            rules_in_force(tenant),
            Statement(sql.DRAFTS, (tenant, conversation_id)),
            Statement(sql.LAST_SHOWN, (tenant, conversation_id)),
            Statement(sql.SIGN_UP_PHONE, (user_id,)),
        )

    async def lease(self, turn_id: UUID, until: datetime | None, runner_id: str) -> None:
        """Say who runs the turn, and until when others must keep off."""
        connection = await driver_connection(self._session)
        await connection.execute(sql.LEASE, self._tenant_id, turn_id, until, runner_id)

    async def renew(self, turn_id: UUID, until: datetime, runner_id: str) -> bool:
        """Hold on to a turn this runner has; False when it lost it."""
        return bool(await self._fetch(sql.RENEW, turn_id, until, runner_id))


def _standing(
    facts: list[Any], rules: list[Any], drafts: list[Any], shown: list[Any], phones: list[Any]
) -> Standing:
    return Standing(
        foundation_of(facts),
        constitution_of(rules_of(rules)),
        [DraftHead(*row) for row in drafts],
        Shown(*shown[0]) if shown else None,
        phones[0][0] if phones else None,
    )
