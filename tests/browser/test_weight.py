"""What comes over the wire, from where, and what she sees while it comes."""

import asyncio

import pytest
from playwright.async_api import Page, Route, expect

from tests.browser.chat import OpenChat

pytestmark = pytest.mark.browser

FIRST_LOAD = 1_500_000
SECOND_LOAD = 50_000


class Meter:
    """Counts the bytes that a page really transfers."""

    def __init__(self) -> None:
        self.bytes = 0

    async def attach(self, page: Page) -> None:
        """Start counting."""
        session = await page.context.new_cdp_session(page)
        await session.send("Network.enable")
        session.on("Network.loadingFinished", self._count)

    def _count(self, event: dict[str, float]) -> None:
        self.bytes += int(event["encodedDataLength"])


async def test_the_first_load_is_light_and_the_second_nearly_free(open_chat: OpenChat) -> None:
    chat = await open_chat("hi", wait=False)
    first = Meter()
    await chat.page.goto("about:blank")
    await chat.page.context.clear_cookies()
    await first.attach(chat.page)
    session = await chat.page.context.new_cdp_session(chat.page)
    await session.send("Network.clearBrowserCache")
    await chat.page.goto(chat.server.url, wait_until="networkidle")
    await expect(chat.page.locator("#starters button").first).to_be_enabled(timeout=30_000)
    assert first.bytes <= FIRST_LOAD

    again = await open_chat("hi", context=chat.page.context, wait=False)
    await again.page.goto("about:blank")
    second = Meter()
    await second.attach(again.page)
    await again.page.goto(chat.server.url, wait_until="networkidle")
    await expect(again.page.locator("#starters button").first).to_be_enabled(timeout=30_000)
    assert 0 < second.bytes <= SECOND_LOAD


async def test_something_is_to_be_seen_while_the_script_is_on_its_way(open_chat: OpenChat) -> None:
    chat = await open_chat("ta", wait=False)
    arrives = asyncio.Event()

    async def hold(route: Route) -> None:
        await arrives.wait()
        await route.continue_()

    await chat.page.route("**/assets/index-*.js", hold)
    await chat.page.goto(chat.server.url, wait_until="commit")
    boot = chat.page.get_by_test_id("boot")
    await expect(boot).to_contain_text("திறக்கிறது")
    await expect(chat.composer).to_have_count(0)
    arrives.set()
    await expect(chat.composer).to_be_visible(timeout=30_000)
    await expect(boot).to_have_count(0)


async def test_a_script_that_does_not_arrive_is_admitted(open_chat: OpenChat) -> None:
    chat = await open_chat("te", wait=False)
    await chat.page.route("**/assets/index-*.js", lambda route: route.abort())
    await chat.page.goto(chat.server.url, wait_until="commit")
    retry = chat.page.locator('#rf-boot [data-act="retry"]')
    await expect(retry).to_be_visible()
    await chat.page.unroute("**/assets/index-*.js")
    await retry.click()
    await expect(chat.composer).to_be_visible(timeout=30_000)
