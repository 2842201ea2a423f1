"""Plans of a business: what it has, taking, stopping, giving back; whom bills are made out to."""

import datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query
from fastapi.responses import JSONResponse
from pydantic import BaseModel, Field

from app.api.deps import Owner, SignedIn, TheActor, TheBilling, TheOnce
from app.billing import plan_desk
from app.billing.notices import inbox
from app.billing.payments import refresh
from app.billing.plan_desk import Chosen
from app.billing.profiles import Profile, read_profile
from app.billing.schemas import Order
from app.billing.subscription_state import Subscription
from app.billing.views import payment_fields, subscription_fields
from app.core.variants import Variant

router = APIRouter(tags=["billing"])


class SubscriptionView(BaseModel):
    """What the business has: the plan, till when it is paid, and what is about to happen."""

    plan: str
    status: str
    paid_until: datetime.datetime | None
    grace_until: datetime.datetime | None
    stops_at_end: bool
    next_plan: str | None
    auto_pay: str


class PaymentView(BaseModel):
    """A payment: where to pay, how much, and how it stands."""

    id: UUID
    status: str
    kind: str
    amount_paise: int
    refunded_paise: int
    page_url: str | None
    expires_at: datetime.datetime | None
    error_code: str | None


class ChoiceView(BaseModel):
    """What came of a choice. ``limit_paise``: what her UPI app shows as "up to"."""

    subscription: SubscriptionView
    payment: PaymentView | None
    limit_paise: int | None


class Choice(BaseModel):
    """The plan to take; State and the rest of the buyer when they are not known yet."""

    plan: str = Field(max_length=40)
    buyer: "BuyerInput | None" = None


class BuyerInput(BaseModel):
    """Whom bills are made out to. ``state``: its name, two letters, or GST code."""

    name: str = Field("", max_length=100)
    state: str = Field(max_length=60)
    address: str = Field("", max_length=200)
    pin: str | None = Field(None, max_length=10)
    gstin: str | None = Field(None, max_length=20)


class BuyerView(BaseModel):
    """Whom bills are made out to."""

    name: str
    address: str
    state: str
    state_code: str
    pin: str | None
    gstin: str | None


class GiveBack(BaseModel):
    """Why the money goes back; nobody has to say."""

    reason: str = Field("asked", max_length=200)


class NoticeItem(BaseModel):
    """A message about the plan."""

    id: UUID
    key: str
    text: str
    at: datetime.datetime
    seen: bool


class NoticeList(BaseModel):
    """The newest messages."""

    notices: list[NoticeItem]


@router.get("/subscriptions")
async def read_subscription(principal: SignedIn, billing: TheBilling) -> SubscriptionView:
    """What the business has now; the free trial when it never took a plan."""
    return view_of(await plan_desk.current(billing, principal.tenant_id))


@router.post("/subscriptions", response_model=ChoiceView)
async def take_plan(
    choice: Choice, _owner: Owner, actor: TheActor, billing: TheBilling, once: TheOnce
) -> JSONResponse:
    """Take a plan or change to it; the answer says where to pay, when something is to be paid."""

    async def take() -> ChoiceView:
        if choice.buyer is not None:
            profile = read_profile(**choice.buyer.model_dump())
            await plan_desk.set_profile(billing, actor.tenant_id, profile)
        return _choice(await plan_desk.choose(billing, actor, choice.plan))

    return await once.run(take)


@router.post("/subscriptions/cancel", response_model=SubscriptionView)
async def stop_plan(
    _owner: Owner, actor: TheActor, billing: TheBilling, once: TheOnce
) -> JSONResponse:
    """Stop the plan at the end of the paid month. Auto-pay ends at once; no reason is asked."""

    async def stop() -> SubscriptionView:
        return view_of(await plan_desk.cancel(billing, actor))

    return await once.run(stop)


@router.post("/subscriptions/keep", response_model=SubscriptionView)
async def keep_plan(
    _owner: Owner, actor: TheActor, billing: TheBilling, once: TheOnce
) -> JSONResponse:
    """Go on after all, before the paid month has ended."""

    async def keep() -> SubscriptionView:
        return view_of(await plan_desk.keep(billing, actor))

    return await once.run(keep)


@router.get("/payments/{order_id}")
async def read_payment(order_id: UUID, principal: SignedIn, billing: TheBilling) -> PaymentView:
    """How a payment stands, asked of the payment service now. 404 ``order`` for another's."""
    return payment_view(await refresh(billing, principal.tenant_id, order_id))


@router.post("/payments/{order_id}/refund", response_model=SubscriptionView)
async def refund_payment(
    order_id: UUID,
    why: GiveBack,
    _owner: Owner,
    actor: TheActor,
    billing: TheBilling,
    once: TheOnce,
) -> JSONResponse:
    """Give the present month's payment back whole, within a week of it; the plan ends."""

    async def give() -> SubscriptionView:
        return view_of(await plan_desk.give_back(billing, actor, order_id, why.reason))

    return await once.run(give)


@router.get("/billing/profile")
async def read_buyer(principal: SignedIn, billing: TheBilling) -> BuyerView | None:
    """Whom bills are made out to; null while the State was never given."""
    profile = await plan_desk.profile_of(billing, principal.tenant_id)
    return _buyer(profile) if profile else None


@router.put("/billing/profile")
async def put_buyer(buyer: BuyerInput, owner: Owner, billing: TheBilling) -> BuyerView:
    """Say whom bills are made out to. Bills that were issued stay as they are."""
    profile = read_profile(**buyer.model_dump())
    await plan_desk.set_profile(billing, owner.tenant_id, profile)
    return _buyer(profile)


@router.get("/notices")
async def read_notices(
    principal: SignedIn, billing: TheBilling, lang: Annotated[Variant, Query()] = "en"
) -> NoticeList:
    """Messages about the plan, newest first."""
    async with billing.database.transaction(principal.tenant_id) as session:
        found = await inbox(session, lang)
    return NoticeList(
        notices=[
            NoticeItem(id=each.id, key=each.key, text=each.text, at=each.at, seen=each.seen)
            for each in found
        ]
    )


def view_of(sub: Subscription) -> SubscriptionView:
    """The subscription as the API tells it."""
    return SubscriptionView(**subscription_fields(sub))


def payment_view(order: Order) -> PaymentView:
    """The payment as the API tells it."""
    return PaymentView(**payment_fields(order))


def _choice(chosen: Chosen) -> ChoiceView:
    return ChoiceView(
        subscription=view_of(chosen.subscription),
        payment=payment_view(chosen.order) if chosen.order else None,
        limit_paise=chosen.limit_paise,
    )


def _buyer(profile: Profile) -> BuyerView:
    party: dict[str, Any] = profile.as_party().as_mapping()
    return BuyerView(**party)
