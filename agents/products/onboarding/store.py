"""What is stored of onboarding: its turns and questions, facts and rules with her words."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.products.onboarding.topics import ONBOARDING
from app.core.clock import Clock
from app.core.database import driver_connection
from memory.constitution import Constitution, ConstitutionStore
from memory.foundation_store import FIELDS, Foundation, FoundationStore

_RUNS: Final = """
    SELECT t.id, t.conversation_id, t.user_id, t.status FROM turns t
    JOIN conversations c ON c.id = t.conversation_id AND c.tenant_id = t.tenant_id
    WHERE t.tenant_id = $1 AND t.skill = $2 AND c.deleted_at IS NULL
    ORDER BY t.created_at DESC, t.id DESC LIMIT 20
"""
_QUESTIONS: Final = """
    SELECT id, field, status FROM questions WHERE tenant_id = $1 AND turn_id = $2
    ORDER BY asked_at, position
"""
_LISTS: Final = frozenset({"never_say", "always_say"})


@dataclass(frozen=True, slots=True)
class Run:
    """One time she was asked about her shop: a turn that asks, and waits between the questions."""

    turn_id: UUID
    conversation_id: UUID
    user_id: UUID | None
    status: str

    @property
    def unfinished(self) -> bool:
        """Whether it can be gone on with."""
        return self.status != "done"


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """A question of a run; ``status`` as in the questions table."""

    id: UUID
    field: str
    status: str


class OnboardingRows:
    """Reads for onboarding of one business, inside the caller's transaction."""

    def __init__(self, session: AsyncSession, tenant_id: UUID) -> None:
        self._session = session
        self._tenant_id = tenant_id

    async def runs(self) -> list[Run]:
        """Every run, the newest first."""
        connection = await driver_connection(self._session)
        return [Run(*row) for row in await connection.fetch(_RUNS, self._tenant_id, ONBOARDING)]

    async def questions(self, turn_id: UUID) -> list[AskedQuestion]:
        """The questions of a run in their order."""
        connection = await driver_connection(self._session)
        rows = await connection.fetch(_QUESTIONS, self._tenant_id, turn_id)
        return [AskedQuestion(*row) for row in rows]


def closed(questions: Sequence[AskedQuestion]) -> list[str]:
    """The fields that were answered or skipped."""
    return [q.field for q in questions if q.status in ("answered", "skipped")]


def told_of(facts: Foundation, rules: Constitution) -> dict[str, Any]:
    """All that is known, by field: facts with a value, and the rules she set."""
    told = {name: value for name, value in facts.plain().items() if value not in (None, "", [])}
    told |= {
        kind: list(value)
        for kind, value in (("never_say", rules.never_say), ("always_say", rules.always_say))
        if value
    }
    if rules.discount_cap_percent is not None:
        told["discount_cap_percent"] = rules.discount_cap_percent
    if rules.tone:
        told["tone"] = rules.tone
    if rules.emoji != "few" or "emoji" in rules.sentences:
        told["emoji"] = rules.emoji
    if rules.approval != "always" or "approval" in rules.sentences:
        told["approval"] = rules.approval
    return told


def sentence_for(rules: Constitution, kind: str, said: str) -> str:
    """The sentence to keep with a rule: for lists a line for each thing she said of them."""
    before = rules.sentences.get(kind, "").splitlines() if kind in _LISTS else []
    return "\n".join(dict.fromkeys(line for line in [*before, " ".join(said.split())] if line))


async def keep_told(
    session: AsyncSession,
    tenant_id: UUID,
    clock: Clock,
    *,
    facts: Mapping[str, Any],
    derived: Mapping[str, Any],
    rules: Mapping[str, tuple[Any, str]],
    said: Mapping[str, str],
    source_id: UUID,
    source_kind: str = "said",
) -> None:
    """Store what was told: facts with her words, what follows as derived, rules with sentences.

    ``rules`` has value and sentence by kind.
    """
    store = FoundationStore(session, tenant_id, clock)
    for name, value in facts.items():
        if name in FIELDS and value in (None, "", []):
            await store.withdraw(name)
        elif name in FIELDS:
            await store.put(name, value, said.get(name), source_kind, source_id)
    for name, value in derived.items():
        await store.put(name, value, said.get(name), "derived", source_id)
    constitution = ConstitutionStore(session, tenant_id, clock)
    for kind, (value, sentence) in rules.items():
        if value in (None, "", []):
            await constitution.withdraw(kind)
        else:
            await constitution.put(kind, value, sentence or None, source_id)
