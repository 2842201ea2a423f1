"""The usage card on a phone, in Tamil: what was written, a limit set on it, the same after F5."""

import re

import pytest
from playwright.async_api import expect

from tests.browser.chat import PHONE, OpenChat
from tests.browser.test_access import fits, serious

pytestmark = pytest.mark.browser

# Other tests may have written for this business before; the empty card has its test without a page.
ANY_MONTH = re.compile("empty|open")


async def test_a_limit_is_set_on_the_card_and_stays(open_chat: OpenChat) -> None:
    chat = await open_chat("ta", size=PHONE)
    await chat.type("இந்த மாசம் எவ்வளவு செலவு ஆச்சு")
    card = chat.page.get_by_test_id("usage-card")
    await expect(card).to_have_attribute("data-state", ANY_MONTH, timeout=30_000)
    await card.locator('[data-act="budget"]').click()
    await card.locator("input").fill("நிறைய")
    await card.locator('[data-act="save"]').click()
    await expect(card.get_by_test_id("problem")).to_contain_text("300", timeout=30_000)
    await card.locator("input").fill("₹1,300")
    await card.locator('[data-act="save"]').click()
    await expect(card.get_by_test_id("usage-head")).to_contain_text("₹1,300", timeout=30_000)
    await card.locator('[data-act="details"]').click()
    await expect(card.locator('[data-act="report"]')).to_be_visible()
    assert await serious(chat.page, '[data-testid="usage-card"]') == []
    await fits(chat)
    address = await card.locator('[data-act="report"]').get_attribute("href")
    answer = await chat.page.request.get(f"{chat.server.url}{address}")
    assert answer.headers["content-type"] == "application/pdf"
    await chat.reload()
    await expect(card.get_by_test_id("usage-head")).to_contain_text("₹1,300", timeout=30_000)
