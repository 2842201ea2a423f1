"""The plan card: her letters, and buying, paying, the bill and stopping by taps, in Hindi."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from redis.asyncio import Redis

from agents.plain_answers import asks_to_stop
from app.billing.offers import offers
from app.billing.profiles import read_profile
from app.billing.schemas import Order
from app.billing.subscription_state import Payment, Subscription, Terms
from app.chat.plan_card import PlanBoard, plan_card
from app.core.platform import Platform
from app.core.variants import VARIANTS, Variant
from tests.billing.shop import Shop, make_shop
from tests.chat.conftest import OpenPage, Served
from tests.chat.scripts import said, wrong_letters
from tests.fixtures.platform import NOW, Business

AT = datetime(2026, 11, 23, 5, 10, tzinfo=UTC)
GSTIN = "09ABCCD1234E1Z3"
PAGE = "http://localhost:8000/phonepe/pay/x"


def order(*, kind: str = "mandate_setup", paid: bool = False) -> Order:
    """A payment of Starter."""
    return Order(
        id=uuid4(), tenant_id=uuid4(), user_id=None, kind=kind, purpose="plan",  # type: ignore[arg-type]
        subject_id=None, mandate_id=uuid4(), conversation_id=None, amount_paise=353_882,
        details={"plan": "starter"}, status="paid" if paid else "pending", page_url=PAGE,
        expires_at=AT, transaction_id=None, payment_mode=None, bank_reference=None,
        error_code=None, refunded_paise=0, created_at=AT, opened_at=AT, notified_at=None,
        paid_at=AT if paid else None, closed_at=None,
    )  # fmt: skip


def board(sub: Subscription, at: Order | None = None) -> PlanBoard:
    """What the card reads."""
    shown = list(offers(AT.date(), "998314"))
    profile = read_profile(name="Gupta Sweets", state="UP")
    return PlanBoard(sub, at, profile, None, shown, True, "Uttar Pradesh")


NOTHING = Subscription(UUID(int=1))
PAYING = NOTHING.change(
    payment=Payment(UUID(int=2), "first", Terms("starter", 299_900, 0, 353_882), "asked", AT)
)


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("view", ["plans", "buyer", "stop", "pay"])
def test_it_keeps_to_her_letters_and_its_size(variant: Variant, view: str) -> None:
    paying = view == "pay"
    shown = board(PAYING if paying else NOTHING, order() if paying else None)
    props = plan_card(uuid4(), "", shown, variant, view="" if paying else view)
    assert props["state"] == view
    free = {**props, "pay": {**props["pay"], "qr": "", "url": "", "order": ""}} if paying else props
    spoken = [(path, words) for path, words in said(free) if not path.endswith((".id", ".plan"))]
    kept = [
        (path, words) for path, words in spoken if not (".all" in path and path.endswith("[0]"))
    ]
    wrong = {path: words for path, words in kept if wrong_letters(words, variant)}
    assert wrong.keys() <= {".t.payUpi"}  # UPI with an ending of hers
    assert len(json.dumps(props, ensure_ascii=False).encode()) < 24_000


@pytest.mark.parametrize("variant", VARIANTS)
def test_every_figure_of_the_mandate_stands_before_the_button(variant: Variant) -> None:
    props = plan_card(uuid4(), "", board(PAYING, order()), variant)
    terms = " ".join(props["pay"]["terms"])
    assert terms.count("₹3,538.82") == 2
    assert "₹3,900" in terms
    assert len(props["pay"]["terms"]) == 4
    assert props["pay"]["qr"].startswith("data:image/")


def test_nothing_is_chosen_for_her() -> None:
    props = plan_card(uuid4(), "", board(NOTHING), "en")
    assert [each["sold"] for each in props["plans"]] == [False, True, True, True]
    assert "₹3,538.82" in props["plans"][1]["tax"]


@pytest.fixture
async def vendor(
    served: Served, session_platform: Platform, tenant: Business, redis: Redis
) -> AsyncIterator[Shop]:
    """The simulator in the place of the app's own vendor; plans limit in this test."""
    shop = make_shop(replace(session_platform, clock=served.clock), tenant, redis)
    state = served.app.state
    own, state.billing = state.billing, shop.billing
    settings = state.services.settings
    state.services.settings = settings.model_copy(update={"plan_limits": "on"})
    yield shop
    state.billing, state.services.settings = own, settings
    await shop.world.client.aclose()


async def test_from_a_limit_to_a_paid_plan_and_out_again(
    open_page: OpenPage, tenant: Business, vendor: Shop
) -> None:
    page = await open_page(tenant, language="hi-IN")
    await page.say("साड़ी पर 20% छूट का एसएमएस लिखो")
    [card] = page.cards("PlanCard")
    assert card["state"] == "plans"
    assert "SMS" in card["line"] or "एसएमएस" in card["line"]
    me = {"id": card["id"], "talk": "hi", "line": card["line"]}

    asked = (await page.tap("plan", **me, act="choose", plan="starter"))["props"]
    assert (asked["state"], asked["plan"]) == ("buyer", "starter")
    wrong = {**me, "act": "state", "plan": "starter", "gstin": "09ABCCD1234E1Z4"}
    told = (await page.tap("plan", **wrong, state="09"))["props"]
    assert (told["state"], told["plan"]) == ("buyer", "starter")
    assert "मेल नहीं खाता" in told["error"]
    assert told["buyer"]["gstin"] == "09ABCCD1234E1Z4"
    other = (await page.tap("plan", **wrong | {"gstin": GSTIN}, state="33"))["props"]
    assert "तमिलनाडु" in other["error"]
    paying = (await page.tap("plan", **wrong | {"gstin": GSTIN.lower()}, state=""))["props"]
    assert paying["state"] == "pay"
    assert paying["pay"]["amount"] == "₹3,538.82"

    again = await open_page(tenant, thread_id=page.thread_id)
    assert again.cards("PlanCard")[0]["pay"] == paying["pay"]

    await vendor.world.press(paying["pay"]["url"], "failure")
    failed = (await page.tap("plan", **me, act="check", order=paying["pay"]["order"]))["props"]
    assert (failed["state"], len(failed["timeline"])) == ("plans", 3)
    assert "आपने रोक दिया" in failed["timeline"][1]
    paying = (await page.tap("plan", **me, act="choose", plan="starter"))["props"]

    waiting = (await page.tap("plan", **me, act="check", order=paying["pay"]["order"]))["props"]
    assert "दोबारा मत दीजिए" in waiting["error"]
    await vendor.world.press(paying["pay"]["url"], "success")
    live = (await page.tap("plan", **me, act="check", order=paying["pay"]["order"]))["props"]
    assert live["state"] == "live"
    assert live["now"].startswith("स्टार्टर प्लान")
    assert live["bill"]["href"].endswith(".pdf")
    assert len(live["timeline"]) == 3
    [bill] = await vendor.rows("SELECT document FROM invoices")
    assert bill["document"]["buyer"]["gstin"] == GSTIN
    assert GSTIN in live["billFor"]
    # What she had typed is written without a word more, once, and is there after a reload.
    await page.has_cards("AskCard", 1)
    while any(card["state"] == "open" for card in page.cards("AskCard")):
        await page.tap("answer", id=page.cards("AskCard")[-1]["id"], skip=True)
    await page.has_cards("DraftCard", 1)
    [draft] = page.cards("DraftCard")
    assert draft["channel"] == "sms"
    back = await open_page(tenant, thread_id=page.thread_id)
    assert [card["id"] for card in back.cards("DraftCard")] == [draft["id"]]

    # Her words open the card at stopping; nothing is stopped by them.
    await page.say("मेरा प्लान बंद कर दो")
    *_, told = page.cards("PlanCard")
    assert (told["state"], "तब तक सब चलेगा" in told["stops"]) == ("stop", True)
    await page.say("मेरा प्लान कौन सा चल रहा है")
    *_, told = page.cards("PlanCard")
    assert (told["state"], told["now"]) == ("live", live["now"])

    sure = (await page.tap("plan", **me, act="see", view="stop"))["props"]
    assert sure["state"] == "stop"
    assert "तब तक सब चलेगा। आगे पैसे नहीं कटेंगे।" in sure["stops"]
    stopped = (await page.tap("plan", **me, act="stop"))["props"]
    assert "के बाद बंद" in stopped["now"]
    back = await open_page(tenant, thread_id=page.thread_id)
    assert back.cards("PlanCard")[0]["now"] == stopped["now"]


async def test_who_pays_for_no_plan_has_none_to_stop(
    open_page: OpenPage, tenant: Business, vendor: Shop
) -> None:
    page = await open_page(tenant)
    await page.say("cancel my subscription")
    *_, card = page.cards("PlanCard")
    assert (card["state"], card["stops"]) == ("plans", "")
    assert vendor.billing is not None


@pytest.mark.parametrize(
    "words",
    [
        "cancel my subscription", "meri subscription band kar do", "मेरी सब्सक्रिप्शन बंद कर दो",
        "என் சப்ஸ்கிரிப்ஷன நிறுத்துங்க", "plan ah niruthunga", "నా ప్లాన్ ఆపేయండి", "naa plan aapeyandi",
    ],
)  # fmt: skip
def test_stopping_is_heard_in_every_way_of_writing(words: str) -> None:
    assert asks_to_stop(words)


@pytest.mark.parametrize(
    "words",
    ["show me the plans", "mera plan kaunsa hai", "மாச பிளான் எவ்வளவு", "ప్లాన్ ధర ఎంత", "plan evlo"],
)
def test_asking_about_a_plan_stops_nothing(words: str) -> None:
    assert not asks_to_stop(words)


async def test_a_tap_that_is_no_tap_is_refused(
    open_page: OpenPage, tenant: Business, vendor: Shop
) -> None:
    page = await open_page(tenant)
    payload = {"id": str(uuid4()), "act": "grant"}
    body = {"sessionId": page.session_id, "action": {"name": "plan", "payload": payload}}
    assert (await page.post("/project/action", body))["status"] == 422
    assert NOW
