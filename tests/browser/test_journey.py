"""The walking journey: from the first message to a message she can send, in her own language."""

import re
from urllib.parse import unquote, urlsplit

import pytest
from playwright.async_api import expect

from tests.browser import walker
from tests.browser.chat import LAPTOP, PHONE, OpenChat

pytestmark = pytest.mark.browser

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
ANSWERS = ("Sharma Sweets", "Lucknow", "98765 43210")
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

    await chat.tap(chat.draft, "edit")
    await expect(chat.bubble).to_be_focused()
    await chat.page.keyboard.type(" Zaroor aaiye.")
    await chat.tap(chat.draft, "save")
    await expect(chat.bubble).to_contain_text("Zaroor aaiye.")
    await expect(chat.draft).to_have_attribute("data-state", "pending")
    await chat.approve()
    await expect(chat.draft.locator(".rf-title")).to_be_focused()

    text = (await chat.drafts())[0]["text"]
    link = await chat.button(chat.draft, "whatsapp").get_attribute("href")
    assert link
    assert unquote(urlsplit(link).query.removeprefix("text=")) == text

    await chat.reload()
    await expect(chat.draft).to_have_attribute("data-state", "approved", timeout=30_000)
    await expect(chat.bubble).to_contain_text("Zaroor aaiye.")
    await walker.check(chat.page, "hi-Latn")


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
    await chat.page.locator("#sidebar-trigger-button").click()
    await expect(chat.page.locator("#thread-history")).to_be_visible()
    await walker.check(chat.page, language)
    await chat.page.keyboard.press("Escape")
    await chat.page.locator("#theme-toggle").click()
    await expect(chat.page.get_by_role("menuitem").first).to_be_visible()
    await walker.check(chat.page, language)


async def test_one_tap_changes_the_language_for_good(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    await chat.page.locator('a[href$="#lang-te"]').click()
    await expect(chat.composer).to_have_attribute("placeholder", "ఇక్కడ రాయండి", timeout=30_000)
    await walker.check(chat.page, "te")
    await chat.reload()
    await expect(chat.page.locator("html")).to_have_attribute("lang", "te")
    await expect(chat.composer).to_have_attribute("aria-label", "ఇక్కడ రాయండి")
