"""What the cards do under her thumb: versions, reasons, sources, copying, unsaved words."""

import re

import pytest
from playwright.async_api import expect

from tests.browser import walker
from tests.browser.chat import Chat, OpenChat
from tests.browser.test_journey import ANSWERS, ASK

pytestmark = pytest.mark.browser


async def drafted(open_chat: OpenChat) -> Chat:
    """A chat with a draft that waits for her."""
    chat = await open_chat("en")
    await chat.type(ASK)
    await chat.answer(*ANSWERS)
    return chat


async def test_another_one_keeps_the_older_behind_the_arrows(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    first = await chat.bubble.inner_text()
    await chat.tap(chat.draft, "another")
    await expect(chat.draft.get_by_text("2/2", exact=True)).to_be_visible(timeout=30_000)
    await expect(chat.bubble).not_to_have_text(first)
    await expect(chat.bubble).to_be_focused()
    await chat.tap(chat.draft, "older")
    await expect(chat.bubble).to_have_text(first, use_inner_text=True)
    await expect(chat.button(chat.draft, "approve")).to_have_count(0)
    await chat.tap(chat.draft, "useThis")
    await expect(chat.button(chat.draft, "approve")).to_be_visible(timeout=30_000)
    await expect(chat.bubble).to_have_text(first, use_inner_text=True)
    await expect(chat.page.get_by_test_id("draft-card")).to_have_count(1)


async def test_a_rejection_has_a_reason_and_a_way_back(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.tap(chat.draft, "reject")
    await chat.button(chat.draft, "note").fill("daam 450 hai")
    await chat.tap(chat.draft, "wrongFact")
    await expect(chat.draft).to_have_attribute("data-state", "rejected", timeout=30_000)
    await expect(chat.draft.locator(".rf-title")).to_be_focused()
    assert (await chat.drafts())[0]["status"] == "rejected"
    await chat.tap(chat.draft, "undo")
    await chat.ready()


async def test_every_phrase_shows_its_source(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.tap(chat.draft, "why")
    phrase = chat.bubble.get_by_role("button", name="20%", exact=True).first
    await phrase.click()
    row = chat.draft.locator('.rf-why [data-marked="true"]')
    await expect(row).to_have_count(1)
    await expect(row).to_contain_text(re.compile("20%: aapne likha"))


async def test_copying_says_so_and_gives_the_whole_text(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    await chat.approve()
    copy = chat.button(chat.draft, "copy")
    label = await copy.inner_text()
    await copy.click()
    await expect(copy).not_to_have_text(label)
    text = (await chat.drafts())[0]["versions"][-1]["text"]
    assert await chat.page.evaluate("navigator.clipboard.readText()") == text
    await expect(copy).to_have_text(label)


async def test_a_refused_clipboard_still_copies(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.approve()
    await chat.page.evaluate(
        """() => {
          navigator.clipboard.writeText = () => Promise.reject(new Error('refused'));
          addEventListener('copy', (event) => { window.copied = event.target.value; });
        }"""
    )
    await chat.tap(chat.draft, "copy")
    copied = await chat.page.wait_for_function("window.copied")
    text = (await chat.drafts())[0]["versions"][-1]["text"]
    assert await copied.json_value() == text


async def test_unsaved_words_survive_f5_and_cancel_drops_them(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    before = await chat.bubble.inner_text()
    await chat.tap(chat.draft, "edit")
    await chat.page.keyboard.type(" Adhura")
    await chat.reload()
    await expect(chat.bubble).to_have_value(re.compile("Adhura$"), timeout=30_000)
    await chat.tap(chat.draft, "cancel")
    await expect(chat.bubble).to_have_text(before, use_inner_text=True)
    await chat.reload()
    await expect(chat.bubble).to_have_text(before, use_inner_text=True, timeout=30_000)


async def test_two_tabs_that_edit_show_both_texts(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    await chat.page.wait_for_url("**/chat/thread/*")
    path = chat.page.url.removeprefix(chat.server.url)
    other = await open_chat("en", path=path, context=chat.page.context)
    await other.ready()
    await chat.tap(chat.draft, "edit")
    await chat.page.keyboard.type(" Pehla.")
    await other.tap(other.draft, "edit")
    await other.page.keyboard.type(" Doosra.")
    await other.tap(other.draft, "save")
    await expect(other.bubble).to_contain_text("Doosra.", timeout=30_000)
    await chat.tap(chat.draft, "save")
    await expect(chat.bubble).to_contain_text("Doosra.", timeout=30_000)
    await expect(chat.draft.get_by_test_id("mine")).to_contain_text("Pehla.")
    await chat.tap(chat.draft, "useThis")
    await expect(chat.bubble).to_contain_text("Pehla.", timeout=30_000)
    await expect(chat.button(chat.draft, "approve")).to_be_visible()


async def test_another_language_makes_a_sibling(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    cards = chat.page.get_by_test_id("draft-card")
    before = await cards.count()
    await chat.tap(chat.draft, "lang")
    await chat.draft.locator('[data-act="language"][data-value="ta"]').click()
    await expect(cards).to_have_count(before + 1, timeout=30_000)
    await expect(chat.bubble).to_have_attribute("lang", "ta")
    await expect(cards.nth(before - 1)).to_have_attribute("data-state", "pending")


@pytest.mark.parametrize("language", ["en", "hi", "ta", "te"])
async def test_bad_input_is_answered_in_her_language(open_chat: OpenChat, language: str) -> None:
    chat = await open_chat(language)
    await chat.type("😀😀")
    await expect(chat.page.get_by_test_id("ask-card").last).to_be_visible(timeout=30_000)
    await chat.type("நன்றி " * 4000 if language == "ta" else "नमस्ते " * 4000)
    await expect(chat.notice).to_have_attribute("data-state", "bad", timeout=30_000)
    if language != "en":
        names = {"Sharma", "Sweets", "Sw"}
        await walker.check(chat.page, language, *names)


async def test_what_she_asked_stays_in_view_when_the_older_card_folds(open_chat: OpenChat) -> None:
    chat = await drafted(open_chat)
    for words in ("thoda chhota karo", "10% karo"):
        cards = chat.page.get_by_test_id("draft-card")
        before = await cards.count()
        await chat.type(words)
        await expect(cards).to_have_count(before + 1, timeout=30_000)
        await expect(cards.nth(before - 1)).to_have_attribute("data-state", "stale")
        # The page comes to rest: the same place twice, a moment apart.
        await chat.page.wait_for_function(
            """() => {
              const top = document.querySelector('[data-testid="draft-card"]:last-of-type')
                .getBoundingClientRect().top;
              const still = window.lastTop === top;
              window.lastTop = top;
              return still;
            }""",
            polling=400,
        )
        await expect(chat.page.get_by_text(words, exact=True)).to_be_in_viewport()
        await expect(chat.draft.locator(".rf-title")).to_be_in_viewport()
