"""What follows from what she says to an open question: events, and facts kept with their source."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.events import (
    QuestionAnswered,
    QuestionSkipped,
    QuestionWithdrawn,
    TurnCancelled,
    TurnResumed,
)
from agents.hearing import Heard
from agents.replies import reply
from agents.turn import Turn
from agents.turn_rows import QuestionRow
from integrations.languages.messages import has, text
from memory.foundation_store import FIELDS, Fact, FoundationStore


def take(
    turn: Turn, question: QuestionRow, heard: Heard, said: str, client_message_id: str
) -> None:
    """Note what she said to ``question``; ``said`` is her text, or the label she tapped."""
    turn.question = question
    turn.talk = turn.stored_talk or turn.conversation.talk_language or turn.talk
    match heard.kind:
        case "stop":
            _stop(turn, question, said, client_message_id)
        case "problem":
            _problem(turn, question, heard, said, client_message_id)
        case "correction":
            _correction(turn, question, heard, said, client_message_id)
        case "beside":
            _beside(turn, question, heard, said, client_message_id)
        case "skip":
            event = QuestionSkipped(
                **turn.ids,
                question_id=question.id,
                field=question.field,
                said=said or None,
                client_message_id=client_message_id,
            )
            turn.skipped.add(question.field)
            _resume(turn, event)
        case _:
            _answer(turn, question, heard, said, client_message_id)


def _answer(
    turn: Turn, question: QuestionRow, heard: Heard, said: str, client_message_id: str
) -> None:
    values = heard.reading.values
    value = values.get(question.field, next(iter(values.values()), said))
    turn.answers[question.field] = value
    turn.hear([(said, turn.started)])
    keep(turn, values, heard.reading.said, said, question.id)
    event = QuestionAnswered(
        **turn.ids,
        question_id=question.id,
        field=question.field,
        value=value,
        said=said,
        client_message_id=client_message_id,
    )
    _resume(turn, event)


def _resume(turn: Turn, event: QuestionAnswered | QuestionSkipped) -> None:
    turn.path = "answer"
    turn.opened.append(turn.note(event))
    turn.opened.append(turn.note(TurnResumed(**turn.ids, attempt=0)))


def _problem(
    turn: Turn, question: QuestionRow, heard: Heard, said: str, client_message_id: str
) -> None:
    turn.path = "aside"
    reading = heard.reading
    told = reply(
        turn,
        reading.problem_key or "problem.unclear",
        kind="problem",
        level="bad",
        question_id=question.id,
        said=said,
        suggestion=reading.suggestion,
        client_message_id=client_message_id,
        **reading.params,
    )
    turn.opened.append(turn.note(told))


def _correction(
    turn: Turn, question: QuestionRow, heard: Heard, said: str, client_message_id: str
) -> None:
    """Keep what she puts right; the question stays open, and stands below it again."""
    turn.path = "aside"
    field = heard.corrected or ""
    old = turn.facts.value(field) or turn.answers.get(field) or ""
    values = heard.reading.values
    new = values.get(field, next(iter(values.values()), ""))
    keep(turn, values, heard.reading.said, said, turn.id)
    turn.answers[field] = new
    told = reply(
        turn,
        "noted.changed",
        kind="noted",
        question_id=question.id,
        said=said,
        client_message_id=client_message_id,
        old=shown(turn, field, old),
        new=shown(turn, field, new),
    )
    turn.opened.append(turn.note(told))


def _beside(
    turn: Turn, question: QuestionRow, heard: Heard, said: str, client_message_id: str
) -> None:
    """Keep what she told instead; the question stays open, and stands below it again."""
    turn.path = "aside"
    field = heard.corrected or ""
    keep(turn, heard.reading.values, heard.reading.said, said, turn.id)
    turn.answers[field] = heard.reading.values[field]
    told = reply(
        turn,
        "noted.kept",
        kind="noted",
        question_id=question.id,
        said=said,
        client_message_id=client_message_id,
        new=shown(turn, field, heard.reading.values[field]),
    )
    turn.opened.append(turn.note(told))


def _stop(turn: Turn, question: QuestionRow, said: str, client_message_id: str) -> None:
    turn.path = "stopped"
    left = reply(turn, "reply.left", said=said, client_message_id=client_message_id)
    turn.opened.append(turn.note(left))
    turn.opened.append(turn.note(QuestionWithdrawn(**turn.ids, question_id=question.id)))
    turn.opened.append(turn.note(TurnCancelled(**turn.ids, by=str(turn.request.user_id))))


def keep(
    turn: Turn, values: Mapping[str, Any], words: Mapping[str, str], said: str, source_id: UUID
) -> None:
    """Keep the facts among ``values``, now for this turn and with the next flush for good."""
    facts = {name: value for name, value in values.items() if name in FIELDS}
    now = turn.services.clock.now()
    turn.facts = turn.facts.with_facts(
        Fact(name, value, words.get(name, said), "said", str(source_id), now)
        for name, value in facts.items()
    )
    tenant_id, clock = turn.request.tenant_id, turn.services.clock

    async def put(session: AsyncSession) -> None:
        store = FoundationStore(session, tenant_id, clock)
        for name, value in facts.items():
            await store.put(name, value, words.get(name, said), "said", source_id)

    if facts:
        turn.journal.also(put)


def shown(turn: Turn, field: str, value: object) -> str:
    """A value as she reads it: a city in her script where we have its name."""
    key = f"agents.city.{str(value).lower().replace(' ', '_')}"
    if field == "city" and has(key, turn.talk):
        return text(turn.talk, key)
    if isinstance(value, list | tuple):
        return ", ".join(str(item) for item in value)
    return str(value)
