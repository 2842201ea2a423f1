"""A further shop in Hindi on a phone: opened on the card, gone to, and back; nothing goes along."""

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
    """A business of its own: others would find two shops in the header."""
    async with serving() as served:
        yield served


async def test_to_another_shop_and_back(open_chat: OpenChat) -> None:
    chat = await open_chat("hi", size=PHONE)
    await expect(chat.page.locator("#chat-profiles")).to_have_count(0)
    await chat.type("दूसरी दुकान जोड़नी है")
    card = chat.page.get_by_test_id("shops-card")
    await expect(card).to_have_attribute("data-state", "open", timeout=30_000)
    await card.locator('[data-act="newShop"]').click()
    await card.locator("input").last.fill("मीना साड़ी")
    await card.locator('[data-act="save"]').click()
    await expect(card.get_by_test_id("shops-note")).to_contain_text("मीना साड़ी", timeout=30_000)
    assert await serious(chat.page, '[data-testid="shops-card"]') == []
    await fits(chat)
    first = chat.page.url
    assert "/thread/" in first

    # Without a reload: the row of the new shop leads there, to an empty chat that knows its name.
    await card.locator('[data-act="goTo"]').click()
    await expect(chat.page.get_by_text("मीना साड़ी").first).to_be_visible(timeout=30_000)
    await expect(chat.composer).to_be_visible(timeout=30_000)
    assert "/thread/" not in chat.page.url
    shops = chat.page.locator("#chat-profiles")
    await expect(shops).to_contain_text("मीना साड़ी")
    assert await serious(chat.page, "#header") == []
    await fits(chat)
    thread = first.rsplit("/", 1)[-1]
    page = chat.page.request
    answer = await page.get(f"{chat.server.url}/chat/project/thread/{thread}")
    assert answer.status in (401, 403, 404)

    # And back, by the list in the header.
    await shops.click()
    await expect(chat.page.locator('[data-test^="select-item:"]:has(svg)')).to_have_count(1)
    await chat.page.locator('[data-test^="select-item:"]:not(:has(svg))').click()
    await expect(shops).not_to_contain_text("मीना साड़ी", timeout=30_000)
    await expect(chat.composer).to_be_visible(timeout=30_000)
    await chat.page.goto(first)
    await expect(card).to_have_attribute("data-state", "open", timeout=30_000)
    await expect(card.get_by_test_id("shop-here")).to_contain_text("आप यहाँ हैं")
