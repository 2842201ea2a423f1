"""Work, criticise, oversee: a draft is written, checked, mended, and put before her."""

from collections.abc import AsyncIterator, Mapping, Sequence
from functools import partial
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents import critic, overseer, swarm_node
from agents.ad_text import in_step
from agents.checks.base import Subject
from agents.checks.translation_kept import FROM
from agents.checks.translation_kept import NAME as KEPT
from agents.economics.semantic_cache import MEMORY
from agents.economics.semantic_cache_store import is_worth_keeping, keeping
from agents.events import (
    ApprovalDecided,
    ApprovalRequested,
    DraftCriticised,
    DraftDelta,
    DraftWritten,
    Event,
    ToolCalled,
)
from agents.festivals import spellings
from agents.grounding import Ground, sources_of
from agents.plain_answers import answer, is_answer
from agents.replies import reply
from agents.translating import SKILL as TRANSLATES
from agents.translating import SOURCE, remember_plan
from agents.turn import Turn, Written
from app.core.database import driver_connection
from app.core.errors import OurBug
from integrations.languages.messages import text
from skills.schema import RubricLine

NO_CHANNEL: Final = "text"
_KEPT: Final = RubricLine(check=KEPT, weight=8)


async def work(turn: Turn) -> AsyncIterator[Event]:
    """Write the first attempt; an answer to her is said at once and needs no card."""
    skill = swarm_node.required_skill(turn)
    _place(turn)
    await remember_plan(turn, swarm_node.compose(turn, skill))
    if turn.remembered is not None:
        turn.written = Written(turn.remembered.text, dict(turn.remembered.extras), MEMORY, 1)
        draft_id = turn.draft_id or turn.child_id(turn.draft_name)
        yield DraftDelta(**turn.ids, draft_id=draft_id, text=turn.written.text)
    else:
        async for event in swarm_node.write(
            turn, shown=not skill.plan.reply, keeps=partial(passes, turn)
        ):
            yield event
    written = _written(turn)
    if is_answer(skill, written):
        for event in answer(turn, written):
            yield event
        return
    if turn.computed:
        figures = dict(turn.computed)
        yield turn.note(
            ToolCalled(**turn.ids, tool="gst_split", arguments=dict(turn.inputs), result=figures)
        )
    yield turn.note(_draft_event(turn, written))


def _place(turn: Turn) -> None:
    """Which draft this is: the next version of one, one that takes its place, or a new one."""
    base = turn.base
    if base is not None and turn.change == "another" and base.status in ("pending", "shown"):
        turn.draft_id, turn.version = base.id, base.version + 1
        return
    turn.draft_id = turn.child_id(turn.draft_name)
    turn.version = 1
    turn.parent_id = base.id if base is not None and turn.change != "also" else None


def _written(turn: Turn) -> Written:
    if turn.written is None:
        raise OurBug("nothing_written", detail="the model client ended without an answer")
    return turn.written


def _draft_event(turn: Turn, written: Written) -> DraftWritten:
    skill = swarm_node.required_skill(turn)
    return DraftWritten(
        **turn.ids,
        draft_id=turn.draft_id or turn.child_id(turn.draft_name),
        version=turn.version,
        text=written.text,
        extras=written.extras,
        language=turn.language,
        channel=skill.channel or turn.slots.get("channel") or NO_CHANNEL,
        skill=skill.id,
        skill_hash=skill.hash,
        provider=written.provider,
        attempt=written.attempt,
        sources=sources_of(written.text, ground(turn), names_of_festival(turn)),
        parent_id=turn.parent_id,
    )


def ground(turn: Turn) -> Ground:
    """All that may stand for a phrase of this draft."""
    return Ground(
        said=turn.said,
        facts=turn.facts,
        slots=turn.slots,
        festival=turn.festival,
        rules=turn.rules,
        computed=turn.computed,
    )


def names_of_festival(turn: Turn) -> tuple[str, ...]:
    """The ways the turn's festival is written."""
    return tuple(turn.festival.names.values()) if turn.festival else ()


def subject(turn: Turn, written: Written) -> Subject:
    """The draft as the checks see it."""
    skill = swarm_node.required_skill(turn)
    return Subject(
        text=written.text,
        language=turn.language,
        skill=skill.id,
        today=turn.today,
        slots=turn.slots,
        inputs=_inputs(turn),
        foundation=turn.facts.plain(),
        constitution=turn.rules,
        festival=turn.festival,
        max_chars=skill.max_chars,
        channel=skill.channel,
        said=(*turn.words(), *turn.rules.always_say),
        computed=tuple(words for _, words in turn.computed),
        extras=written.extras,
        festival_names=spellings(),
    )


def _inputs(turn: Turn) -> Mapping[str, Any]:
    """The skill's inputs, and the text before where this one is the same in another language."""
    if turn.change == "language" and turn.base is not None:
        return {**turn.inputs, FROM: turn.base.text}
    if turn.skill is not None and turn.skill.id == TRANSLATES and SOURCE in turn.inputs:
        return {**turn.inputs, FROM: turn.inputs[SOURCE]}
    return turn.inputs


def rubric_of(turn: Turn) -> Sequence[RubricLine]:
    """The checks of this draft: its skill's, and in another language that it says the same."""
    rubric = swarm_node.required_skill(turn).rubric
    return (*rubric, _KEPT) if turn.change == "language" else rubric


def passes(turn: Turn, words: str, extras: Mapping[str, Any]) -> bool:
    """Whether a cheaper model's answer is kept: no check asks for another, and none stops it."""
    extras = in_step(swarm_node.required_skill(turn).channel, extras, words)
    review = critic.review(subject(turn, Written(words.strip(), extras, "", 1)), rubric_of(turn))
    return not review.mendable and not review.stops


async def criticise(turn: Turn) -> AsyncIterator[Event]:
    """Check by name; write again with the findings in mind, twice at most, when that can help."""
    rubric = rubric_of(turn)
    best = _written(turn)
    review = critic.review(subject(turn, best), rubric)
    turn.reviews.append(review)
    yield turn.note(_criticised(turn, 1))
    for round_ in range(2, critic.MOST_REVISIONS + 2):
        if not review.mendable or best.provider == MEMORY:
            return
        turn.token.check()
        async for event in swarm_node.write(turn, findings=review.mendable, shown=False):
            yield event
        again = _written(turn)
        new = critic.review(subject(turn, again), rubric)
        if again.text == best.text or not critic.better(new, review):
            turn.written = best
            return
        best, review = again, new
        turn.reviews.append(review)
        yield turn.note(_draft_event(turn, best))
        yield turn.note(_criticised(turn, round_))


def _criticised(turn: Turn, round_: int) -> DraftCriticised:
    last = turn.reviews[-1]
    return DraftCriticised(
        **turn.ids,
        draft_id=turn.draft_id or turn.child_id(turn.draft_name),
        version=turn.version,
        round=round_,
        score=last.score,
        findings=critic.records(last, turn.reviews[:-1]),
    )


async def oversee(turn: Turn) -> AsyncIterator[Event]:
    """Ask for her approval, or apply her rule. Shown only once it is stored: its buttons work."""
    skill = swarm_node.required_skill(turn)
    verdict = overseer.decide(skill.approval, turn.rules, turn.reviews[-1])
    draft_id = turn.draft_id or turn.child_id(turn.draft_name)
    turn.held.append(
        ApprovalRequested(
            **turn.ids,
            draft_id=draft_id,
            version=turn.version,
            mode=verdict.mode,
            reason_key=verdict.reason_key,
            params=verdict.params,
        )
    )
    if verdict.mode == "auto":
        turn.held.append(
            ApprovalDecided(
                **turn.ids,
                draft_id=draft_id,
                version=turn.version,
                decision="approved",
                by=None,
                by_name="",
                reason="rule",
            )
        )
        _remember(turn, draft_id)
    if (changed := _changed(turn)) is not None:
        yield turn.note(changed)


def _remember(turn: Turn, draft_id: UUID) -> None:
    """Her rule approved it, so it may be used again; in the transaction that stores the rest."""
    provider, now = _written(turn).provider, turn.services.clock.now()
    if not is_worth_keeping(provider, [provider]):
        return
    kept = keeping(turn.request.tenant_id, turn.id, draft_id, turn.version, now)

    async def keep(session: AsyncSession) -> None:
        await (await driver_connection(session)).execute(kept.sql, *kept.arguments)

    turn.journal.also(keep)


def _changed(turn: Turn) -> Event | None:
    """What a follow-up made of the draft it began from, in one line."""
    base, written = turn.base, turn.written
    if base is None or written is None or turn.change in (None, "another", "also"):
        return None
    if turn.change == "language":
        name = text(turn.talk, f"agents.language.{turn.language.replace('-', '_')}")
        key = "changed.language_afresh" if turn.base_edited else "changed.language"
        return reply(turn, key, kind="changed", language=name)
    if turn.change == "correct":
        return reply(turn, "changed.corrected", kind="changed")
    before, after = len(base.text), len(written.text)
    key = "changed.shorter" if after < before else "changed.longer"
    if turn.change == "shorter" and after >= before:
        key = "changed.shortest"
    return reply(turn, key, kind="changed", before=before, after=after)
