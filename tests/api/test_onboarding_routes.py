"""The questions about her shop over HTTP: begun, answered, left, edited, the owner's alone."""

from typing import Any

import httpx
import pytest

BASE = "/api/v1/onboarding"


async def send(client: httpx.AsyncClient, path: str, body: dict[str, Any], **headers: str) -> Any:
    answer = await client.post(f"{BASE}{path}", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_a_conversation(owner: httpx.AsyncClient) -> None:
    assert (await owner.get(BASE)).json()["onboarding"]["status"] == "none"
    begun = await send(owner, "", {"language": "hi-Latn"})
    question = begun["onboarding"]["question"]
    assert question["field"] == "business_name"
    assert question["text"].startswith("Dukaan ka naam")
    told = await send(owner, "/answers", {"text": "Sharma Sweets, Nashik, 98765 43210"})
    assert told["said"][0]["text"].startswith("Likh liya: Sharma Sweets")
    question = told["onboarding"]["question"]
    assert (question["field"], told["turn"]) == ("products", None)
    asked_back = await send(owner, "/answers", {"text": "kyun chahiye?"})
    assert asked_back["onboarding"]["question"]["id"] == question["id"]
    skipped = await send(owner, "/answers", {"skip": True, "question_id": question["id"]})
    assert skipped["onboarding"]["question"]["field"] == "audience"
    late = await owner.post(
        f"{BASE}/answers", json={"text": "laddu", "question_id": question["id"]}
    )
    assert late.status_code == 404
    left = await send(owner, "/answers", {"text": "baad mein karte hain"})
    assert left["onboarding"]["status"] == "left"
    assert left["onboarding"]["done"] == 2
    again = await send(owner, "", {})
    assert again["onboarding"]["question"]["field"] == "audience"
    known = (await owner.get(BASE)).json()["summary"]
    facts = {fact["field"]: fact for fact in known["facts"]}
    assert facts["state"]["value"] == "Maharashtra"
    assert facts["phone"]["said"] == "98765 43210"
    assert facts["category"]["source_kind"] == "derived"


async def test_a_request_in_between_has_its_own_result(owner: httpx.AsyncClient) -> None:
    await send(owner, "", {"language": "hi-Latn"})
    await send(owner, "/answers", {"text": "Sharma Sweets, Nashik, 98765 43210"})
    heard = await send(
        owner, "/answers", {"text": "diwali ke liye whatsapp message banao, kaju katli pe 20% off"}
    )
    assert "Sharma Sweets" in heard["turn"]["draft"]["text"]
    assert heard["onboarding"]["question"]["field"] == "products"


async def test_the_same_key_answers_once(owner: httpx.AsyncClient) -> None:
    await send(owner, "", {})
    key = {"Idempotency-Key": "one-answer"}
    first = await send(owner, "/answers", {"text": "Sharma Sweets, Nashik"}, **key)
    again = await send(owner, "/answers", {"text": "Sharma Sweets, Nashik"}, **key)
    assert again == first
    assert first["onboarding"]["done"] == 1


async def test_an_edit_says_why_it_was_not_kept(owner: httpx.AsyncClient) -> None:
    wrong = await send(owner, "/edits", {"field": "gstin", "text": "27AAPFU9039F1ZV"})
    assert (wrong["applied"], wrong["suggestion"]) == (False, "27AAPFU0939F1ZV")
    assert "'V'" in wrong["problem"]
    city = await send(owner, "/edits", {"field": "city", "text": "Nashik"})
    facts = {fact["field"]: fact["value"] for fact in city["summary"]["facts"]}
    assert (facts["city"], facts["state"]) == ("Nashik", "Maharashtra")
    rule = await send(owner, "/edits", {"field": "never_say", "text": "sasta, cheap"})
    rules = {one["kind"]: one for one in rule["summary"]["rules"]}
    assert rules["never_say"]["value"] == ["sasta", "cheap"]
    assert rules["never_say"]["check"] == "never_say"
    gone = await send(owner, "/edits", {"field": "city", "text": ""})
    assert {f["field"]: f["value"] for f in gone["summary"]["facts"]}["city"] is None


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/answers", {"text": "Sharma"}, 404),
        ("/answers", {}, 422),
        ("/answers", {"text": "a", "skip": True}, 422),
        ("/edits", {"field": "shoe_size", "text": "7"}, 422),
    ],
)
async def test_what_cannot_be_done_is_refused(
    owner: httpx.AsyncClient, path: str, body: dict[str, Any], status: int
) -> None:
    assert (await owner.post(f"{BASE}{path}", json=body)).status_code == status


async def test_nobody_else_sees_or_answers(
    owner: httpx.AsyncClient, other_owner: httpx.AsyncClient, client: httpx.AsyncClient
) -> None:
    await send(owner, "", {})
    assert (await other_owner.get(BASE)).json()["onboarding"]["status"] == "none"
    refused = await other_owner.post(f"{BASE}/answers", json={"text": "Gupta"})
    assert refused.status_code == 404
    assert (await client.get(BASE)).status_code == 401
