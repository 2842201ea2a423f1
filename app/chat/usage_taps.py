"""Taps on the usage card: a limit that is set or taken away, and the way to the plans.

The row decides what is shown.
"""

from typing import TYPE_CHECKING, Any, Final

from agents.economics.limits import LARGEST_PAISE, set_limit
from app.chat import runtime
from app.chat.calendar_taps import check_hers
from app.chat.render import card_row
from app.chat.usage_card import usage_card
from app.chat.usage_rows import usage_board
from app.core.errors import InputError
from app.core.money import PAISE_PER_RUPEE
from app.core.variants import Variant
from integrations.languages.messages import text
from integrations.languages.numbers import find_numbers
from integrations.languages.text import read

if TYPE_CHECKING:
    from app.chat.approvals import Tap

LONGEST: Final = 40


async def on_usage(tap: "Tap") -> dict[str, Any]:
    """``limit`` with ``rupees`` as typed, or ``lift``; the card as it then stands.

    ``plans`` asks for the plans, in her words.
    """
    act, owner = tap.payload.get("act"), tap.id()
    talk = tap.talk
    if act == "plans":
        return await _to_the_plans(tap)
    typed, error = "", ""
    if act == "limit":
        typed = tap.words("rupees", LONGEST) or ""
        paise = _read(typed, talk)
        if paise is None:
            error = text(talk, "usage.card.limit_bad")
        else:
            await _set(tap, paise)
    elif act == "lift":
        await _set(tap, None)
    else:
        raise InputError("bad_tap", detail="no such act")
    board = await usage_board(tap.actor, tap.words("month", 7) or "")
    line = tap.words("line", 400) or ""
    thread = tap.words("thread", LONGEST) or ""
    typed = typed if error else ""
    props = usage_card(owner, line, board, talk, thread=thread, error=error, typed=typed)
    if tap.page is not None:
        thread_id = tap.page.conversation_id
        await tap.page.emit("element", card_row("UsageCard", owner, props, thread_id))
    return {"props": props, "applied": not error}


async def _to_the_plans(tap: "Tap") -> dict[str, Any]:
    """Understood as if she had typed it; tapped twice it is asked once."""
    thread = tap.id("thread")
    await check_hers(tap.actor, thread)
    said = text(tap.talk, "chat.label.seePlans")
    name = f"usage:{tap.id()}:plans"
    return await tap.begin(tap.request(thread, name, text=said, skill="billing_help"))


async def _set(tap: "Tap", paise: int | None) -> None:
    services, actor = runtime.services(), tap.actor
    async with services.database.transaction(actor.tenant_id, actor.user_id) as session:
        await set_limit(session, actor.tenant_id, services.clock, actor.user_id, month_paise=paise)


def _read(typed: str, talk: Variant) -> int | None:
    """The paise of an amount as she types it: ``300``, ``₹1,000``, ``पाँच सौ``."""
    message = read(typed)
    numbers = find_numbers(message, talk)
    if len(numbers) != 1:
        return None
    rupees = numbers[0].value
    paise = int(rupees) * PAISE_PER_RUPEE
    return paise if rupees == int(rupees) and 0 <= paise <= LARGEST_PAISE else None
