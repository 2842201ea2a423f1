"""Her own edit of a draft: the same checks again, with her words counted as said by her."""

from uuid import UUID

from agents import critic
from agents.ad_text import in_step
from agents.checks.base import Subject
from agents.events import ApprovalRequested, DraftCriticised, DraftWritten, Event
from agents.festivals import spellings
from agents.followups import inherited
from agents.grounding import Ground, sources_of
from agents.products.muse.schemas import Actor, DraftView
from agents.services import Services
from agents.turn_rows import TurnRows
from app.core.clock import today_ist
from memory.constitution import ConstitutionStore
from memory.foundation_store import FoundationStore


async def checked_edit(
    services: Services, actor: Actor, view: DraftView, words: str
) -> list[Event]:
    """The events of an edit: written by the owner, criticised, put before her again."""
    clock, tenant = services.clock, actor.tenant_id
    async with services.database.transaction(tenant, actor.user_id) as session:
        facts = await FoundationStore(session, tenant, clock).load()
        rules = await ConstitutionStore(session, tenant, clock).load()
        ancestry = await TurnRows(session, tenant).ancestry(view.id)
    today, slots = today_ist(clock), inherited(ancestry)
    wanted = slots.get("festival")
    state = facts.value("state")
    festival = services.calendar.next(str(wanted), today, state) if wanted else None
    skill = services.registry.get(view.skill) if view.skill in services.registry else None
    version, ids = view.version + 1, _ids(view)
    said = [(ancestor.text, ancestor.created_at) for ancestor in ancestry]
    extras = in_step(view.channel, view.latest.extras, words)
    subject = Subject(
        text=words,
        language=view.language,
        skill=view.skill,
        today=today,
        slots=slots,
        foundation=facts.plain(),
        constitution=rules,
        festival=festival,
        max_chars=skill.max_chars if skill else None,
        channel=view.channel,
        said=tuple(text for text, _ in said),
        author="owner",
        extras=extras,
        festival_names=spellings(),
    )
    review = critic.review(subject, skill.rubric if skill else ())
    names = tuple(festival.names.values()) if festival else ()
    ground = Ground([*said, (words, clock.now())], facts, slots, festival, rules)
    written = DraftWritten(
        **ids,
        draft_id=view.id,
        version=version,
        text=words,
        extras=extras,
        language=view.language,
        channel=view.channel,
        skill=view.skill,
        skill_hash=skill.hash if skill else "",
        provider="owner",
        attempt=1,
        author="owner",
        sources=sources_of(words, ground, names),
        parent_id=view.parent_id,
    )
    criticised = DraftCriticised(
        **ids,
        draft_id=view.id,
        version=version,
        round=1,
        score=review.score,
        findings=critic.records(review),
    )
    events: list[Event] = [written, criticised]
    if view.status != "shown":
        asked = ApprovalRequested(**ids, draft_id=view.id, version=version, mode="pending")
        events.append(asked)
    return events


def _ids(view: DraftView) -> dict[str, UUID]:
    return {"turn_id": view.turn_id, "conversation_id": view.conversation_id}
