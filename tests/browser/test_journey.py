"""The walking journey: from the first message to a message she can send, in her own language."""

import re
from collections.abc import AsyncIterator
from urllib.parse import unquote, urlsplit

import pytest
from playwright.async_api import Browser, expect

from tests.browser import walker
from tests.browser.chat import LAPTOP, PHONE, OpenChat
from tests.browser.serving import serving
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
ANSWERS = ("Sharma Sweets", "Lucknow", "98765 43210")


@pytest.fixture(scope="module")
async def server(browser: Browser) -> AsyncIterator[Served]:
    """A business of its own: the list of past chats is read too, and it must not be others'."""
    async with serving() as served:
        yield served


@pytest.mark.parametrize("size", [PHONE, LAPTOP], ids=["390", "1280"])
async def test_a_hinglish_message_is_asked_for_edited_and_approved(
    open_chat: OpenChat, size: tuple[int, int]
) -> None:
    chat = await open_chat("en", size=size)
    await walker.check(chat.page, "en")
    await chat.type(ASK)
    await chat.answer(*ANSWERS)
    await walker.check(chat.page, "hi-Latn")
    await expect(chat.bubble).to_contain_text("20%")
    await expect(chat.bubble).to_contain_text("Sharma Sweets")

    steps = chat.page.locator('[data-step-type="run"]')
    await expect(steps.last).to_be_visible()
    await expect(chat.page.get_by_text(re.compile(r"\bUs(ed|ing)\b"))).to_have_count(0)
    line = steps.last.locator('button[id^="step-"]').first
    await expect(line).to_have_attribute("aria-expanded", "false")
    await line.click()
    await expect(steps.last.locator('[data-step-type="tool"]')).not_to_have_count(0)
    await walker.check(chat.page, "hi-Latn")
    await line.click()

    await chat.tap(chat.draft, "edit")
    await expect(chat.bubble).to_be_focused()
    await chat.page.keyboard.type(" Zaroor aaiye.")
    await chat.tap(chat.draft, "save")
    await expect(chat.bubble).to_contain_text("Zaroor aaiye.")
    await expect(chat.draft).to_have_attribute("data-state", "pending")
    await chat.approve()
    await expect(chat.draft.locator(".rf-title")).to_be_focused()

    text = (await chat.drafts())[0]["versions"][-1]["text"]
    link = await chat.button(chat.draft, "whatsapp").get_attribute("href")
    assert link
    assert unquote(urlsplit(link).query.removeprefix("text=")) == text

    await chat.reload()
    await expect(chat.draft).to_have_attribute("data-state", "approved", timeout=30_000)
    await expect(chat.bubble).to_contain_text("Zaroor aaiye.")
    await walker.check(chat.page, "hi-Latn")


async def test_one_tap_changes_the_language_for_good(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    await chat.page.locator('a[href$="#lang-te"]').click()
    await expect(chat.composer).to_have_attribute("placeholder", "ఇక్కడ రాయండి", timeout=30_000)
    await walker.check(chat.page, "te", "Sharma", "Sweets")
    await chat.reload()
    await expect(chat.page.locator("html")).to_have_attribute("lang", "te")
    await expect(chat.composer).to_have_attribute("aria-label", "ఇక్కడ రాయండి")
