"""Takes docs/images/chat.png anew: the journey's first message, answered with a draft.

.venv/bin/python -m scripts.screenshot
"""

from __future__ import annotations

import asyncio
import tempfile
from pathlib import Path

from playwright.async_api import async_playwright, expect

from app.bench import accounts, servers
from tests.browser import chromium

TARGET = Path(__file__).resolve().parent.parent / "docs" / "images" / "chat.png"
MESSAGE = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
SIZE = {"width": 390, "height": 960}


async def shoot(url: str, cookie: str) -> None:
    """Plays the message in a phone-sized page and keeps its picture."""
    name, _, value = cookie.partition("=")
    async with async_playwright() as playwright:
        path = chromium.find(playwright)
        browser = await playwright.chromium.launch(
            executable_path=path, args=list(chromium.ARGUMENTS)
        )
        context = await browser.new_context(
            viewport={"width": SIZE["width"], "height": SIZE["height"]},
            device_scale_factor=2,
            locale="en-IN",
            color_scheme="light",
        )
        await context.add_cookies([{"name": name, "value": value, "url": url}])
        page = await context.new_page()
        await page.goto(url)
        await page.locator("#chat-input").fill(MESSAGE)
        await expect(page.locator("#chat-submit")).to_be_enabled(timeout=30_000)
        await page.locator("#chat-input").press("Enter")
        card = page.get_by_test_id("draft-card").last
        await card.locator('[data-act="approve"]').wait_for()
        await page.evaluate("document.fonts.ready")
        await page.wait_for_load_state("networkidle")
        await page.screenshot(path=TARGET, animations="disabled")
        await browser.close()


async def main() -> None:
    """Serves the product for as long as the picture takes."""
    with tempfile.TemporaryDirectory(prefix="rf-shot-") as folder:
        home = Path(folder) / "data"
        (cookie,) = await accounts.make(home, 1)
        port = servers.free_port()
        async with servers.serving(servers.raptorflow(port), port, home) as server:
            await shoot(server.url, cookie)


if __name__ == "__main__":
    asyncio.run(main())
