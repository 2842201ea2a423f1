"""Hindi, Tamil and Telugu sessions in their own scripts: not an English word is left."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser import walker
from tests.browser.chat import OpenChat
from tests.browser.serving import serving
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser

NATIVE = {
    "hi": (
        "दिवाली के लिए व्हाट्सएप मैसेज चाहिए, काजू कतली पर 20% छूट",
        ("शर्मा स्वीट्स", "लखनऊ", "98765 43210"),
    ),
    "ta": (
        "தீபாவளிக்கு வாட்ஸ்அப் மெசேஜ் வேணும், காஜு கத்லிக்கு 20% ஆஃபர்",
        ("அன்பு ஸ்வீட்ஸ்", "மதுரை", "98765 43210"),
    ),
    "te": (
        "దీపావళికి వాట్సాప్ మెసేజ్ కావాలి, కాజు కత్లీ మీద 20% తగ్గింపు",
        ("లక్ష్మీ స్వీట్స్", "విజయవాడ", "98765 43210"),
    ),
}


@pytest.fixture
async def server(browser: Browser) -> AsyncIterator[Served]:
    """A business of its own for each language: what one owner wrote is no word of the next."""
    async with serving() as served:
        yield served


@pytest.mark.parametrize("language", ["hi", "ta", "te"])
async def test_a_native_session_has_no_english(open_chat: OpenChat, language: str) -> None:
    ask, answers = NATIVE[language]
    chat = await open_chat(language)
    await walker.check(chat.page, language)
    await chat.type(ask)
    await chat.answer(*answers)
    await walker.check(chat.page, language)
    for panel in ("checks", "why", "reject", "lang"):
        button = chat.button(chat.draft, panel)
        if await button.count():
            await button.click()
            await walker.check(chat.page, language)
    await chat.approve()
    await walker.check(chat.page, language)
    await chat.page.locator("#theme-toggle").click()
    await expect(chat.page.get_by_role("menuitem").first).to_be_visible()
    await walker.check(chat.page, language)
    await chat.page.keyboard.press("Escape")
    await chat.page.locator("#sidebar-trigger-button").click()
    await expect(chat.page.locator("#thread-history")).to_be_visible()
    await walker.check(chat.page, language)
