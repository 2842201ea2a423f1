"""Plans, payments and bills over HTTP, paid at the vendor's simulator."""

from collections.abc import AsyncIterator
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI
from redis.asyncio import Redis

from app.core.clock import FrozenClock
from app.core.platform import Platform
from tests.billing.shop import Shop, make_shop
from tests.fixtures.platform import NOW, Business

BUYER = {"name": "गुप्ता मिष्ठान्न", "state": "UP", "pin": "226001", "address": "14, Hazratganj"}


@pytest.fixture
async def vendor(
    app: FastAPI, session_platform: Platform, tenant: Business, redis: Redis
) -> AsyncIterator[Shop]:
    """The simulator in the place of the app's own vendor."""
    shop = make_shop(replace(session_platform, clock=FrozenClock(NOW)), tenant, redis)
    own, app.state.billing = app.state.billing, shop.billing
    yield shop
    app.state.billing = own
    await shop.world.client.aclose()


async def test_from_plan_to_pdf_to_cancel(owner: httpx.AsyncClient, vendor: Shop) -> None:
    nothing = (await owner.get("/api/v1/subscriptions")).json()
    assert (nothing["plan"], nothing["status"]) == ("trial", "trial")
    without = await owner.post("/api/v1/subscriptions", json={"plan": "starter"})
    assert (without.status_code, without.json()["code"]) == (422, "buyer_state_needed")
    chosen = (
        await owner.post("/api/v1/subscriptions", json={"plan": "starter", "buyer": BUYER})
    ).json()
    assert (chosen["payment"]["amount_paise"], chosen["limit_paise"]) == (353_882, 390_000)
    await vendor.world.press(chosen["payment"]["page_url"], "success")
    paid = (await owner.get(f"/api/v1/payments/{chosen['payment']['id']}")).json()
    assert paid["status"] == "paid"
    now = (await owner.get("/api/v1/subscriptions")).json()
    assert (now["plan"], now["status"], now["auto_pay"]) == ("starter", "active", "active")
    [bill] = (await owner.get("/api/v1/invoices")).json()["invoices"]
    assert (bill["total_paise"], bill["practice"]) == (353_882, True)
    pdf = await owner.get(f"/api/v1/invoices/{bill['name']}.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.content.startswith(b"%PDF-")
    stored = (await owner.get(f"/api/v1/invoices/{bill['name']}.json")).json()
    assert stored["buyer"]["name"] == BUYER["name"]
    exported = await owner.get(f"/api/v1/invoices/{bill['name']}.json?format=e-invoice")
    assert exported.json()["ValDtls"]["TotInvVal"] == 3538.82
    stopped = (await owner.post("/api/v1/subscriptions/cancel")).json()
    assert (stopped["stops_at_end"], stopped["status"]) == (True, "active")
    notices = (await owner.get("/api/v1/notices?lang=hi")).json()["notices"]
    assert [each["key"] for each in notices] == ["cancelled", "paid"]


async def test_a_refund_and_its_credit_note(owner: httpx.AsyncClient, vendor: Shop) -> None:
    chosen = (
        await owner.post("/api/v1/subscriptions", json={"plan": "agency", "buyer": BUYER})
    ).json()
    await vendor.world.press(chosen["payment"]["page_url"], "success")
    order_id = chosen["payment"]["id"]
    await owner.get(f"/api/v1/payments/{order_id}")
    ended = (await owner.post(f"/api/v1/payments/{order_id}/refund", json={})).json()
    assert ended["status"] == "ended"
    kinds = [row["kind"] for row in (await owner.get("/api/v1/invoices")).json()["invoices"]]
    assert sorted(kinds) == ["credit_note", "invoice"]


async def test_others_see_nothing(
    owner: httpx.AsyncClient, other_owner: httpx.AsyncClient, vendor: Shop
) -> None:
    chosen = (
        await owner.post("/api/v1/subscriptions", json={"plan": "starter", "buyer": BUYER})
    ).json()
    await vendor.world.press(chosen["payment"]["page_url"], "success")
    order_id = chosen["payment"]["id"]
    await owner.get(f"/api/v1/payments/{order_id}")
    [bill] = (await owner.get("/api/v1/invoices")).json()["invoices"]
    for path in (f"/api/v1/payments/{order_id}", f"/api/v1/invoices/{bill['name']}.pdf"):
        assert (await other_owner.get(path)).status_code == 404
    assert (await other_owner.get("/api/v1/invoices")).json() == {"invoices": []}


@pytest.mark.parametrize(
    ("buyer", "code"),
    [
        ({"state": "Kongu"}, "state_unknown"),
        ({"state": "UP", "pin": "600001"}, "pin_of_other_state"),
        ({"state": "UP", "gstin": "27AAPFU0939F1ZV"}, "gstin_of_other_state"),
        ({"state": "UP", "gstin": "27AAPFU0939F1Z"}, "gstin_wrong"),
    ],
)  # fmt: skip
async def test_a_wrong_buyer_is_refused_with_the_reason(
    owner: httpx.AsyncClient, buyer: dict[str, str], code: str
) -> None:
    answer = await owner.put("/api/v1/billing/profile", json=buyer)
    assert (answer.status_code, answer.json()["code"]) == (422, code)


async def test_the_buyer_is_kept(owner: httpx.AsyncClient) -> None:
    assert (await owner.get("/api/v1/billing/profile")).json() is None
    put = await owner.put("/api/v1/billing/profile", json=BUYER)
    assert put.json()["state_code"] == "09"
    assert (await owner.get("/api/v1/billing/profile")).json() == put.json()
