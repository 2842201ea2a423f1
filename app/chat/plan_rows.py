"""The rows behind the plan card of a business."""

from agents.products.muse.schemas import Actor
from app.billing import plan_desk, store
from app.billing.payments import page_lost
from app.billing.subscriptions import Step, subscription_id
from app.chat import runtime
from app.chat.plan_card import PlanBoard, read_plan_board
from memory.foundation_store import FoundationStore


async def plan_board(actor: Actor) -> PlanBoard:
    """What the card shows, with the payment she is at, or the one she made last."""
    billing = runtime.billing()
    order = await plan_desk.order_in_progress(billing, actor.tenant_id)
    async with billing.database.transaction(actor.tenant_id, actor.user_id) as session:
        if order is None:
            made = await store.orders_about(session, subscription_id(actor.tenant_id))
            order = next((each for each in made if each.ended and not page_lost(each)), None)
        known = await FoundationStore(session, actor.tenant_id, billing.clock).load()
        step = Step(session, billing.clock, billing.settings, actor.tenant_id)
        state, gstin = known.value("state"), known.value("gstin")
        return await read_plan_board(
            step,
            order,
            state if isinstance(state, str) else None,
            gstin if isinstance(gstin, str) else None,
        )
