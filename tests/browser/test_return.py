"""Coming back: F5, a new chat after it, two taps at once, a server that died."""

import asyncio
import re

import pytest
from playwright.async_api import expect

from tests.browser.chat import DECIDED, Chat, OpenChat
from tests.browser.test_journey import ANSWERS, ASK
from tests.fixtures.served import Served

pytestmark = pytest.mark.browser


async def drafted(open_chat: OpenChat) -> Chat:
    """A chat with a draft that waits for her."""
    chat = await open_chat("en")
    await chat.type(ASK)
    await chat.answer(*ANSWERS)
    return chat


async def approvals(chat: Chat) -> int:
    """How often the newest draft was approved, by the events of its turn."""
    draft = (await chat.drafts())[0]
    events = (await chat.server.get(f"/api/v1/turns/{draft['turn_id']}/events")).json()
    names = [event["name"] for event in events["events"]]
    return names.count("approval.decided")


async def test_f5_in_the_middle_returns_to_the_conversation(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    await chat.type(ASK)
    await expect(chat.question.or_(chat.draft).first).to_be_visible(timeout=30_000)
    await chat.page.wait_for_url("**/chat/thread/*")
    await chat.reload()
    await expect(chat.page.locator('[data-step-type="user_message"]')).to_have_count(1)
    await expect(chat.question.or_(chat.draft).first).to_be_visible(timeout=30_000)


async def test_a_new_chat_after_f5_is_empty_and_works(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.reload()
    await chat.ready()
    await chat.page.locator("#new-chat-button").first.click()
    await expect(chat.page.locator("#welcome-screen")).to_be_visible()
    await expect(chat.page).to_have_url(re.compile(r"/chat/?$"))
    await chat.type(ASK)
    await chat.answer(*ANSWERS)
    await expect(chat.page.get_by_test_id("draft-card")).to_have_count(1)


async def test_a_double_click_decides_once(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.button(chat.draft, "approve").dblclick()
    await expect(chat.draft).to_have_attribute("data-state", "approved", timeout=30_000)
    assert await approvals(chat) == 1


async def test_two_tabs_decide_once_and_the_loser_is_told(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.page.wait_for_url("**/chat/thread/*")
    path = chat.page.url.removeprefix(chat.server.url)
    other = await open_chat("en", path=path, context=chat.page.context)
    await other.ready()
    await asyncio.gather(chat.tap(chat.draft, "approve"), other.tap(other.draft, "approve"))
    await expect(chat.draft).to_have_attribute("data-state", DECIDED, timeout=30_000)
    await expect(other.draft).to_have_attribute("data-state", DECIDED, timeout=30_000)
    assert await approvals(chat) == 1


async def test_what_she_typed_survives_f5(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    await chat.composer.fill("aadha likha hua")
    await chat.reload()
    await expect(chat.composer).to_have_value("aadha likha hua")
    await chat.type("aadha likha hua, ab poora")
    await expect(chat.composer).to_have_value("")
    # Answered: what the server has not heard yet would rightly come back.
    await expect(chat.page.get_by_test_id("ask-card").last).to_be_visible(timeout=30_000)
    await chat.reload()
    await expect(chat.composer).to_have_value("")


async def test_without_network_nothing_is_lost(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.tap(chat.draft, "edit")
    await chat.page.keyboard.type(" Intezaar rahega.")
    await chat.page.context.set_offline(True)
    save = chat.button(chat.draft, "save")
    await expect(save).to_be_disabled()
    await chat.page.context.set_offline(False)
    await expect(save).to_be_enabled(timeout=30_000)
    await save.click()
    await expect(chat.bubble).to_contain_text("Intezaar rahega.", timeout=30_000)


@pytest.mark.crash
async def test_kill_9_between_draft_and_approval(open_chat: OpenChat, server: Served) -> None:
    chat = await drafted(open_chat)
    await server.kill()
    await chat.tap(chat.draft, "approve")
    await expect(chat.draft).to_have_attribute("data-state", "busy")
    await server.start()
    await expect(chat.draft).to_have_attribute("data-state", "approved", timeout=60_000)
    assert await approvals(chat) == 1
    await chat.reload()
    await expect(chat.draft).to_have_attribute("data-state", "approved", timeout=30_000)


@pytest.mark.crash
async def test_the_page_goes_on_after_kill_9_without_a_reload(
    open_chat: OpenChat, server: Served
) -> None:
    chat = await drafted(open_chat)
    await server.kill()
    await expect(chat.page.locator("#session-error")).to_be_visible(timeout=30_000)
    await expect(chat.button(chat.draft, "approve")).to_be_disabled()
    await server.start()
    await expect(chat.page.locator("#session-error")).to_have_count(0, timeout=60_000)
    await chat.approve()
    await chat.type("dhanyavad")
    await expect(chat.page.locator('[data-step-type="assistant_message"]').last).to_be_visible()
