"""Cache: a draft she approved for the same request is used again, for nothing.

Looked for only where a network model would be paid: the composer is free, and quicker than asking.
A follow-up (another, shorter, corrected, in another language) always gets new words.
"""

from collections.abc import AsyncIterator
from typing import Any

from agents import critic
from agents.economics.semantic_cache import (
    MEMORY,
    Asked,
    CacheKey,
    FestivalDay,
    fact_digests,
    facts_hold,
    key_of,
    still_true,
)
from agents.economics.semantic_cache_store import Remembered, find, used
from agents.events import CacheHit, CacheMissed, Event
from agents.inputs import source_names
from agents.stages.write import rubric_of, subject
from agents.swarm_node import required_skill
from agents.turn import Turn, Written
from app.core.clock import IST


async def cache(turn: Turn) -> AsyncIterator[Event]:
    """Use an approved draft again where one is right, and say what that spared."""
    if reason := _not_asked(turn):
        yield turn.note(CacheMissed(**turn.ids, reason=reason))
        return
    clock = turn.services.clock
    began = clock.now()
    key = key_of(asked_of(turn))
    tenant_id = turn.request.tenant_id
    async with turn.services.database.transaction(tenant_id, turn.request.user_id) as session:
        kept = await find(session, tenant_id, key)
    found = next((one for one in kept if is_right(turn, one)), None)
    took = max(0, int((clock.now() - began).total_seconds() * 1000))
    looked = _looked(turn, key) | {"latency_ms": took}
    if found is None:
        reason = "stale" if kept else "nothing"
        yield turn.note(CacheMissed(**turn.ids, **looked, reason=reason))
        return
    turn.remembered = found
    turn.journal.also(used(tenant_id, found.id, clock.now()))
    yield turn.note(
        CacheHit(
            **turn.ids,
            **looked,
            draft_id=found.draft_id,
            version=found.version,
            saved_paise=found.paise,
            alike="exact" if found.exact else "near",
            made_at=found.made_at,
        )
    )


def _not_asked(turn: Turn) -> str:
    """Why nothing is looked for; empty when something is."""
    skill = turn.skill
    free = skill is None or not turn.services.models.network_first(skill.tier)
    if skill is None or free or skill.plan.reply or skill.tools or skill.approval == "never":
        return "off"
    return "afresh" if turn.base is not None or turn.change is not None else ""


def asked_of(turn: Turn) -> Asked:
    """The request of the draft at work, as its key is made of it."""
    known, skill = turn.known(), required_skill(turn)
    facts = turn.facts.plain()
    return Asked(
        tenant_id=turn.request.tenant_id,
        skill_hash=skill.hash,
        said=known.text,
        talk=turn.talk,
        language=turn.language,
        today=turn.today,
        slots=turn.slots,
        answers={name: value for name, value in turn.answers.items() if facts.get(name) != value},
        facts=facts,
        rules=turn.rules.plain(),
        festival=FestivalDay(turn.festival.id, turn.festival.date) if turn.festival else None,
    )


def is_right(turn: Turn, kept: Remembered) -> bool:
    """Whether the draft may be put before her as it stands: the facts it leans on are as they
    were, it says nothing of a day that is over, and no check fails that did not when she approved
    it (a figure she wrote into it by hand is one she did not ask for now)."""
    if not facts_hold(kept.facts, turn.facts.plain()):
        return False
    written = kept.made_at.astimezone(IST).date()
    if not still_true(kept.text, turn.language, written, turn.today):
        return False
    review = critic.review(subject(turn, written_of(kept)), rubric_of(turn))
    return not review.stops and review.failed <= kept.failed


def written_of(kept: Remembered) -> Written:
    """The draft as if it had just been written."""
    return Written(kept.text, dict(kept.extras), MEMORY, 1)


def _looked(turn: Turn, key: CacheKey) -> dict[str, Any]:
    skill = required_skill(turn)
    return {
        **key.as_hex(),
        "facts": fact_digests(turn.facts.plain(), source_names(skill)),
        "for_draft": turn.child_id(turn.draft_name),
        "skill": skill.id,
        "skill_hash": skill.hash,
    }
