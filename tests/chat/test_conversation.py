"""Whole conversations over real sockets: the real pipeline, database and Chainlit."""

from __future__ import annotations

import asyncio
from typing import Any
from uuid import uuid4

import pytest

from tests.chat.conftest import OpenPage
from tests.chat.talks import ASK, drafted, outline
from tests.fixtures.platform import Business, PostgresAway


async def test_from_a_request_to_an_approved_draft(open_page: OpenPage) -> None:
    page = await open_page()
    await page.say(ASK)
    assert outline(page) == ["her", "step", "AskCard"]
    question = page.cards("AskCard")[0]
    assert question["question"] == "Dukaan ka naam kya hai?"
    assert page.windows == [{"rf": "thread", "id": page.thread_id}]
    await page.say("Gupta Sweets")
    await page.say("98390 12345")
    assert outline(page) == ["her", "AskCard", "her", "AskCard", "her", "step", "DraftCard"]
    card = page.cards("DraftCard")[0]
    assert card["state"] == "pending"
    assert "20%" in card["text"]
    step = next(m for m in page.front.messages if m["type"] == "run")
    assert step["name"] == "Taiyaar, ₹0"
    assert [child["metadata"]["avatarName"] for child in step["steps"]] == [
        "queen",
        "swarm",
        "swarm",
        "critic",
    ]
    answer = await page.tap("draft", act="approve", id=card["id"], version=card["version"])
    assert answer["applied"] is True
    assert page.cards("DraftCard")[0]["state"] == "approved"


async def test_the_page_that_returns_shows_what_it_showed(
    open_page: OpenPage, tenant: Business
) -> None:
    page = await open_page(tenant)
    await drafted(page)
    shown = page.front.shown()
    again = await open_page(tenant, thread_id=page.thread_id)
    assert again.front.shown() == shown
    await page.close()
    page.front.messages.clear()
    page.front.elements.clear()
    await page.open()
    assert page.front.shown() == shown


async def test_typed_words_do_what_the_button_does(open_page: OpenPage) -> None:
    page = await open_page()
    await drafted(page)
    await page.say("theek hai")
    assert page.cards("DraftCard")[0]["state"] == "approved"


@pytest.mark.parametrize("by", ["a tap", "haan pakka"])
async def test_the_first_approval_brings_the_one_offer(open_page: OpenPage, by: str) -> None:
    """However she approves, the same follows: once, and never again."""
    page = await open_page()
    offer = "8 chhote sawaal"

    async def approve(card: dict[str, Any]) -> None:
        if by == "a tap":
            await page.tap("draft", act="approve", id=card["id"], version=card["version"])
        else:
            await page.say(by)

    await approve(await drafted(page))
    await page.front_shows(offer)
    await page.settled()
    await page.say("holi ke liye whatsapp message likho, gujiya pe 10% off")
    await approve(page.cards("DraftCard")[-1])
    assert [card["state"] for card in page.cards("DraftCard")] == ["approved", "approved"]
    assert str(page.front.shown()).count(offer) == 1


async def test_a_chip_is_her_message(open_page: OpenPage) -> None:
    page = await open_page()
    await page.say(ASK)
    question = page.cards("AskCard")[0]
    await page.tap("answer", id=question["id"], skip=True)
    assert page.cards("AskCard")[0]["state"] == "skipped"
    assert "Chhod dein" in [m["output"] for m in page.front.messages]
    count = len(page.front.messages)
    await page.tap("answer", id=question["id"], skip=True)
    assert len(page.front.messages) - count <= 1


async def test_one_decision_of_many_clicks(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    card = await drafted(page)
    other = await open_page(tenant, thread_id=page.thread_id)
    taps = [
        tab.tap("draft", act=act, id=card["id"], version=card["version"])
        for tab in (page, other)
        for act in ("approve", "reject", "approve")
    ]
    answers = await asyncio.gather(*taps)
    assert sum(answer["applied"] for answer in answers) == 1
    losers = [answer["props"] for answer in answers if not answer["applied"]]
    assert {props["state"] for props in losers} == {"elsewhere"}
    assert all(props["head"] for props in losers)


async def test_a_tap_is_served_when_chainlit_lost_the_page(
    open_page: OpenPage, tenant: Business
) -> None:
    page = await open_page(tenant)
    card = await drafted(page)
    page.session_id = str(uuid4())
    answer = await page.tap("draft", act="approve", id=card["id"], version=1)
    assert answer["props"]["state"] == "approved"
    again = await open_page(tenant, thread_id=page.thread_id)
    assert again.cards("DraftCard")[0]["state"] == "approved"


async def test_edit_another_view_use_undo(open_page: OpenPage) -> None:
    page = await open_page()
    card = await drafted(page)
    name = card["id"]
    mine = str(card["text"]).replace("Gupta", "Asli Gupta")
    await page.tap("draft", act="edit", id=name, version=1, text=mine)
    edited = page.cards("DraftCard")[0]
    assert (edited["version"], edited["text"]) == (2, mine)
    late = await page.tap("draft", act="edit", id=name, version=1, text="late")
    assert late["applied"] is False
    assert late["props"]["text"] == mine
    await page.tap("draft", act="another", id=name, version=2)
    third = page.cards("DraftCard")[0]
    assert third["version"] == 3
    assert third["text"] not in (mine, card["text"])
    assert len(page.cards("DraftCard")) == 1
    await page.tap("draft", act="view", id=name, version=2)
    old = page.cards("DraftCard")[0]
    assert (old["shown"], old["text"], old["buttons"]["filled"]) == (2, mine, "useThis")
    await page.tap("draft", act="useThis", id=name, version=2)
    newest = page.cards("DraftCard")[0]
    assert (newest["version"], newest["shown"], newest["text"]) == (4, 4, mine)
    await page.tap("draft", act="reject", id=name, version=4, reason="wrongTone")
    assert page.cards("DraftCard")[0]["state"] == "rejected"
    await page.tap("draft", act="undo", id=name, version=4)
    assert page.cards("DraftCard")[0]["state"] == "pending"


async def test_another_tapped_twice_is_one_more(open_page: OpenPage) -> None:
    page = await open_page()
    card = await drafted(page)
    taps = [page.tap("draft", act="another", id=card["id"], version=1) for _ in range(3)]
    await asyncio.gather(*taps)
    assert page.cards("DraftCard")[0]["version"] == 2


async def test_a_language_makes_a_sibling(open_page: OpenPage) -> None:
    page = await open_page()
    card = await drafted(page)
    await page.tap("draft", act="language", id=card["id"], version=1, language="ta")
    cards = page.cards("DraftCard")
    assert [c["lang"] for c in cards] == ["hi-Latn", "ta"]
    assert [c["state"] for c in cards] == ["pending", "pending"]
    await page.tap("draft", act="shorter", id=card["id"], version=1)
    states = [c["state"] for c in page.cards("DraftCard")]
    assert states == ["stale", "pending", "pending"]


async def test_the_same_message_is_one_turn(open_page: OpenPage) -> None:
    page = await open_page()
    name = await page.say(ASK)
    await page.say(ASK, message_id=name)
    assert outline(page) == ["her", "step", "AskCard"]


async def test_titles_are_ours(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    await drafted(page)
    listed = await page.post("/project/threads", {"pagination": {"first": 10}, "filter": {}})
    assert [row["id"] for row in listed["data"]] == [page.thread_id]
    assert listed["data"][0]["name"] == "Diwali · WhatsApp message"
    assert ASK not in listed["data"][0]["name"]


async def test_a_waiting_draft_is_the_first_starter(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    await drafted(page)
    fresh = await open_page(tenant)
    settings = await fresh.get("/project/settings?language=hi")
    starters = settings["chatProfiles"][0]["starters"]
    assert starters[0]["label"] == "1 मैसेज रुका है"
    assert len(starters) == 3
    await fresh.say(starters[0]["message"], command=starters[0]["command"])
    assert fresh.windows[-1] == {"rf": "thread", "id": page.thread_id}
    assert fresh.front.shown() == page.front.shown()
    card = fresh.cards("DraftCard")[0]
    await fresh.tap("draft", act="approve", id=card["id"], version=1)
    assert fresh.cards("DraftCard")[0]["state"] == "approved"


async def test_too_long_is_said_in_her_words(open_page: OpenPage) -> None:
    page = await open_page()
    await page.say("bhaiya mujhe diwali ka message chahiye " * 600)
    notice = page.cards("Notice")[-1]
    assert "akshar bahut zyada hain" in notice["text"]
    assert notice["state"] == "bad"


@pytest.mark.parametrize(
    "words", ["diwali\x00 ke liye message\u202e chahiye", "😀😀😀", "   ", "<img src=x onerror=1>"]
)
async def test_strange_words_are_answered(open_page: OpenPage, words: str) -> None:
    page = await open_page()
    await page.say(words)
    assert "assistant_message" in str(page.front.shown())
    assert "Traceback" not in str(page.front.shown())
    await page.say("dhanyavaad")
    assert page.front.messages


async def test_words_survive_while_the_database_is_away(
    open_page: OpenPage, tenant: Business, postgres_away: PostgresAway
) -> None:
    page = await open_page(tenant)
    await page.say(ASK)
    asked = len(page.cards("AskCard"))
    async with postgres_away():
        await page.say("Gupta Sweets")
        notice = page.cards("Notice")[-1]
        assert notice["text"] == "Abhi save nahi ho raha. Thodi der baad phir bhejiye."
        assert notice["buttons"] == ["retry"]
    await page.tap("retry", id=notice["id"])
    assert len(page.cards("AskCard")) == asked + 1
    assert "Notice" not in outline(page)
