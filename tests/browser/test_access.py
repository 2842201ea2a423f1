"""Everyone can use it: axe, 44 px, 320 px, 200 % zoom, keyboard, in every variant of the card."""

from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Page, expect

from tests.browser.chat import LAPTOP, SMALL_PHONE, Chat, OpenChat
from tests.browser.test_journey import ANSWERS, ASK
from tests.browser.test_native import NATIVE

pytestmark = pytest.mark.browser

# Where something sticks out of the page, is cut, or is too small for a thumb.
MISFITS = """() => {
  const width = document.documentElement.clientWidth;
  const bad = [];
  if (document.documentElement.scrollWidth > width) bad.push('the page scrolls sideways');
  for (const node of document.querySelectorAll('.rf-card, .rf-card *')) {
    const box = node.getBoundingClientRect();
    if (node.closest('.rf-hidden, svg') || !box.width) continue;
    const tell = (what) => bad.push(`${what}: ${node.outerHTML.slice(0, 90)}`);
    if (box.right > width + 0.5 || box.left < -0.5) tell('sticks out');
    const boxed = getComputedStyle(node).display !== 'inline';
    if (boxed && node.scrollWidth > node.clientWidth + 1) tell('cut');
  }
  for (const node of document.querySelectorAll('button, a, [role="button"], input:not([hidden])')) {
    const box = node.getBoundingClientRect();
    const hidden = !box.width || !node.checkVisibility({ visibilityProperty: true });
    // A phrase inside the draft is part of its text, and each is in the list below as well.
    if (hidden || node.closest('.rf-bubble') || node.dataset.sidebar === 'rail') continue;
    if (box.width < 43.5 || box.height < 43.5) {
      bad.push(`small: ${node.outerHTML.slice(0, 90)}`);
    }
  }
  return bad;
}"""


async def serious(page: Page, only: str | None = None) -> list[str]:
    """What axe finds serious or critical, by rule and place."""
    context: dict[str, Any] = {"include": [[only]]} if only else {}
    results = await Axe().run(page, context=context or None)
    return [
        f"{found['id']}: {node['target']}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
        for node in found["nodes"]
    ]


async def fits(chat: Chat) -> None:
    """Nothing sticks out, is cut or too small."""
    assert await chat.page.evaluate(MISFITS) == []


async def test_welcome_question_draft_and_decision_pass_axe(open_chat: OpenChat) -> None:
    chat = await open_chat("en")
    assert await serious(chat.page) == []
    await chat.type(ASK)
    await expect(chat.question.or_(chat.draft).first).to_be_visible(timeout=30_000)
    assert await serious(chat.page) == []
    await fits(chat)
    await chat.answer(*ANSWERS)
    assert await serious(chat.page) == []
    for panel in ("checks", "why", "reject", "lang"):
        button = chat.button(chat.draft, panel)
        if await button.count():
            await button.click()
            assert await serious(chat.page, ".rf-card") == [], panel
            await fits(chat)
    await chat.tap(chat.draft, "edit")
    assert await serious(chat.page, ".rf-card") == []
    await chat.tap(chat.draft, "cancel")
    await chat.approve()
    assert await serious(chat.page) == []
    await fits(chat)


@pytest.mark.parametrize("language", ["hi", "ta", "te"])
@pytest.mark.parametrize(
    ("size", "theme"),
    [(SMALL_PHONE, "dark"), ((320, 640), "light"), (LAPTOP, "dark")],
    ids=["360-dark", "320-light", "1280-dark"],
)
async def test_cards_fit_every_screen(
    open_chat: OpenChat, language: str, size: tuple[int, int], theme: str
) -> None:
    ask, answers = NATIVE[language]
    chat = await open_chat(language, size=size, theme=theme)
    await fits(chat)
    await chat.type(ask)
    await chat.answer(*answers)
    await fits(chat)
    assert await serious(chat.page, ".rf-card") == []


async def test_a_laptop_at_twice_the_size_still_fits(open_chat: OpenChat) -> None:
    # To the page, 200 % zoom is a window of half the width.
    width, height = LAPTOP
    chat = await open_chat("hi", size=(width // 2, height // 2))
    ask, answers = NATIVE["hi"]
    await fits(chat)
    await chat.type(ask)
    await chat.answer(*answers)
    await fits(chat)


async def test_the_whole_card_works_from_the_keyboard(open_chat: OpenChat) -> None:
    chat = await open_chat("en", size=LAPTOP)
    await chat.type(ASK)
    await chat.answer(*ANSWERS)
    approve = chat.button(chat.draft, "approve")
    await approve.focus()
    await chat.page.keyboard.press("Tab")
    await expect(chat.button(chat.draft, "edit")).to_be_focused()
    await chat.page.keyboard.press("Shift+Tab")
    outline = await approve.evaluate("node => getComputedStyle(node).outlineWidth")
    assert outline == "3px"
    await chat.page.keyboard.press("Enter")
    await expect(chat.draft).to_have_attribute("data-state", "approved", timeout=30_000)
    await expect(chat.draft.locator(".rf-title")).to_be_focused()
