"""Nobody reaches what is not theirs, and a page writes nothing of its own."""

from __future__ import annotations

from uuid import UUID

from tests.chat.conftest import OpenPage, Served
from tests.chat.talks import ASK, drafted
from tests.fixtures.platform import Business, MakeTenant


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


async def test_an_expired_session_is_told(open_page: OpenPage, served: Served) -> None:
    page = await open_page()
    await page.say("namaste")
    authenticator = served.app.state.authenticator
    await authenticator.close_session({"cookie": page.headers["Cookie"]})
    await page.say(ASK)
    assert page.cards("Notice")[-1]["text"] == "Phir se login kijiye."
    assert UUID(page.thread_id)
