"""The festival calendar as her State keeps it."""

from agents.products.muse.schemas import Actor
from app.chat import runtime
from app.chat.calendar_card import Almanac
from app.core.clock import today_ist
from memory.foundation_store import FoundationStore


async def read_almanac(actor: Actor) -> Almanac:
    """The calendar as her State keeps it."""
    services = runtime.services()
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        known = await FoundationStore(session, actor.tenant_id, services.clock).load()
    state = known.value("state")
    where = state if isinstance(state, str) else None
    return Almanac(services.calendar, where, today_ist(services.clock))
