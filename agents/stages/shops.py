"""Shops: her list of shops, a further one, and the way to another; nothing is written."""

from collections.abc import AsyncIterator

from agents.events import Event, ReplySent
from agents.turn import Turn
from agents.understanding.shop_list import asks_for_shops
from integrations.languages.messages import text


async def shops(turn: Turn) -> AsyncIterator[Event]:
    """Answer with the card of her shops."""
    if not asks_for_shops(turn.request.text):
        return
    said = text(turn.talk, "shops.card.line")
    yield turn.end(ReplySent(**turn.ids, key="shops.card.line", text=said, kind="shops"))
