"""A browser, the real server, and pages of the chat as phones and laptops open them."""

import os
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, BrowserContext, async_playwright

from tests.browser import chromium
from tests.browser.chat import PHONE, Chat, OpenChat
from tests.browser.serving import serving
from tests.fixtures.served import Served

LOCALES = {"en": "en-IN", "hi": "hi-IN", "ta": "ta-IN", "te": "te-IN"}


@pytest.fixture(scope="session")
async def browser() -> AsyncIterator[Browser]:
    """Chromium, once for all tests."""
    async with async_playwright() as playwright:
        path = chromium.find(playwright)
        if path is None:
            message = (
                "NO BROWSER: the browser tests did not run. Install chromium or Google Chrome, "
                "or run `.venv/bin/playwright install chromium`."
            )
            if os.environ.get("CI") == "true":
                pytest.fail(message)
            pytest.skip(message)
        browser = await playwright.chromium.launch(
            executable_path=path, args=list(chromium.ARGUMENTS)
        )
        yield browser
        await browser.close()


@pytest.fixture(scope="session")
async def server(browser: Browser) -> AsyncIterator[Served]:
    """The served app and its one business, for every file that does not make its own."""
    async with serving() as served:
        yield served


@pytest.fixture
async def open_chat(browser: Browser, server: Served) -> AsyncIterator[OpenChat]:
    """Opens the chat in a fresh browser profile: ``await open_chat("hi", size=LAPTOP)``."""
    contexts: list[BrowserContext] = []
    chats: list[Chat] = []

    async def opening(
        language: str = "en",
        *,
        size: tuple[int, int] = PHONE,
        theme: str = "light",
        path: str = "/",
        context: BrowserContext | None = None,
        wait: bool = True,
    ) -> Chat:
        if context is None:
            context = await browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                locale=LOCALES[language],
                is_mobile=size[0] < 768,
                has_touch=size[0] < 768,
                # Axe must not measure the contrast of a button that is just fading in.
                reduced_motion="reduce",
            )
            contexts.append(context)
            await context.add_init_script(
                f"if (location.host) localStorage.setItem('vite-ui-theme', '{theme}')"
            )
        chat = await Chat.open(context, server, path, wait=wait)
        chats.append(chat)
        return chat

    yield opening
    for context in contexts:
        await context.close()
    for chat in chats:
        assert not chat.foreign, f"asked other hosts: {chat.foreign}"
        assert not chat.broken, f"script errors: {chat.broken}"
