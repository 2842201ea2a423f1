"""Hands for the chat page: type, tap by ``data-act``, and read the cards by ``data-testid``."""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.async_api import BrowserContext, Locator, Page, Request, expect

from tests.fixtures.served import Served

PHONE = (390, 844)
SMALL_PHONE = (360, 640)
LAPTOP = (1280, 900)
DECIDED = re.compile("approved|elsewhere")

OpenChat = Callable[..., Awaitable["Chat"]]


@dataclass
class Chat:
    """One open page of the chat."""

    page: Page
    server: Served
    foreign: list[str] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    @classmethod
    async def open(
        cls, context: BrowserContext, server: Served, path: str = "/", *, wait: bool = True
    ) -> "Chat":
        """Open the page; with ``wait`` until she can type."""
        chat = cls(await context.new_page(), server)
        chat.page.on("request", chat._note_request)
        chat.page.on("pageerror", lambda error: chat.broken.append(str(error)))
        await chat.page.goto(server.url + path, wait_until="commit")
        if wait:
            await expect(chat.composer).to_be_visible(timeout=30_000)
        return chat

    def _note_request(self, request: Request) -> None:
        host = urlsplit(request.url).hostname
        if host not in (None, "127.0.0.1", "localhost"):
            self.foreign.append(request.url)

    @property
    def composer(self) -> Locator:
        """Where she types."""
        return self.page.locator("#chat-input")

    @property
    def draft(self) -> Locator:
        """The newest draft card."""
        return self.page.get_by_test_id("draft-card").last

    @property
    def question(self) -> Locator:
        """The question that waits."""
        return self.page.locator(
            '[data-testid="ask-card"]:is([data-state="open"], [data-state="invalid"])'
        ).last

    @property
    def notice(self) -> Locator:
        """The newest notice."""
        return self.page.get_by_test_id("notice").last

    @property
    def bubble(self) -> Locator:
        """The text of the newest draft."""
        return self.draft.get_by_test_id("bubble")

    @staticmethod
    def button(card: Locator, act: str) -> Locator:
        """A button of a card, by key."""
        return card.locator(f'[data-act="{act}"]')

    async def type(self, text: str) -> None:
        """Write and send."""
        mine = self.page.locator('[data-step-type="user_message"]')
        before = await mine.count()
        await self.composer.fill(text)
        await expect(self.page.locator("#chat-submit")).to_be_enabled(timeout=20_000)
        await self.composer.press("Enter")
        await expect(mine).to_have_count(before + 1)

    async def tap(self, card: Locator, act: str) -> None:
        """Press a button of a card."""
        await self.button(card, act).click()

    async def answer(self, name: str, city: str, phone: str) -> None:
        """Answer what is asked until the draft is there."""
        await self.answer_until(self.draft, name, city, phone)
        await self.ready()

    async def answer_until(self, end: Locator, name: str, city: str, phone: str) -> None:
        """Answer what is asked, in the order name, city, phone, until ``end`` is to be seen."""
        asked = {"1/1": phone, "1/2": name, "2/2": phone, "1/3": name, "2/3": city, "3/3": phone}
        while True:
            await expect(end.or_(self.question).first).to_be_visible(timeout=30_000)
            if not await self.question.count():
                break
            place = (await self.question.locator(".rf-meta").first.inner_text()).strip()
            await self.type(asked[place])
            same = self.question.get_by_text(place, exact=True)
            await expect(same).to_have_count(0, timeout=30_000)

    async def ready(self) -> None:
        """Wait for a draft that can be decided on."""
        await expect(self.draft).to_have_attribute("data-state", "pending", timeout=30_000)

    async def approve(self) -> None:
        """Approve the newest draft and wait until the card says so."""
        await self.tap(self.draft, "approve")
        await expect(self.draft).to_have_attribute("data-state", "approved", timeout=30_000)

    async def reload(self) -> None:
        """F5."""
        await self.page.reload(wait_until="commit")
        await expect(self.composer).to_be_visible(timeout=30_000)

    async def reload_to_signin(self) -> None:
        """F5 after the session was lost."""
        await self.page.reload(wait_until="commit")
        await expect(self.page.get_by_test_id("signin")).to_be_visible(timeout=30_000)

    async def drafts(self) -> list[dict[str, Any]]:
        """All drafts as the API tells them, newest first."""
        found: list[dict[str, Any]] = (await self.server.get("/api/v1/drafts")).json()["drafts"]
        return found
