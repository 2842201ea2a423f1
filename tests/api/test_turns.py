"""Messages over HTTP: one object, a stream, a replay, a stop; the same key is the same turn."""

import asyncio
import json
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI

from tests.api.conftest import owner_client
from tests.fixtures.platform import Business

HINGLISH = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
ASK_KEYS = {
    "turn_id", "conversation_id", "language", "skill", "slots", "confidence", "reply", "questions",
    "draft", "drafts", "score", "findings", "approval", "cost", "provider", "cache", "blocked",
    "events", "ms",
}  # fmt: skip


async def ask(client: httpx.AsyncClient, text: str = HINGLISH, **fields: Any) -> dict[str, Any]:
    headers = fields.pop("headers", {})
    answer = await client.post("/api/v1/turns", json={"text": text, **fields}, headers=headers)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def frames(body: str) -> list[tuple[str, dict[str, Any]]]:
    """The events of an event stream, comments left out."""
    found = []
    for block in body.split("\n\n"):
        lines = dict(line.split(": ", 1) for line in block.splitlines() if line[:1] != ":")
        if lines:
            found.append((lines["event"], json.loads(lines["data"])))
    return found


async def test_a_message_is_drafted_without_waiting(owner: httpx.AsyncClient) -> None:
    result = await ask(owner)
    assert set(result) >= ASK_KEYS
    assert (result["language"], result["skill"]) == ("hi-Latn", "whatsapp_broadcast")
    assert result["blocked"] is None
    assert result["approval"] == "pending"
    assert "20%" in result["draft"]["text"]
    assert result["questions"], "what is not known is listed, not waited for"
    assert result["events"][0] == "message.received"
    assert result["events"][-1] == "turn.settled"


async def test_the_turn_can_be_read_again(owner: httpx.AsyncClient) -> None:
    result = await ask(owner)
    again = await owner.get(f"/api/v1/turns/{result['turn_id']}")
    assert again.json()["draft"] == result["draft"]
    events = (await owner.get(f"/api/v1/turns/{result['turn_id']}/events")).json()["events"]
    assert [event["name"] for event in events] == result["events"]
    assert {event["turn_id"] for event in events} == {result["turn_id"]}


async def test_a_stream_has_the_events_as_they_come(owner: httpx.AsyncClient) -> None:
    accept = {"accept": "text/event-stream"}
    answer = await owner.post("/api/v1/turns", json={"text": HINGLISH}, headers=accept)
    assert answer.headers["content-type"].startswith("text/event-stream")
    streamed = frames(answer.text)
    names = [name for name, _ in streamed]
    assert names[0] == "message.received"
    assert names[-1] == "turn.settled"
    assert "draft.delta" in names
    turn_id = streamed[0][1]["turn_id"]
    replayed = frames((await owner.get(f"/api/v1/turns/{turn_id}/events", headers=accept)).text)
    stored = [name for name in names if name not in ("draft.delta", "draft.reset")]
    assert [name for name, _ in replayed] == stored


async def test_the_same_message_in_a_conversation_is_the_same_turn(
    owner: httpx.AsyncClient,
) -> None:
    conversation = str(uuid4())
    first = await ask(owner, conversation_id=conversation, client_message_id="m1")
    again = await ask(owner, conversation_id=conversation, client_message_id="m1")
    other = await ask(owner, conversation_id=conversation, client_message_id="m2")
    assert (again["turn_id"], again["draft"]) == (first["turn_id"], first["draft"])
    assert other["turn_id"] != first["turn_id"]


async def test_an_idempotency_key_gives_the_first_answer(
    app: FastAPI, owner: httpx.AsyncClient, other_owner: httpx.AsyncClient
) -> None:
    key = {"idempotency-key": "order-1"}
    first = await ask(owner, headers=key)
    assert await ask(owner, headers=key) == first
    body = {"text": "something else"}
    reused = await owner.post("/api/v1/turns", json=body, headers=key)
    assert (reused.status_code, reused.json()["code"]) == (422, "key_reused")
    theirs = await ask(other_owner, headers=key)
    assert theirs["turn_id"] != first["turn_id"], "a key counts within its business"


async def test_two_at_once_with_one_key_have_one_effect(app: FastAPI, tenant: Business) -> None:
    async with await owner_client(app, tenant) as one, await owner_client(app, tenant) as two:
        sent = [
            client.post(
                "/api/v1/turns", json={"text": HINGLISH}, headers={"idempotency-key": "twice"}
            )
            for client in (one, two)
        ]
        answers = await asyncio.gather(*sent)
        drafts = (await one.get("/api/v1/drafts")).json()["drafts"]
    codes = sorted(answer.status_code for answer in answers)
    assert codes in ([200, 200], [200, 409])
    assert len(drafts) == 1


async def test_a_streamed_repeat_is_the_same_turn(owner: httpx.AsyncClient) -> None:
    headers = {"accept": "text/event-stream", "idempotency-key": "stream-1"}
    turns = {
        frames((await owner.post("/api/v1/turns", json={"text": HINGLISH}, headers=headers)).text)[
            0
        ][1]["turn_id"]
        for _ in range(2)
    }
    assert len(turns) == 1


async def test_stopping_what_has_ended_changes_nothing(owner: httpx.AsyncClient) -> None:
    result = await ask(owner)
    answer = await owner.post(f"/api/v1/turns/{result['turn_id']}/cancel")
    assert answer.json() == {"turn_id": result["turn_id"], "cancelled": False}
    again = (await owner.get(f"/api/v1/turns/{result['turn_id']}")).json()
    assert again["blocked"] is None


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ({"text": "x" * 20_000}, 413, "message_too_long"),
        ({"text": ""}, 422, "message_empty"),
        ({"text": " \u0000\u202e "}, 422, "message_empty"),
        ({"text": "ok", "skill": "nope"}, 404, "skill"),
        ({"text": "ok", "language": "fr"}, 422, "invalid_request"),
        ({"text": "ok", "conversation_id": "nope"}, 422, "invalid_request"),
        ({"text": "ok", "client_message_id": "m\x001"}, 422, "invalid_request"),
        ({"text": "ok", "surprise": 1}, 422, "invalid_request"),
        ({}, 422, "invalid_request"),
    ],
)
async def test_what_cannot_be_served_says_why(
    owner: httpx.AsyncClient, body: dict[str, object], status: int, code: str
) -> None:
    answer = await owner.post("/api/v1/turns", json=body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


async def test_too_long_names_both_numbers_in_her_language(app: FastAPI, tenant: Business) -> None:
    async with await owner_client(app, tenant, accept_language="hi-IN") as client:
        answer = await client.post("/api/v1/turns", json={"text": "क" * 20_000})
    assert answer.json()["params"] == {"n": 20_000, "max": 4_000}
    assert "20000 अक्षर" in answer.json()["detail"]


@pytest.mark.parametrize("text", ["🪔🎉", "ok\u0000 diwali offer\u202e", "asdf qwer zxcv"])
async def test_odd_messages_are_answered(owner: httpx.AsyncClient, text: str) -> None:
    result = await ask(owner, text)
    assert result["blocked"] is None
    assert result["reply"] or result["draft"]


async def test_no_other_form_of_answer(owner: httpx.AsyncClient) -> None:
    answer = await owner.post(
        "/api/v1/turns", json={"text": HINGLISH}, headers={"accept": "application/xml"}
    )
    assert answer.json()["code"] == "not_acceptable"


@pytest.mark.parametrize("path", ["", "/events"])
async def test_an_unknown_turn_is_not_found(owner: httpx.AsyncClient, path: str) -> None:
    answer = await owner.get(f"/api/v1/turns/{uuid4()}{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "turn")
    stopped = await owner.post(f"/api/v1/turns/{uuid4()}/cancel")
    assert stopped.status_code == 404


async def test_what_identifies_people_is_never_stored(owner: httpx.AsyncClient) -> None:
    result = await ask(owner, "aadhaar 2341 2341 2346, customer Ramesh 98860 11223 ko diwali wish")
    UUID(result["turn_id"])
    events = (await owner.get(f"/api/v1/turns/{result['turn_id']}/events")).text
    assert "2341 2341" not in events
    assert "98860" not in events
    assert "XXXX XXXX 2346" in events
