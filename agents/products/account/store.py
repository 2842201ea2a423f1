"""Reading and taking back what a turn wrote into the foundation and the constitution."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from agents.products.account.schemas import FactChange
from app.core.clock import Clock
from memory.constitution import ConstitutionStore
from memory.foundation_store import FoundationStore


class AccountStore:
    """Both memories of one business, inside a transaction scoped to it."""

    def __init__(self, session: AsyncSession, tenant_id: UUID, clock: Clock) -> None:
        self._facts = FoundationStore(session, tenant_id, clock)
        self._rules = ConstitutionStore(session, tenant_id, clock)

    async def before(self, field: str, sources: Iterable[UUID]) -> Any:
        """What a field was before these turns and questions, None when it was not known."""
        earlier = await self._facts.before(field, sources)
        return earlier.value if earlier else None

    async def take_back_facts(self, sources: Iterable[UUID]) -> list[FactChange]:
        """Put back what the facts of these sources took the place of."""
        own = list(sources)
        now = await self._facts.load()
        undone = []
        for field in await self._facts.made_by(own):
            old = await self._facts.before(field, own)
            undone.append(FactChange(field, now.value(field), old.value if old else None))
            if old is None:
                await self._facts.withdraw(field)
            else:
                await self._facts.put(field, old.value, old.said, old.source_kind, old.source_id)
        return undone

    async def take_back_rules(self, sources: Iterable[UUID]) -> list[str]:
        """Put back the rules that those of these sources took the place of; their kinds."""
        own = {str(source) for source in sources}
        kinds = [rule.kind for rule in await self._rules.rules() if rule.source_id in own]
        for kind in kinds:
            old = await self._rules.before(kind, own)
            if old is None:
                await self._rules.withdraw(kind)
            else:
                await self._rules.put(kind, old.value, old.sentence, old.source_id)
        return kinds
