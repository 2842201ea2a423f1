"""Starter bought in Hindi on a phone: plans, State, QR, the payment page, the bill, and stopped."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chat import PHONE, OpenChat
from tests.browser.serving import serving
from tests.browser.test_access import fits, serious
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser


@pytest.fixture
async def server(browser: Browser) -> AsyncIterator[Served]:
    """A business on the free plan, where plans limit."""
    async with serving(PLAN_LIMITS="on") as served:
        yield served


async def pay(browser: Browser, address: str) -> None:
    """Pay on the payment page as her UPI app shows it: away from the chat, which stays in front."""
    app = await browser.new_context()
    page = await app.new_page()
    await page.goto(address)
    async with page.expect_response(lambda answer: answer.request.method == "POST"):
        await page.locator('[data-act="success"]').click()
    await app.close()


async def test_from_a_limit_to_the_bill_and_out_again(
    open_chat: OpenChat, server: Served, browser: Browser
) -> None:
    chat = await open_chat("hi", size=PHONE)
    await chat.type("साड़ी पर 20% छूट का एसएमएस लिखो")
    card = chat.page.get_by_test_id("plan-card")
    await expect(card).to_have_attribute("data-state", "plans", timeout=30_000)
    assert await serious(chat.page, '[data-testid="plan-card"]') == []
    await fits(chat)

    await card.locator('[data-act="choose"][data-plan="starter"]').click()
    await expect(card).to_have_attribute("data-state", "buyer", timeout=30_000)
    assert await serious(chat.page, '[data-testid="plan-card"]') == []
    await card.locator("select").select_option("09")

    await expect(card).to_have_attribute("data-state", "pay", timeout=30_000)
    await expect(card.get_by_test_id("pay")).to_contain_text("₹3,538.82")
    await expect(card.locator("img")).to_be_visible()
    assert await serious(chat.page, '[data-testid="plan-card"]') == []
    await fits(chat)

    await server.kill()
    await server.start()
    await expect(chat.page.locator("#session-error")).to_have_count(0, timeout=60_000)
    await expect(card).to_have_attribute("data-state", "pay")

    address = await card.locator('[data-act="payUpi"]').get_attribute("href")
    assert address
    await pay(browser, address)
    await expect(card).to_have_attribute("data-state", "live", timeout=60_000)
    await expect(card.get_by_test_id("plan-now")).to_contain_text("स्टार्टर")
    bill = card.locator('[data-act="invoice"]')
    answer = await chat.page.request.get(f"{server.url}{await bill.get_attribute('href')}")
    assert answer.headers["content-type"] == "application/pdf"
    await expect(card.locator(".rf-timeline li")).to_have_count(3)

    await chat.reload()
    await expect(card).to_have_attribute("data-state", "live", timeout=30_000)
    await card.locator('[data-act="stopPlan"]').click()
    await expect(card).to_have_attribute("data-state", "stop", timeout=30_000)
    await card.locator('[data-act="stopPlan"]').click()
    await expect(card.get_by_test_id("plan-now")).to_contain_text("के बाद बंद", timeout=30_000)


async def test_from_what_was_used_to_the_plans(open_chat: OpenChat, server: Served) -> None:
    chat = await open_chat("te", size=PHONE)
    await chat.type("ఈ నెల ఖర్చు ఎంత అయింది")
    usage = chat.page.get_by_test_id("usage-card")
    await usage.locator('[data-act="seePlans"]').click(timeout=30_000)
    plans = chat.page.get_by_test_id("plan-card")
    await expect(plans).to_have_attribute("data-state", "plans", timeout=30_000)
    assert await serious(chat.page, '[data-testid="usage-card"]') == []
    await fits(chat)
    assert server.url
