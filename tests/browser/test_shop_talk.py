"""Facts told and payments asked for in the chat: a line, a tap that takes it back, a QR to save."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser.chat import OpenChat
from tests.browser.serving import serving
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser


@pytest.fixture
async def server(browser: Browser) -> AsyncIterator[Served]:
    """A business that has told nothing yet, for each test."""
    async with serving() as served:
        yield served


async def test_a_payment_link_has_a_qr_and_is_copied(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    await chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat.type("cake order ka 350 ka qr banao, meri upi id sharma@okaxis hai")
    await chat.ready()
    pay = chat.draft.get_by_test_id("pay")
    picture = pay.locator("img")
    await expect(picture).to_be_visible()
    assert await picture.evaluate("node => node.complete && node.naturalWidth") > 100
    assert "sharma@okaxis" in await chat.bubble.inner_text()
    saved = chat.button(pay, "saveQr")
    await expect(saved).to_have_text("QR save karein")
    await chat.tap(pay, "copyLink")
    await expect(chat.button(pay, "copyLink")).not_to_have_text("Link copy")
    link = await chat.page.evaluate("navigator.clipboard.readText()")
    assert link == "upi://pay?pa=sharma@okaxis&am=350.00&cu=INR&tn=cake"
    wide = await chat.page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wide <= 0
    await chat.reload()
    await expect(chat.draft.get_by_test_id("pay").locator("img")).to_be_visible(timeout=30_000)
    assert chat.broken == []
    assert chat.foreign == []


async def test_a_fact_is_noted_and_taken_back_with_a_tap(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    await chat.type("mera number badal gaya 98400 12345")
    await expect(chat.page.get_by_text("Phone: 98400 12345")).to_be_visible(timeout=30_000)
    card = chat.page.get_by_test_id("ask-card").last
    await card.get_by_text("Wapas lein").click()
    await expect(chat.page.get_by_text("Wapas kar diya.")).to_be_visible(timeout=30_000)
    await expect(card).to_have_attribute("data-state", "stale")
    await expect(chat.page.get_by_text("Likh liya.")).to_be_visible()
    facts = (await chat.server.get("/api/v1/foundation")).json()["facts"]
    assert "phone" not in {fact["field"] for fact in facts}
    await chat.reload()
    await expect(chat.page.get_by_text("Wapas kar diya.")).to_be_visible(timeout=30_000)
