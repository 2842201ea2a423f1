"""``public/rf.js`` by itself: the hands of the cards, on a page without a server."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from playwright.async_api import Browser, Page

pytestmark = pytest.mark.browser

SCRIPT = Path(__file__).resolve().parents[2] / "public" / "rf.js"
# React's hooks, as far as a card's tap needs them.
HOOKS = """
const cells = []; let at = 0;
const cell = (start) => { const i = at++; if (!(i in cells)) cells[i] = start; return i; };
window.hooks = {
  useState: (start) => {
    const i = cell(start);
    return [cells[i], (next) => { cells[i] = next; }];
  },
  useRef: (start) => cells[cell({ current: start })],
  useEffect: () => {},
};
window.card = (send) => { at = 0; return rf.useTap(hooks, send, () => true); };
"""


@pytest.fixture
async def page(browser: Browser) -> AsyncIterator[Page]:
    """An empty page with our script on it."""
    context = await browser.new_context(locale="hi-IN")
    page = await context.new_page()
    await page.route("**/*", lambda route: route.fulfill(body="<html><body></body></html>"))
    await page.goto("http://127.0.0.1/")
    await page.add_script_tag(path=SCRIPT)
    yield page
    await context.close()


@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("plain", ["plain"]),
        ("*दिवाली* की", [["strong", ["दिवाली"]], " की"]),
        ("_शर्मा_, *20% off*", [["em", ["शर्मा"]], ", ", ["strong", ["20% off"]]]),
        ("~₹450~ ₹360", [["s", ["₹450"]], " ₹360"]),
        ("*bold _both_*", [["strong", ["bold ", ["em", ["both"]]]]]),
        ("2*3*4 and snake_case_name", ["2*3*4 and snake_case_name"]),
        ("* not a mark*", ["* not a mark*"]),
        ("*two\nlines*", ["*two\nlines*"]),
        ("<b>&amp;</b>", ["<b>&amp;</b>"]),
        ("", []),
    ],
)
async def test_whatsapp_marks(page: Page, text: str, tree: list[Any]) -> None:
    assert await page.evaluate("text => rf.waTree(text)", text) == tree


async def test_text_is_cut_at_phrases(page: Page) -> None:
    cut = await page.evaluate("([t, p]) => rf.splitOn(t, p)", ["20% (off), 20%", ["20%", "(off)"]])
    assert cut == ["", "20%", " ", "(off)", ", ", "20%", ""]
    assert await page.evaluate("rf.splitOn('text', ['none', ''])") == ["text"]


async def test_a_lost_tap_goes_once_more_with_the_same_payload(page: Page) -> None:
    await page.evaluate(HOOKS)
    sent = await page.evaluate(
        """async () => {
          const sent = [];
          const send = async (action) => {
            sent.push(JSON.stringify(action));
            if (sent.length === 1) throw new Error('lost');
            return { success: true };
          };
          await card(send).tap('approve', { name: 'draft', payload: { version: 3 } });
          const after = card(send);
          return [sent, after.busy, after.lost];
        }"""
    )
    assert sent[0][0] == sent[0][1]
    assert len(sent[0]) == 2
    assert sent[1:] == ["", None]


async def test_a_tap_that_stays_lost_is_kept_for_another_try(page: Page) -> None:
    await page.evaluate(HOOKS)
    count, lost, again = await page.evaluate(
        """async () => {
          let count = 0, works = false;
          const send = async () => { count += 1; return { success: works }; };
          await card(send).tap('approve', { name: 'draft', payload: { version: 3 } });
          const lost = card(send).lost;
          works = true;
          const again = await card(send).again();
          return [count, lost, again];
        }"""
    )
    assert count == 3
    assert lost == {"key": "approve", "action": {"name": "draft", "payload": {"version": 3}}}
    assert again == {"success": True}


async def test_a_second_tap_while_busy_is_not_sent(page: Page) -> None:
    await page.evaluate(HOOKS)
    assert await page.evaluate(
        """async () => {
          const sent = [];
          const send = async (action) => { sent.push(action); return { success: true }; };
          const { tap } = card(send);
          await Promise.all([tap('approve', 1), tap('another', 2)]);
          return sent;
        }"""
    ) == [1]


async def test_a_failed_action_answers_the_card_instead_of_raising_a_toast(page: Page) -> None:
    await page.route("**/project/action", lambda route: route.fulfill(status=500, body="{}"))
    said = await page.evaluate("fetch('/project/action', {method: 'POST'}).then(r => r.json())")
    assert said == {"success": False, "status": 500}
    await page.route("**/project/action", lambda route: route.abort())
    said = await page.evaluate("fetch('/project/action', {method: 'POST'}).then(r => r.json())")
    assert said == {"success": False, "status": 0}


async def test_only_our_own_window_may_move_the_address(page: Page) -> None:
    thread = "0199aaaa-bbbb-7ccc-8ddd-eeeeffff0000"
    listen = "new Promise(done => addEventListener('message', () => setTimeout(done)))"
    send = f"(data) => {{ const seen = {listen}; postMessage(data, '*'); return seen; }}"
    await page.evaluate(send, {"rf": "thread", "id": "../evil"})
    assert page.url == "http://127.0.0.1/"
    await page.evaluate(send, {"rf": "thread", "id": thread})
    assert page.url == f"http://127.0.0.1/thread/{thread}"


async def test_the_browser_language_is_taken_and_the_choice_wins(page: Page) -> None:
    assert await page.evaluate("[navigator.language, document.documentElement.lang]") == [
        "hi",
        "hi",
    ]
    await page.goto("http://127.0.0.1/chat#lang-ta")
    await page.add_script_tag(path=SCRIPT)
    assert await page.evaluate("navigator.language") == "ta"
    assert page.url == "http://127.0.0.1/chat"
    await page.goto("http://127.0.0.1/")
    await page.add_script_tag(path=SCRIPT)
    assert await page.evaluate("[navigator.language, document.cookie]") == ["ta", "rf_lang=ta"]
