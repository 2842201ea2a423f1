"""The rows behind the card of her shops."""

from agents.products.muse.schemas import Actor
from app.billing.businesses import list_businesses, room
from app.chat import runtime
from app.chat.shops_card import ShopList


async def shop_list(actor: Actor) -> ShopList:
    """Her shops as they stand, and how many her plan is for."""
    services = runtime.services()
    found = await list_businesses(services, actor.user_id, actor.tenant_id)
    owns = any(each.here and each.role == "owner" for each in found)
    return ShopList(found, await room(services, actor.tenant_id), owns)
