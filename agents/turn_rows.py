"""The rows a turn starts from, read and leased inside the caller's transaction.

Rows of turns, questions and drafts change only through ``app.core.projections.record``; here they
are read, and a turn's lease (which process runs it, until when) is set.
"""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from app.core.database import driver_connection
from app.core.statements import Statement, fetch_together
from memory.constitution import Constitution, constitution_of, rules_in_force, rules_of
from memory.conversation import Conversation, conversation_of, known
from memory.foundation_store import Foundation, facts_in_force, foundation_of

_TURN_COLUMNS: Final = (
    "id, conversation_id, user_id, client_message_id, source, text, language, skill, skill_hash, "
    "slots, status, request, lease_until, runner_id, created_at"
)
_TURN: Final = f"""
    SELECT {_TURN_COLUMNS} FROM turns WHERE tenant_id = $1 AND id = $2 FOR UPDATE
"""  # noqa: S608  only the constant above
_QUESTION_COLUMNS: Final = "id, turn_id, conversation_id, field, position, total, status, answer"
_QUESTION: Final = f"""
    SELECT {_QUESTION_COLUMNS} FROM questions WHERE tenant_id = $1 AND id = $2 FOR UPDATE
"""  # noqa: S608
_QUESTIONS_OF_TURN: Final = f"""
    SELECT {_QUESTION_COLUMNS} FROM questions WHERE tenant_id = $1 AND turn_id = ANY($2::uuid[])
    ORDER BY asked_at, position
"""  # noqa: S608
_OPEN_QUESTION: Final = f"""
    SELECT {_QUESTION_COLUMNS} FROM questions
    WHERE tenant_id = $1 AND conversation_id = $2 AND status = 'open'
    ORDER BY asked_at DESC LIMIT 1
"""  # noqa: S608
_HEADS: Final = """
    SELECT d.id, d.turn_id, d.skill, d.channel, d.language, d.status, d.version, d.parent_id,
           v.text,
           d.status = 'pending' AND NOT EXISTS (
               SELECT 1 FROM drafts n
               WHERE n.tenant_id = d.tenant_id AND n.parent_id = d.id AND n.language = d.language
           ) AS live,
           (SELECT e.position FROM events e WHERE e.tenant_id = d.tenant_id AND e.stream_id = d.id
            ORDER BY e.version LIMIT 1) AS place
    FROM drafts d
    JOIN draft_versions v ON v.draft_id = d.id AND v.version = d.version
    WHERE d.tenant_id = $1
"""
_DRAFTS: Final = (
    f"{_HEADS} AND d.conversation_id = $2 ORDER BY d.updated_at DESC, d.id DESC LIMIT 8"
)
_DRAFT: Final = f"{_HEADS} AND d.id = $2"
_ANCESTRY: Final = """
    WITH RECURSIVE chain AS (
        SELECT id, turn_id, parent_id, 0 AS depth FROM drafts WHERE tenant_id = $1 AND id = $2
        UNION ALL
        SELECT d.id, d.turn_id, d.parent_id, c.depth + 1 FROM drafts d
        JOIN chain c ON d.id = c.parent_id WHERE d.tenant_id = $1 AND c.depth < 32
    )
    SELECT t.id, t.text, t.slots, t.created_at FROM chain c
    JOIN turns t ON t.id = c.turn_id AND t.tenant_id = $1 ORDER BY c.depth DESC
"""
_DRAFT_TEXTS: Final = """
    SELECT version, text, author FROM draft_versions
    WHERE tenant_id = $1 AND draft_id = $2 ORDER BY version
"""
_PLAN_OF_TURN: Final = """
    SELECT payload->'steps' AS steps FROM events
    WHERE tenant_id = $1 AND turn_id = $2 AND name = 'plan.made' ORDER BY position LIMIT 1
"""
_LAST_SHOWN: Final = """
    SELECT e.name, e.stream_id, e.payload->>'kind' AS kind, e.turn_id, t.skill FROM events e
    LEFT JOIN turns t ON t.id = e.turn_id AND t.tenant_id = e.tenant_id
    WHERE e.tenant_id = $1 AND e.conversation_id = $2
      AND e.name IN ('draft.written', 'draft.selected', 'approval.requested', 'question.asked',
                     'reply.sent')
      AND COALESCE(e.payload->>'kind', '') NOT IN ('noted', 'changed', 'notice')
    ORDER BY e.position DESC LIMIT 1
"""
_SIGN_UP_PHONE: Final = "SELECT phone FROM users WHERE id = $1"
_HEARD_BEFORE: Final = """
    SELECT turn_id FROM events
    WHERE tenant_id = $1 AND conversation_id = $2 AND payload->>'client_message_id' = $3
      AND name IN ('question.answered', 'question.skipped', 'reply.sent')
    LIMIT 1
"""
_WAITING: Final = f"""
    SELECT {_TURN_COLUMNS} FROM turns
    WHERE tenant_id = $1 AND conversation_id = $2 AND status = 'waiting' AND id <> $3
    ORDER BY created_at DESC LIMIT 1
"""  # noqa: S608
_LEASE: Final = """
    UPDATE turns SET lease_until = $3, runner_id = $4 WHERE tenant_id = $1 AND id = $2
"""
_RENEW: Final = """
    UPDATE turns SET lease_until = $3
    WHERE tenant_id = $1 AND id = $2 AND runner_id = $4 AND status = 'running' RETURNING id
"""


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
                Statement(_TURN, (tenant, turn_id)),
                Statement(_HEARD_BEFORE, (tenant, conversation_id, client_message_id)),
                Statement(_OPEN_QUESTION, (tenant, conversation_id)),
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
        rows = await self._fetch(_TURN, turn_id)
        return TurnRow(*rows[0]) if rows else None

    async def waiting(self, conversation_id: UUID, besides: UUID) -> TurnRow | None:
        """The newest other turn of the conversation that waits for her."""
        rows = await self._fetch(_WAITING, conversation_id, besides)
        return TurnRow(*rows[0]) if rows else None

    async def question(self, question_id: UUID) -> QuestionRow | None:
        """That question, locked until the transaction ends."""
        rows = await self._fetch(_QUESTION, question_id)
        return QuestionRow(*rows[0]) if rows else None

    async def questions_of(self, *turn_ids: UUID) -> list[QuestionRow]:
        """The questions of these turns, in the order they were asked."""
        return [QuestionRow(*row) for row in await self._fetch(_QUESTIONS_OF_TURN, list(turn_ids))]

    async def draft(self, draft_id: UUID) -> DraftHead | None:
        """That draft, wherever it was written."""
        rows = await self._fetch(_DRAFT, draft_id)
        return DraftHead(*rows[0]) if rows else None

    async def ancestry(self, draft_id: UUID) -> list[Ancestor]:
        """The turns a draft comes from, the first request first, its own turn last."""
        return [Ancestor(*row) for row in await self._fetch(_ANCESTRY, draft_id)]

    async def in_its_plan(self, ancestor: Ancestor, skill: str) -> Ancestor:
        """The turn as the draft of ``skill`` knew it: a plan's step has its own words and slots."""
        for row in await self._fetch(_PLAN_OF_TURN, ancestor.id):
            for step in row["steps"] or ():
                if step["skill"] == skill:
                    text = step["said"] or ancestor.text
                    return replace(ancestor, text=text, slots=step["slots"])
        return ancestor

    async def texts(self, draft_id: UUID) -> list[tuple[int, str, str]]:
        """Version, text and author of every version of a draft."""
        return [tuple(row) for row in await self._fetch(_DRAFT_TEXTS, draft_id)]

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
            Statement(_DRAFTS, (tenant, conversation_id)),
            Statement(_LAST_SHOWN, (tenant, conversation_id)),
            Statement(_SIGN_UP_PHONE, (user_id,)),
        )

    async def lease(self, turn_id: UUID, until: datetime | None, runner_id: str) -> None:
        """Say who runs the turn, and until when others must keep off."""
        connection = await driver_connection(self._session)
        await connection.execute(_LEASE, self._tenant_id, turn_id, until, runner_id)

    async def renew(self, turn_id: UUID, until: datetime, runner_id: str) -> bool:
        """Hold on to a turn this runner has; False when it lost it."""
        return bool(await self._fetch(_RENEW, turn_id, until, runner_id))


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
