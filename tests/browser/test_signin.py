"""Signing in where the machine does not know the owner: by keyboard, in her language, and back."""

from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser import walker
from tests.browser.chat import Chat, OpenChat
from tests.browser.serving import serving
from tests.browser.test_access import MISFITS, serious
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser

BRAND = "RaptorFlow"
PASSWORD = "kaju-katli-20"


@pytest.fixture(scope="module")
async def server(browser: Browser) -> AsyncIterator[Served]:
    """A server that knows nobody."""
    async with serving(ENVIRONMENT="test") as served:
        yield served


async def sign(chat: Chat, login: str, password: str, act: str) -> None:
    """Fill the form by keyboard alone and press one of its two buttons."""
    keyboard = chat.page.keyboard
    await chat.page.locator("#login").focus()
    await keyboard.press("ControlOrMeta+a")
    await keyboard.type(login)
    await chat.page.locator("#password").focus()
    await keyboard.type(password)
    button = chat.page.locator(f'[data-act="{act}"]')
    await button.focus()
    await keyboard.press("Enter")


@pytest.mark.parametrize("language", ["en", "hi", "ta", "te"])
async def test_the_page_speaks_her_language_and_fits(open_chat: OpenChat, language: str) -> None:
    chat = await open_chat(language, size=(320, 640), path="/chat", wait=False)
    await expect(chat.page.get_by_test_id("signin")).to_be_visible()
    rows = await walker.read(chat.page)
    names = [said for _, said in rows if said in ("English", "हिन्दी", "தமிழ்", "తెలుగు")]
    assert len(names) == 4
    others = [row for row in rows if row[1] not in names]
    assert walker.strays(others, language, frozenset({BRAND})) == []
    assert await serious(chat.page) == []
    assert await chat.page.evaluate(MISFITS) == []


async def test_sign_up_in_hindi_and_come_back_to_the_same_chat(open_chat: OpenChat) -> None:
    chat = await open_chat("hi", path="/chat", wait=False)
    await sign(chat, "९८७६५ ४३२१०", PASSWORD, "signUp")
    await expect(chat.composer).to_be_visible(timeout=30_000)
    await chat.type("दिवाली के लिए व्हाट्सएप मैसेज चाहिए, काजू कतली पर 20% छूट")
    await expect(chat.question.or_(chat.draft).first).to_be_visible(timeout=60_000)
    await chat.page.wait_for_url("**/chat/thread/*")
    thread = chat.page.url

    await chat.composer.fill("अधूरी बात")
    await chat.page.context.clear_cookies()
    await chat.reload_to_signin()
    await sign(chat, "98765 43210", "galat-password", "signIn")
    error = chat.page.locator('.error, [role="alert"]').first
    await expect(error).to_contain_text("नंबर या पासवर्ड गलत है।")
    await expect(chat.page.locator("#login")).to_have_value("98765 43210")
    await sign(chat, "98765 43210", PASSWORD, "signIn")
    await expect(chat.composer).to_be_visible(timeout=30_000)
    assert chat.page.url == thread
    await expect(chat.composer).to_have_value("अधूरी बात")
    await expect(chat.question.or_(chat.draft).first).to_be_visible(timeout=30_000)


async def test_a_session_that_ends_under_her_hands_leads_to_the_page(open_chat: OpenChat) -> None:
    chat = await open_chat("hi", path="/chat", wait=False)
    await sign(chat, "9812345678", PASSWORD, "signUp")
    await expect(chat.composer).to_be_visible(timeout=30_000)
    await chat.page.context.clear_cookies()
    ask = "() => { void fetch('/chat/project/threads', { method: 'POST', body: '{}' }); }"
    await chat.page.evaluate(ask)
    await chat.page.wait_for_url("**/signin?next=*")
    await expect(chat.page.get_by_test_id("signin")).to_be_visible()
