"""Taps on the festival calendar: another month, and a day whose message is to be written."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from agents.products.muse.schemas import Actor
from app.chat import runtime
from app.chat.calendar_card import calendar_card, read_month
from app.chat.calendar_rows import read_almanac
from app.chat.history import own_conversation
from app.chat.render import card_row
from app.core.errors import InputError
from app.core.variants import as_variant
from integrations.languages.messages import text
from memory.conversation import ConversationStore

if TYPE_CHECKING:
    from app.chat.approvals import Tap


async def on_calendar(tap: "Tap") -> dict[str, Any]:
    """``month`` shows another month; ``write`` asks for the message of a festival, in her words."""
    talk = as_variant(str(tap.payload.get("talk"))) or (tap.page.desk.says if tap.page else "en")
    thread_id = tap.id("thread")
    await check_hers(tap.actor, thread_id)
    match tap.payload.get("act"):
        case "month":
            month = read_month(tap.words("month", 7) or "")
            almanac = await read_almanac(tap.actor)
            props = calendar_card(tap.id(), thread_id, almanac, talk, month=month)
            if page := tap.page_on(thread_id):
                row = card_row("CalendarCard", tap.id(), props, thread_id)
                await page.emit("element", row)
            return {"props": props}
        case "write":
            festival = runtime.services().calendar.get(tap.words("festival", 60) or "")
            if festival is None:
                raise InputError("bad_tap", detail="no festival of that id")
            # Shown and understood as if she had typed it; tapped twice it is asked once.
            said = text(talk, "chat.starter.festivalSay", festival=festival.names[talk])
            day = tap.words("month", 7) or ""
            name = f"calendar:{tap.id()}:{festival.id}:{day}"
            return await tap.begin(tap.request(thread_id, name, text=said))
        case _:
            raise InputError("bad_tap", detail="no such act")


async def check_hers(actor: Actor, thread_id: UUID) -> None:
    """Raises NotFound for a conversation that is not hers."""
    services = runtime.services()
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        store = ConversationStore(session, actor.tenant_id, services.clock)
        await own_conversation(store, actor, thread_id)
