"""Stop, F5 and a dying model while a draft is being written."""

import time
from collections.abc import AsyncIterator

import pytest
from playwright.async_api import Browser, expect

from tests.browser import walker
from tests.browser.chat import Chat, OpenChat
from tests.browser.serving import serving
from tests.browser.slow_model import SlowModel
from tests.browser.test_journey import ANSWERS, ASK
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser

STOP_WITHIN = 0.3
# What a browser, a test and a server on two cores add to the figure promised.
SLACK = 0.7


@pytest.fixture
async def model() -> AsyncIterator[SlowModel]:
    """A model that hangs after its first token."""
    async with SlowModel() as model:
        yield model


@pytest.fixture
async def server(browser: Browser, model: SlowModel) -> AsyncIterator[Served]:
    """The app with the slow model before the offline composer."""
    slow = {"OPENAI_API_KEY": "sk-test", "OPENAI_BASE_URL": model.url, "OPENAI_MODEL": "gpt-4o"}
    async with serving(MODEL_CASCADE="openai,offline", **slow) as served:
        yield served


async def writing(open_chat: OpenChat) -> Chat:
    """A chat whose draft is being written and does not come to an end."""
    chat = await open_chat("en")
    await chat.type(ASK)
    await chat.answer_until(chat.page.get_by_text("Diwali", exact=True), *ANSWERS)
    await expect(chat.page.locator("#stop-button")).to_be_visible(timeout=30_000)
    return chat


async def test_stop_ends_the_turn_and_leaves_nothing_half_written(open_chat: OpenChat) -> None:
    chat = await writing(open_chat)
    stop = chat.page.locator("#stop-button")
    await expect(stop).to_have_attribute("aria-label", "Stop")
    began = time.monotonic()
    await stop.click()
    await expect(chat.notice).to_be_visible()
    assert time.monotonic() - began <= STOP_WITHIN + SLACK
    await expect(chat.page.get_by_text("Task manually stopped.")).to_have_count(0)
    await expect(chat.page.get_by_test_id("draft-card")).to_have_count(0)
    await expect(chat.page.get_by_text("Diwali", exact=True)).to_have_count(0)
    await expect(chat.button(chat.notice, "retry")).to_be_visible()
    await walker.check(chat.page, "hi-Latn")
    assert await chat.drafts() == []


async def test_f5_in_mid_turn_shows_the_same_line(open_chat: OpenChat) -> None:
    chat = await writing(open_chat)
    step = chat.page.locator('[data-step-type="run"]').last.locator('button[id^="step-"]').first
    await expect(step).to_contain_text("Likhna")
    await chat.reload()
    await expect(step).to_contain_text("Likhna", timeout=30_000)
    await expect(chat.page.locator("#stop-button")).to_be_visible()


async def test_a_model_that_dies_in_mid_stream_leaves_one_card(
    open_chat: OpenChat, model: SlowModel
) -> None:
    chat = await writing(open_chat)
    model.finish()
    await chat.ready()
    await expect(chat.page.get_by_test_id("draft-card")).to_have_count(1)
    await expect(chat.notice).to_have_attribute("data-state", "info")
    await expect(chat.bubble).to_contain_text("20%")
    await walker.check(chat.page, "hi-Latn")
