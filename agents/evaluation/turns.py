"""Whole turns for the kind ``draft``: each case is a business of its own, asked once."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final
from uuid import UUID

from agents.services import Services
from agents.turn_context import TurnRequest
from agents.turn_runner import TurnRunner
from app.core.ids import turn_id_for, uuid7
from memory.constitution import KINDS, ConstitutionStore
from memory.conversation import ConversationStore
from memory.foundation_store import FIELDS, FoundationStore

SOURCE: Final = "api"

NewBusiness = Callable[[], Awaitable[tuple[UUID, UUID]]]
"""Makes a business; its id and its owner's."""


class Turns:
    """Plays one turn at a time through the same pipeline as the chat."""

    def __init__(self, services: Services, new_business: NewBusiness) -> None:
        self._services = services
        self._runner = TurnRunner(services)
        self._new_business = new_business

    async def play(
        self, text: str, foundation: Mapping[str, Any], constitution: Mapping[str, Any]
    ) -> dict[str, Any]:
        """Ask once, with these facts and rules known; the object of ``ask --json``."""
        tenant_id, user_id = await self._new_business()
        conversation_id, message_id = uuid7(), uuid7().hex
        services = self._services
        async with services.database.transaction(tenant_id, user_id) as session:
            facts = FoundationStore(session, tenant_id, services.clock)
            for field, value in foundation.items():
                if field in FIELDS and value not in (None, "", []):
                    await facts.put(field, value, None, "api", None)
            rules = ConstitutionStore(session, tenant_id, services.clock)
            for kind, value in constitution.items():
                if kind in KINDS and value not in (None, "", []):
                    await rules.put(kind, value)
            store = ConversationStore(session, tenant_id, services.clock)
            await store.create(conversation_id, user_id, SOURCE)
        turn_id = turn_id_for(conversation_id, message_id)
        request = TurnRequest(
            tenant_id=tenant_id,
            user_id=user_id,
            conversation_id=conversation_id,
            turn_id=turn_id,
            client_message_id=message_id,
            text=text,
            source=SOURCE,
            asks=False,
        )
        async for _ in (await self._runner.start(request)).events():
            pass
        return await self._runner.result(turn_id, tenant_id)

    async def stop(self) -> None:
        """End what still runs."""
        await self._runner.stop()
