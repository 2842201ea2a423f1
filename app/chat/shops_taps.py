"""Taps on the card of her shops: a further one. Going to another is a form of the page."""

from typing import TYPE_CHECKING, Any, Final
from uuid import uuid5

from app.billing.businesses import LONGEST_NAME, open_business
from app.chat import runtime
from app.chat.calendar_taps import check_hers
from app.chat.plan_card import plan_name
from app.chat.render import card_row
from app.chat.shops_card import shops_card
from app.chat.shops_rows import shop_list
from app.core.errors import InputError, NotAllowed, PlanExceeded, RaptorError
from app.core.variants import Variant
from integrations.languages.messages import text

if TYPE_CHECKING:
    from app.chat.approvals import Tap

_READ: Final = 4 * LONGEST_NAME


async def on_shops(tap: "Tap") -> dict[str, Any]:
    """``open`` with the name of a further ``shop``; ``plans`` asks for the plans, in her words."""
    talk = tap.talk
    owner, act = tap.id(), tap.payload.get("act")
    if act == "plans":
        said = text(talk, "chat.label.seePlans")
        thread = tap.id("thread")
        await check_hers(tap.actor, thread)
        return await tap.begin(
            tap.request(thread, f"shops:{owner}:plans", text=said, skill="billing_help")
        )
    if act != "open":
        raise InputError("bad_tap", detail="no such act")
    typed = tap.words("shop", _READ) or ""
    shown: dict[str, Any] = {}
    try:
        # The same name on the same card is the same shop, however often the tap comes.
        made = uuid5(owner, f"shop:{' '.join(typed.split())}")
        services, actor = runtime.services(), tap.actor
        opened = await open_business(services, actor.user_id, actor.tenant_id, typed, made)
        shown = {"note": text(talk, "shops.card.opened", shop=opened.name)}
    except (InputError, NotAllowed, PlanExceeded) as error:
        more = error.code == "businesses_used"
        shown = {"error": _sentence(error, talk), "typed": typed, "plans": more}
    props = shops_card(owner, tap.id("thread"), await shop_list(tap.actor), talk, **shown)
    if tap.page is not None:
        thread_id = tap.page.conversation_id
        await tap.page.emit("element", card_row("ShopsCard", owner, props, thread_id))
    return {"props": props, "applied": "error" not in shown}


def _sentence(error: RaptorError, talk: Variant) -> str:
    """Why it cannot be now, in her letters, with the plan that holds more by its name."""
    said = dict(error.params)
    if more := said.get("more"):
        said["more"] = plan_name(str(more).casefold(), talk)
    return text(talk, f"shops.error.{error.code}", **said)
