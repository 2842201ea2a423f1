"""Onboarding in a browser: asked, left by a crash, shown on a card that is changed in place."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, Locator, expect

from tests.browser import walker
from tests.browser.chat import LAPTOP, PHONE, Chat, OpenChat
from tests.browser.serving import serving
from tests.browser.test_access import fits, serious
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser

SAID = {
    "business_name": "Sharma Sweets, mithai ki dukaan, Lucknow mein",
    "phone": "98765 43210",
    "products": "kaju katli 900 kilo, laddu 400",
    "audience": "aas paas ke parivaar, kyunki hum shuddh ghee use karte hain",
}
NAMES = ("Sharma", "Sweets", "Kaju", "Katli")


@pytest.fixture
async def server(browser: Browser) -> AsyncIterator[Served]:
    """A business that has told nothing yet."""
    async with serving() as served:
        yield served


def row(card: Locator, field: str) -> Locator:
    """A row of the summary."""
    return card.locator(f'[data-field="{field}"]')


async def say(chat: Chat, words: str) -> None:
    """Answer the question, and wait until another one, or the summary, is there."""
    before = await chat.question.get_attribute("aria-label")
    await chat.type(words)
    same = chat.page.locator(
        f'[data-testid="ask-card"]:is([data-state="open"])[aria-label="{before}"]'
    )
    await expect(same).to_have_count(0, timeout=30_000)


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["390", "1280"])
async def test_asked_interrupted_by_a_crash_and_changed_in_place(
    open_chat: OpenChat, server: Served, size: tuple[int, int]
) -> None:
    chat = await open_chat("en", size=size)
    await chat.type("setup karo")
    await expect(chat.question.locator(".rf-meta").first).to_contain_text("1/8", timeout=30_000)
    await say(chat, SAID["business_name"])
    await expect(chat.page.get_by_text("Likh liya: Sharma Sweets").first).to_be_visible()
    if size is PHONE:  # once is enough: it says nothing about the width
        await server.kill()
        await server.start()
    await expect(chat.page.locator("#session-error")).to_have_count(0, timeout=60_000)
    await say(chat, SAID["phone"])
    await say(chat, SAID["products"])
    await say(chat, SAID["audience"])
    await chat.question.locator('[data-value="friendly"]').click()
    await expect(chat.question.locator('[data-value="20"]')).to_be_visible(timeout=30_000)
    await chat.question.locator('[data-value="20"]').click()
    skip = chat.button(chat.question, "skip")
    await expect(chat.question.locator('[data-act="chip"]')).to_have_count(0, timeout=30_000)
    await skip.click()

    card = chat.page.get_by_test_id("foundation-card")
    await expect(card).to_be_visible(timeout=30_000)
    await expect(row(card, "city")).to_contain_text("Lucknow")
    assert await serious(chat.page, '[data-testid="foundation-card"]') == []
    await fits(chat)
    await walker.check(chat.page, "hi-Latn", *NAMES)

    # By keyboard: open the row, type, Enter; the State follows, the line that says so has focus.
    edit = chat.button(row(card, "city"), "edit")
    await edit.focus()
    await chat.page.keyboard.press("Enter")
    box = row(card, "city").locator("input")
    await expect(box).to_be_focused()
    await box.fill("Nashik")
    await chat.page.keyboard.press("Enter")
    await expect(card).to_have_attribute("data-state", "saved", timeout=30_000)
    await expect(row(card, "state")).to_contain_text("Maharashtra")
    await expect(card.locator(".rf-title").first).to_be_focused()

    # What cannot be used stays, with the reason and a likely correction to tap.
    await chat.tap(row(card, "gstin"), "edit")
    await row(card, "gstin").locator("input").fill("27AAPFU9039F1ZV")
    await chat.tap(row(card, "gstin"), "save")
    await expect(card.get_by_test_id("problem")).to_contain_text("'V'", timeout=30_000)
    await expect(row(card, "gstin").locator("input")).to_have_value("27AAPFU9039F1ZV")
    assert await serious(chat.page, '[data-testid="foundation-card"]') == []
    await chat.tap(row(card, "gstin"), "suggestion")
    await expect(row(card, "gstin")).to_contain_text("27AAPFU0939F1ZV", timeout=30_000)
    await chat.tap(row(card, "city"), "edit")
    await chat.page.keyboard.press("Escape")
    await expect(chat.button(row(card, "city"), "edit")).to_be_focused()

    await chat.reload()
    await expect(row(card, "gstin")).to_contain_text("27AAPFU0939F1ZV", timeout=30_000)
    await expect(row(card, "city")).to_contain_text("Nashik")
    await chat.tap(card, "allGood")
    await expect(card).to_have_attribute("data-state", "good", timeout=30_000)
    assert chat.broken == []
