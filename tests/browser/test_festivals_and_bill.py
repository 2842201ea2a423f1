"""On a phone: a festival's message by one tap, a GSTIN for the bill, PhonePe's own script."""

import asyncio
from collections.abc import AsyncIterator
from urllib.parse import urlsplit

import httpx
import pytest
import uvicorn
from playwright.async_api import Browser, Route, expect

from integrations.payments.phonepe_simulator_local import standalone
from tests.browser.chat import PHONE, OpenChat
from tests.browser.serving import serving
from tests.browser.test_access import fits, serious
from tests.fixtures.served import Served, free_port
from tests.fixtures.waiting import eventually

pytestmark = pytest.mark.browser

GSTIN = "09ABCCD1234E1Z3"
CHECKOUT = "https://mercury-stg.phonepe.com/web/bundle/checkout.js"
# As documented: the page's address as `tokenUrl`, laid over as a frame, and told how it was left.
SCRIPT = """window.PhonePeCheckout = {
  transact: (asked) => {
    window.asked = { ...asked };
    setTimeout(() => asked.callback('CONCLUDED'));
  },
  closePage: () => {},
};"""


@pytest.fixture
async def vendor() -> AsyncIterator[str]:
    """PhonePe's protocol on a port of its own: the app takes it for the sandbox."""
    port = free_port()
    server = uvicorn.Server(uvicorn.Config(standalone(), port=port, log_config=None))
    running = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started or running.done()

    await eventually(started)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    await running


@pytest.fixture
async def server(browser: Browser, vendor: str) -> AsyncIterator[Served]:
    """A business on the free plan, where plans limit and money is the sandbox's."""
    api = f"{vendor}/apis/pg-sandbox"
    async with serving(
        PLAN_LIMITS="on",
        PHONEPE_ENVIRONMENT="sandbox",
        PHONEPE_CLIENT_ID="SIMULATOR",
        PHONEPE_CLIENT_SECRET="simulated-secret",
        PHONEPE_AUTH_BASE_URL=api,
        PHONEPE_API_BASE_URL=api,
        SELLER_NAME="RaptorFlow",
        SELLER_ADDRESS="Bengaluru",
        SELLER_STATE="Karnataka",
        SELLER_GSTIN="29ABCCD1234E1Z1",
    ) as served:
        yield served


async def test_a_festival_is_written_with_one_tap(open_chat: OpenChat, server: Served) -> None:
    chat = await open_chat("hi", size=PHONE)
    await chat.type("त्योहारों का कैलेंडर दिखाइए")
    card = chat.page.get_by_test_id("calendar-card")
    await expect(card).to_have_attribute("data-state", "month", timeout=30_000)
    assert await serious(chat.page, '[data-testid="calendar-card"]') == []
    await fits(chat)
    shown = await card.get_attribute("data-month")
    await chat.tap(card, "after")
    await expect(card).not_to_have_attribute("data-month", str(shown), timeout=30_000)
    days = card.locator(".rf-feast:not([disabled])")
    await expect(days.first).to_be_visible()
    await chat.reload()
    await expect(card).to_have_attribute("data-month", str(shown), timeout=30_000)
    await card.locator('[data-act="writeIt"]').first.click()
    await expect(chat.question.or_(chat.draft).first).to_be_visible(timeout=30_000)
    assert server.url


async def test_the_gstin_and_the_vendors_page(
    open_chat: OpenChat, server: Served, vendor: str
) -> None:
    chat = await open_chat("hi", size=PHONE)
    blocked: list[str] = []

    async def away(route: Route) -> None:
        blocked.append(route.request.url)
        await route.abort()

    await chat.page.route("https://*.phonepe.com/**", away)
    await chat.type("साड़ी पर 20% छूट का एसएमएस लिखो")
    card = chat.page.get_by_test_id("plan-card")
    await card.locator('[data-act="choose"][data-plan="starter"]').click(timeout=30_000)
    field = card.get_by_test_id("gstin")
    await field.fill("09ABCCD1234E1Z4")
    assert await serious(chat.page, '[data-testid="plan-card"]') == []
    await fits(chat)
    await card.locator('[data-act="save"]').click()
    await expect(card.get_by_test_id("problem")).to_contain_text("मेल नहीं खाता", timeout=30_000)
    await expect(field).to_have_value("09ABCCD1234E1Z4")
    await field.fill(GSTIN)
    await card.locator('[data-act="save"]').click()
    await expect(card).to_have_attribute("data-state", "pay", timeout=30_000)

    pay = card.locator('[data-act="payUpi"]')
    await pay.click()
    await expect(card.locator('a[data-act="payUpi"]')).to_be_visible(timeout=30_000)
    assert blocked == [CHECKOUT]
    address = urlsplit(str(await card.locator('a[data-act="payUpi"]').get_attribute("href")))

    await chat.page.unroute("https://*.phonepe.com/**")
    script = "text/javascript"
    await chat.page.route(
        CHECKOUT,
        lambda route: route.fulfill(body=SCRIPT, content_type=script),
    )
    await chat.reload()
    async with httpx.AsyncClient(trust_env=False) as she:
        await she.post(f"{vendor}{address.path}/success")
    await card.locator('button[data-act="payUpi"]').click(timeout=30_000)
    await expect(card).to_have_attribute("data-state", "live", timeout=60_000)
    asked = await chat.page.evaluate("({ tokenUrl: asked.tokenUrl, type: asked.type })")
    assert asked == {"tokenUrl": address.geturl(), "type": "IFRAME"}
    await expect(card.get_by_test_id("bill-for")).to_contain_text(GSTIN)
    assert set(chat.foreign) == {CHECKOUT}
    chat.foreign.clear()
