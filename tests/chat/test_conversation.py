"""Whole conversations over real sockets: the real pipeline, database and Chainlit."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from typing import Any
from uuid import UUID, uuid4

import pytest

from agents.model_calls import ModelDelta, ModelReset
from tests.chat.conftest import OpenPage, Served
from tests.chat.wire import Wire
from tests.fixtures.platform import Business, MakeTenant, PostgresAway
from tests.fixtures.waiting import eventually

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"


async def drafted(page: Wire) -> dict[str, object]:
    """From an empty page to a draft card: the request and two answers."""
    await page.say(ASK)
    await page.say("Gupta Sweets")
    await page.say("98390 12345")
    return page.cards("DraftCard")[-1]


def outline(page: Wire) -> list[str]:
    """What stands on the page, top down, in a word each."""
    named = {card["forId"]: card["name"] for card in page.front.elements.values()}
    return [
        named.get(m["id"], {"user_message": "her", "run": "step"}.get(m["type"], "line"))
        for m in page.front.messages
    ]


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


@pytest.fixture
def slow_writer(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[asyncio.Event, asyncio.Event]]:
    """A writer that says half a sentence and waits: (it has begun, it may go on)."""
    models = served.app.state.services.models
    begun, may_go_on = asyncio.Event(), asyncio.Event()
    real = models.stream

    async def halting(call: Any) -> AsyncIterator[Any]:
        yield ModelDelta("Aadha ")
        begun.set()
        await may_go_on.wait()
        yield ModelReset("offline")
        async for chunk in real(call):
            yield chunk

    monkeypatch.setattr(models, "stream", halting)
    yield begun, may_go_on
    may_go_on.set()


async def test_stop_ends_the_turn(
    open_page: OpenPage, tenant: Business, slow_writer: tuple[asyncio.Event, asyncio.Event]
) -> None:
    begun, may_go_on = slow_writer
    page = await open_page(tenant)
    await known_shop(page, may_go_on)
    begun.clear()
    may_go_on.clear()
    await page.start("holi ke liye whatsapp message chahiye, gujiya pe 10% off")
    await asyncio.wait_for(begun.wait(), 20)
    await page.front_shows("Aadha")
    await page.stop()
    await page.settled()
    notice = page.cards("Notice")[-1]
    assert notice["text"] == "Rok diya. Kuch save nahi hua, paise nahi kate."
    assert not page.shows("Aadha")
    assert page.shows("Rok diya")
    may_go_on.set()
    await page.tap("retry", id=notice["id"])
    assert page.cards("DraftCard")[-1]["state"] == "pending"
    assert not page.shows("Rok diya")
    again = await open_page(tenant, thread_id=page.thread_id)
    assert again.front.shown() == page.front.shown()


async def test_a_page_that_returns_in_mid_turn_is_shown_the_rest(
    open_page: OpenPage, tenant: Business, slow_writer: tuple[asyncio.Event, asyncio.Event]
) -> None:
    begun, may_go_on = slow_writer
    page = await open_page(tenant)
    await known_shop(page, may_go_on)
    begun.clear()
    may_go_on.clear()
    await page.start("holi ke liye whatsapp message chahiye, gujiya pe 10% off")
    await asyncio.wait_for(begun.wait(), 20)
    await page.close()
    await page.open()
    other = await open_page(tenant, thread_id=page.thread_id)
    await page.front_shows("Aadha")
    await other.front_shows("Aadha")
    may_go_on.set()
    for tab in (page, other):
        await tab.has_cards("DraftCard", 2)
        assert not tab.shows("Aadha")
    again = await open_page(tenant, thread_id=page.thread_id)
    assert page.front.shown() == again.front.shown()
    assert other.front.shown() == again.front.shown()


async def known_shop(page: Wire, may_go_on: asyncio.Event) -> None:
    """A first draft, so that nothing has to be asked for the next."""
    may_go_on.set()
    await drafted(page)


async def test_the_same_message_is_one_turn(open_page: OpenPage) -> None:
    page = await open_page()
    name = await page.say(ASK)
    await page.say(ASK, message_id=name)
    assert outline(page) == ["her", "step", "AskCard"]


async def test_nobody_elses_anything(
    open_page: OpenPage, make_tenant: MakeTenant, served: Served
) -> None:
    asha, mallory = await make_tenant(), await make_tenant()
    page = await open_page(asha)
    card = await drafted(page)
    question = page.cards("AskCard")[0]
    step = next(m for m in page.front.messages if m["type"] == "run")
    thief = await open_page(mallory)
    for name, payload in (
        ("draft", {"act": "approve", "id": card["id"], "version": 1}),
        ("draft", {"act": "another", "id": card["id"], "version": 1}),
        ("answer", {"id": question["id"], "skip": True}),
        ("retry", {"id": step["id"]}),
        ("choose", {"id": step["id"], "value": "general_help"}),
    ):
        body = {"sessionId": thief.session_id, "action": {"name": name, "payload": payload}}
        answer = await thief.post("/project/action", body)
        assert answer["status"] == 404
        assert answer["detail"] == "This is not in your chats."
    foreign = {"sessionId": page.session_id, "action": {"name": "draft", "payload": {}}}
    assert (await thief.post("/project/action", foreign))["status"] == 404
    thumb = {"feedback": {"forId": step["id"], "value": 1}, "sessionId": thief.session_id}
    assert (await thief.post("/feedback", thumb, "PUT"))["status"] == 404
    kept = await page.post("/feedback", {**thumb, "sessionId": page.session_id}, "PUT")
    assert kept["status"] == 200
    gone = {"feedbackId": kept["feedbackId"]}
    assert (await thief.post("/feedback", gone, "DELETE"))["status"] == 404
    stolen = await open_page(mallory, thread_id=page.thread_id)
    assert stolen.front.messages == []
    await stolen.say("namaste")
    assert [c["text"] for c in stolen.cards("Notice")] == ["This is not in your chats."]
    again = await open_page(asha, thread_id=page.thread_id)
    assert again.cards("DraftCard")[0]["state"] == "pending"


async def test_thumbs_come_back(open_page: OpenPage, tenant: Business) -> None:
    page = await open_page(tenant)
    await drafted(page)
    step = next(m for m in page.front.messages if m["type"] == "run")
    thumb = {"feedback": {"forId": step["id"], "value": 1}, "sessionId": page.session_id}
    first = await page.post("/feedback", thumb, "PUT")
    second = await page.post("/feedback", thumb, "PUT")
    assert first["feedbackId"] == second["feedbackId"]
    again = await open_page(tenant, thread_id=page.thread_id)
    found = next(m for m in again.front.messages if m["type"] == "run")
    assert found["feedback"]["value"] == 1
    await page.post("/feedback", {"feedbackId": first["feedbackId"]}, "DELETE")
    gone = await open_page(tenant, thread_id=page.thread_id)
    assert "feedback" not in next(m for m in gone.front.messages if m["type"] == "run")


async def test_a_page_cannot_write_cards_or_files(open_page: OpenPage) -> None:
    page = await open_page()
    body = {"sessionId": page.session_id, "element": {"type": "custom"}}
    assert (await page.post("/project/element", body, "PUT"))["status"] == 403
    assert (await page.post("/project/file?session_id=x", {}))["status"] == 415
    for path in ("/mcp", "/auth/jwt", "/project/thread/share"):
        assert (await page.post(path, {}))["status"] in (403, 404, 405), path


async def test_without_a_session_the_door_is_shut(open_page: OpenPage, served: Served) -> None:
    page = await open_page()
    page.headers["Cookie"] = ""
    answer = await page.post("/project/action", {"sessionId": "x", "action": {}})
    assert answer["status"] == 401
    headers = {**page.headers, "x-user": "spoof", "x-forwarded-user": "spoof"}
    page.headers = headers
    assert (await page.post("/auth/header", {}))["status"] in (401, 403)


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
    assert "akshar zyada hain" in notice["text"]
    assert notice["state"] == "bad"


async def test_a_turn_outlives_its_page(
    open_page: OpenPage, tenant: Business, served: Served
) -> None:
    page = await open_page(tenant)
    await drafted(page)
    await page.start("holi ke liye whatsapp message chahiye, gujiya pe 10% off")
    await page.close()

    async def there() -> bool:
        again = await open_page(tenant, thread_id=page.thread_id)
        return len(again.cards("DraftCard")) == 2

    await eventually(there)


async def test_an_expired_session_is_told(open_page: OpenPage, served: Served) -> None:
    page = await open_page()
    await page.say("namaste")
    authenticator = served.app.state.authenticator
    await authenticator.close_session({"cookie": page.headers["Cookie"]})
    await page.say(ASK)
    assert page.cards("Notice")[-1]["text"] == "Phir se login kijiye."
    assert UUID(page.thread_id)


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
        assert notice["text"] == "Abhi save nahi ho raha."
        assert notice["buttons"] == ["retry"]
    await page.tap("retry", id=notice["id"])
    assert len(page.cards("AskCard")) == asked + 1
    assert "Notice" not in outline(page)
