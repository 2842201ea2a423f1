"""Recall: what is known of her shop, her rules and the day, for the draft at work."""

from collections.abc import AsyncIterator
from dataclasses import replace

from agents.answering import keep
from agents.events import ContextPacked, Event, FactRecord, ToolCalled
from agents.followups import corrected_facts, draft_language
from agents.inputs import Known, fill, source_names
from agents.turn import Turn
from app.core.variants import shell_of
from memory.foundation_store import Foundation
from skills.compiler import CompiledSkill

CALENDAR = "festival_calendar"


async def recall(turn: Turn) -> AsyncIterator[Event]:
    """Gather the facts, the rules and the festival's day, and fill the skill's inputs."""
    skill = turn.skill
    if skill is None:
        return
    if changed := corrected_facts(turn):
        keep(turn, changed, {}, turn.request.text, turn.id)
        for name in changed:
            turn.answers.pop(name, None)
    turn.language = draft_language(turn)
    if emoji := turn.slots.get("emoji"):
        turn.rules = replace(turn.rules, emoji=emoji)
    titles = turn.services.registry.titles(shell_of(turn.talk))
    turn.inputs = fill(skill, _known(turn, titles))
    wanted = turn.slots.get("festival")
    if isinstance(wanted, str):
        state = turn.facts.value("state")
        turn.festival = turn.services.calendar.next(wanted, turn.today, state)
    if turn.festival is not None:
        day = turn.festival
        yield turn.note(
            ToolCalled(
                **turn.ids,
                tool=CALENDAR,
                arguments={"festival": day.id, "state": turn.facts.value("state")},
                result={
                    "date": day.date.isoformat(),
                    "certainty": day.certainty,
                    "source": day.source,
                },
            )
        )
    facts = _used(skill, turn.facts)
    yield turn.note(ContextPacked(**turn.ids, facts=facts, rules=turn.rules.lines()))


def _known(turn: Turn, titles: list[str]) -> Known:
    return replace(turn.known(), titles=titles)


def _used(skill: CompiledSkill, facts: Foundation) -> list[FactRecord]:
    """The facts this skill's inputs draw on, in their order."""
    found = [facts[name] for name in source_names(skill) if name in facts]
    return [
        FactRecord(
            field=fact.field,
            value=fact.value,
            source=fact.source_kind,
            observed_at=fact.observed_at,
        )
        for fact in found
    ]
