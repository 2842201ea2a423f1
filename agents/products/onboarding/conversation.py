"""What follows from what she says to an open question about her shop: events, facts and rules."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.events import (
    Event,
    QuestionAnswered,
    QuestionAsked,
    QuestionSkipped,
    QuestionWithdrawn,
    TurnResumed,
)
from agents.products.onboarding.hearing import Listened, merged
from agents.products.onboarding.store import keep_told, sentence_for, told_of
from agents.products.onboarding.topics import BY_FIELD, MOST_QUESTIONS, remaining
from agents.products.onboarding.wording import told_in_words, value_in_words
from agents.replies import reply
from agents.stages.ask import CITIES
from agents.turn import Turn
from agents.turn_rows import QuestionRow
from app.core.variants import base_of
from integrations.languages.messages import text
from memory.constitution import Constitution
from memory.foundation_store import Fact


def take(
    turn: Turn, question: QuestionRow, heard: Listened, said: str, client_message_id: str
) -> None:
    """Note what she said to ``question``; ``said`` is her text, or the label she tapped."""
    turn.question = question
    turn.talk = turn.stored_talk or turn.conversation.talk_language or turn.talk
    match heard.kind:
        case "question":
            turn.path = "aside"
            _say(turn, f"onboarding.{_answer_key(question, heard)}", said, client_message_id)
            _note(turn, asked_again(turn, question))
        case "leave":
            turn.path = "aside"
            _note(turn, QuestionWithdrawn(**turn.ids, question_id=question.id))
            _say(turn, "onboarding.left", said, client_message_id, **_so_far(question))
        case "problem":
            turn.path = "aside"
            _problem(turn, question, heard, said, client_message_id)
        case "correction":
            turn.path = "aside"
            _correction(turn, question, heard, said, client_message_id)
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


def _note(turn: Turn, event: Event) -> None:
    turn.opened.append(turn.note(event))


def _say(turn: Turn, key: str, said: str, client_message_id: str, **params: Any) -> None:
    """An aside: her words as her message, ours below them; the question stays open."""
    params.setdefault("left", len(left(turn)))
    told = reply(turn, key, said=said, client_message_id=client_message_id, **params)
    _note(turn, told)


def _so_far(question: QuestionRow) -> dict[str, int]:
    return {"done": question.position - 1, "total": question.total}


def _answer_key(question: QuestionRow, heard: Listened) -> str:
    about = heard.about or "other"
    if about == "why":
        return f"why.{question.field}"
    if about == "meaning":
        return f"example.{question.field}"
    return "other_question" if about == "other" else about


def left(turn: Turn) -> list[Any]:
    """The questions that are still to come, the open one among them."""
    known = told_of(turn.facts, turn.rules)
    return remaining(known, {*turn.answers, *turn.skipped})


def _problem(
    turn: Turn, question: QuestionRow, heard: Listened, said: str, client_message_id: str
) -> None:
    reading = heard.reading
    _note(
        turn,
        reply(
            turn,
            reading.problem_key or "problem.unclear",
            kind="problem",
            level="bad",
            question_id=question.id,
            said=said,
            suggestion=reading.suggestion,
            client_message_id=client_message_id,
            **reading.params,
        ),
    )


def _correction(
    turn: Turn, question: QuestionRow, heard: Listened, said: str, client_message_id: str
) -> None:
    name = heard.corrected or ""
    told = told_of(turn.facts, turn.rules)
    facts = dict(heard.facts)
    if name == "city" and "area" in told and "area" not in facts:
        facts["area"] = None  # a part of the town that was meant before
    old = value_in_words(name, told.get(name), turn.talk)
    new = value_in_words(name, heard.values.get(name), turn.talk)
    keep(turn, facts, {}, heard.rules, heard.said, said, question.id)
    told_line = reply(
        turn,
        "noted.already" if old == new else "noted.changed",
        kind="noted",
        said=said,
        client_message_id=client_message_id,
        old=old,
        new=new,
    )
    _note(turn, told_line)
    _note(turn, asked_again(turn, question))


def _answer(
    turn: Turn, question: QuestionRow, heard: Listened, said: str, client_message_id: str
) -> None:
    told = told_of(turn.facts, turn.rules)
    heard = merged(heard, told)
    derived = {name: value for name, value in heard.derived.items() if name not in told}
    turn.answers[question.field] = heard.values
    keep(turn, heard.facts, derived, heard.rules, heard.said, said, question.id)
    _resume(
        turn,
        QuestionAnswered(
            **turn.ids,
            question_id=question.id,
            field=question.field,
            value=heard.values,
            said=said,
            client_message_id=client_message_id,
        ),
    )
    what = told_in_words({**derived, **heard.values}, turn.talk)
    _note(turn, reply(turn, "onboarding.noted", kind="noted", what=what))


def _resume(turn: Turn, event: QuestionAnswered | QuestionSkipped) -> None:
    turn.path = "answer"
    _note(turn, event)
    _note(turn, TurnResumed(**turn.ids, attempt=0))


def keep(
    turn: Turn,
    facts: Mapping[str, Any],
    derived: Mapping[str, Any],
    rules: Mapping[str, Any],
    words: Mapping[str, str],
    said: str,
    source_id: UUID,
) -> None:
    """Keep facts and rules, now for this turn and with the next flush for good."""
    now, source = turn.services.clock.now(), str(source_id)
    turn.facts = turn.facts.with_facts(
        Fact(name, value, words.get(name, said), kind, source, now)
        for values, kind in ((facts, "said"), (derived, "derived"))
        for name, value in values.items()
    )
    sentences = {kind: sentence_for(turn.rules, kind, said) for kind in rules}
    turn.rules = Constitution.of(
        {**turn.rules.plain(), **rules}, {**turn.rules.sentences, **sentences}
    )
    tenant_id, clock = turn.request.tenant_id, turn.services.clock
    spoken = {name: words.get(name, said) for name in (*facts, *derived)}

    async def put(session: AsyncSession) -> None:
        await keep_told(
            session,
            tenant_id,
            clock,
            facts=facts,
            derived=derived,
            rules={kind: (value, sentences[kind]) for kind, value in rules.items()},
            said=spoken,
            source_id=source_id,
        )

    turn.journal.also(put)


def asked_again(turn: Turn, question: QuestionRow) -> QuestionAsked:
    """The same question once more, below what was said in between."""
    return ask(turn, question.field, question.position, question.total, again=True)


def ask(turn: Turn, field: str, position: int, total: int, *, again: bool) -> QuestionAsked:
    """The question about ``field``; its id is the same however often the turn is run."""
    return QuestionAsked(
        **turn.ids,
        question_id=turn.child_id(f"question:{field}"),
        field=field,
        position=position,
        total=min(total, MOST_QUESTIONS),
        chips=_chips(turn, field),
        question=text(turn.talk, f"agents.onboarding.ask.{field}"),
        why=text(turn.talk, f"agents.onboarding.why.{field}"),
        again=again,
    )


def _chips(turn: Turn, field: str) -> list[tuple[str, str]]:
    if field == "city":
        return [(city, value_in_words("city", city, turn.talk)) for city in CITIES[_base(turn)]]
    if field == "phone" and turn.owner_phone:
        digits = turn.owner_phone[-10:]
        return [(digits, f"{digits[:5]} {digits[5:]}")]
    return [
        (chip, f"{chip}%" if chip.isdigit() else text(turn.talk, f"agents.onboarding.chip.{chip}"))
        for chip in BY_FIELD[field].chips
    ]


def _base(turn: Turn) -> Any:
    return base_of(turn.talk)
