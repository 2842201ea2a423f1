"""Taps about what is known of her shop: a row changed in place, and the offer to tell it."""

from typing import TYPE_CHECKING, Any, Final
from uuid import UUID

from agents.products.onboarding import flow as onboarding
from app.chat import runtime
from app.chat.foundation_card import foundation_card
from app.chat.render import card_row
from app.core.errors import InputError
from integrations.languages.messages import text

if TYPE_CHECKING:
    from app.chat.approvals import Tap

LONGEST_ROW: Final = 400


async def on_foundation(tap: "Tap") -> dict[str, Any]:
    """A row of the summary changed in place, or "all correct"; the card as it then stands."""
    act, owner = str(tap.payload.get("act")), tap.id()
    services = runtime.services()
    talk = tap.talk
    edited, typed = None, ""
    if act == "edit":
        typed = tap.words("text", LONGEST_ROW) or ""
        field = tap.words("field", 40) or ""
        edited = await onboarding.edit(services, tap.actor, field, typed, talk)
    elif act != "good":
        raise InputError("bad_tap", detail="no such act")
    known = await onboarding.summary(services, tap.actor)
    line = text(talk, "agents.onboarding.summary")
    props = foundation_card(
        owner, line, known, talk, edited=edited, typed=typed, good=act == "good"
    )
    if tap.page is not None:
        thread_id = tap.page.conversation_id
        await tap.page.emit("element", card_row("FoundationCard", owner, props, thread_id))
    return {"props": props, "applied": edited is None or edited.applied}


async def offer_onboarding(tap: "Tap", conversation_id: UUID) -> None:
    """After her first approval the questions about her shop are offered, once."""
    page = tap.page_on(conversation_id)
    if page is not None and await page.owes_offer():
        page.later(page.offer_questions())
