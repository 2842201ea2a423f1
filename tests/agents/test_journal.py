"""The journal of a turn: nothing that was noted is left out of the store."""

from agents.journal import Journal
from app.core.clock import FrozenClock
from app.core.database import Database
from app.core.ids import uuid7
from memory.conversation import ConversationStore, touching
from tests.fixtures.platform import Business


async def test_a_statement_is_stored_also_where_nothing_happened(
    database: Database, clock: FrozenClock, tenant: Business
) -> None:
    thread = uuid7()
    async with database.transaction(tenant.id) as session:
        await ConversationStore(session, tenant.id, clock).create(thread, tenant.user_id)
    journal = Journal(database, clock, tenant.id, tenant.user_id)
    journal.also(touching(thread, tenant.id, clock.now(), "ta-Latn"))
    journal.also(touching(thread, tenant.id, clock.now(), title="Pongal"))
    await journal.flush()
    async with database.transaction(tenant.id) as session:
        found = await ConversationStore(session, tenant.id, clock).get(thread)
    assert (found.talk_language, found.title) == ("ta-Latn", "Pongal")
