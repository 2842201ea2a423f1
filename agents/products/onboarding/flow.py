"""What the doors ask of onboarding: where it stands, what is known, one row changed, the offer."""

from typing import Any, Final

from sqlalchemy.ext.asyncio import AsyncSession

from agents.critic import OF_RULES
from agents.products.muse.schemas import Actor
from agents.products.onboarding.editing import is_rule, read_edit
from agents.products.onboarding.schemas import (
    Edited,
    KnownFact,
    KnownRule,
    OnboardingView,
    OpenQuestion,
    Summary,
)
from agents.products.onboarding.store import (
    OnboardingRows,
    Run,
    closed,
    keep_told,
    told_of,
)
from agents.products.onboarding.topics import remaining
from agents.services import Services
from app.core.errors import InputError
from app.core.event_store import EventStore
from app.core.ids import uuid7
from app.core.variants import Variant
from memory.constitution import ConstitutionStore
from memory.foundation_store import FoundationStore

FACTS: Final = (
    "business_name", "category", "owner_name", "city", "state", "area", "phone", "vpa", "gstin",
    "website", "products", "price_range", "audience", "usp", "languages", "tone",
)  # fmt: skip
"""The facts of the summary, in its order."""
RULES: Final = (
    "never_say", "always_say", "tone", "emoji", "discount_cap_percent", "approval",
)  # fmt: skip
EDITED: Final = "card"
"""The source of a fact that was typed into the summary."""
_CHECK_OF: Final = {kind: check for check, kind in OF_RULES.items()} | {"approval": "approval"}


async def status(services: Services, actor: Actor) -> OnboardingView:
    """Where onboarding of the business stands."""
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        rows = OnboardingRows(session, actor.tenant_id)
        runs = await rows.runs()
        if not runs:
            return OnboardingView(status="none")
        return await _standing(session, services, actor, rows, runs[0])


async def _standing(
    session: AsyncSession, services: Services, actor: Actor, rows: OnboardingRows, run: Run
) -> OnboardingView:
    known = await _told(session, services, actor)
    questions = await rows.questions(run.turn_id)
    asked = closed(questions)
    left = remaining(known, asked)
    about: dict[str, Any] = {
        "turn_id": run.turn_id,
        "conversation_id": run.conversation_id,
        "done": len(asked),
        "total": len(asked) + len(left),
    }
    if not run.unfinished or not left:
        return OnboardingView(status="done", **about)
    waiting = next((question for question in questions if question.status == "open"), None)
    if waiting is None:
        return OnboardingView(status="left", **about)
    store = EventStore(session, actor.tenant_id, services.clock)
    payloads = [event.payload or {} for event in await store.read(waiting.id)]
    said = next((payload for payload in reversed(payloads) if "question" in payload), None)
    if said is None:
        return OnboardingView(status="left", **about)
    question = OpenQuestion(
        id=waiting.id,
        text=said["question"],
        **{name: said[name] for name in ("field", "why", "position", "total", "chips")},
    )
    return OnboardingView(status="asking", question=question, **about)


async def _told(session: AsyncSession, services: Services, actor: Actor) -> dict[str, Any]:
    facts = await FoundationStore(session, actor.tenant_id, services.clock).load()
    rules = await ConstitutionStore(session, actor.tenant_id, services.clock).load()
    return told_of(facts, rules)


async def summary(services: Services, actor: Actor) -> Summary:
    """Everything that is known, with sources; what was not told is there without a value."""
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        return await load_summary(session, services, actor)


async def load_summary(session: AsyncSession, services: Services, actor: Actor) -> Summary:
    """The same inside a transaction that somebody holds."""
    facts = await FoundationStore(session, actor.tenant_id, services.clock).load()
    stored = await ConstitutionStore(session, actor.tenant_id, services.clock).rules()
    rules = {rule.kind: rule for rule in stored}
    found = []
    for field in FACTS:
        fact = facts.get(field)
        if fact is None or fact.value in (None, "", []):
            found.append(KnownFact(field=field))
            continue
        found.append(
            KnownFact(
                field=field,
                value=fact.value,
                said=fact.said,
                source_kind=fact.source_kind,
                source_id=fact.source_id,
                observed_at=fact.observed_at,
            )
        )
    set_ = []
    for kind in RULES:
        rule = rules.get(kind)
        if rule is None or rule.value in (None, "", []):
            set_.append(KnownRule(kind=kind))
            continue
        set_.append(
            KnownRule(
                kind=kind,
                value=rule.value,
                sentence=rule.sentence,
                check=_CHECK_OF.get(kind),
                source_id=rule.source_id,
                created_at=rule.created_at,
            )
        )
    return Summary(facts=found, rules=set_)


async def edit(services: Services, actor: Actor, field: str, typed: str, talk: Variant) -> Edited:
    """Set one row of the summary to what was typed; its value before stays as history.

    Raises:
        InputError: ``unknown_fact`` when there is no such row.
    """
    if field not in FACTS and field not in RULES:
        raise InputError("unknown_fact", params={"field": field}, detail=f"no row {field!r}")
    reading = read_edit(field, typed, talk)
    if reading.problem_key or field not in reading.values:
        return Edited(
            field=field,
            applied=False,
            problem_key=reading.problem_key or "agents.answer.empty",
            params=reading.params,
            suggestion=reading.suggestion,
        )
    values = reading.values
    sentence = " ".join(typed.split())
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        await keep_told(
            session,
            actor.tenant_id,
            services.clock,
            facts={name: value for name, value in values.items() if name in FACTS},
            derived={},
            rules={name: (value, sentence) for name, value in values.items() if is_rule(name)},
            said=dict.fromkeys(values, sentence),
            source_id=uuid7(),
            source_kind=EDITED,
        )
    return Edited(field=field, applied=True, suggestion=reading.suggestion)


async def offer_is_due(services: Services, actor: Actor) -> bool:
    """Whether she was never asked about her shop nor offered it, and there is something to ask."""
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        if await OnboardingRows(session, actor.tenant_id).runs():
            return False
        return len(remaining(await _told(session, services, actor), ())) > FEWEST_TO_OFFER


FEWEST_TO_OFFER: Final = 2
