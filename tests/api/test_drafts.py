"""Drafts over HTTP: read, decide once, edit, undo, make another; never somebody else's."""

import asyncio
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from tests.api.conftest import owner_client
from tests.api.test_turns import HINGLISH, ask
from tests.fixtures.platform import Business


@pytest.fixture
async def draft(owner: httpx.AsyncClient) -> dict[str, Any]:
    """A pending draft of ``tenant``."""
    written: dict[str, Any] = (await ask(owner))["draft"]
    return written


async def act(
    client: httpx.AsyncClient, draft: dict[str, Any], name: str, **body: Any
) -> httpx.Response:
    fields = {"version": draft["version"], **body} if name != "undo" else None
    return await client.post(f"/api/v1/drafts/{draft['id']}/{name}", json=fields)


async def test_a_draft_is_read_with_its_versions_and_sources(
    owner: httpx.AsyncClient, draft: dict[str, Any]
) -> None:
    view = (await owner.get(f"/api/v1/drafts/{draft['id']}")).json()
    assert (view["status"], view["version"]) == ("pending", draft["version"])
    assert view["versions"][-1]["text"] == draft["text"]
    versions = (await owner.get(f"/api/v1/drafts/{draft['id']}/versions")).json()["versions"]
    assert versions == view["versions"]
    why = (await owner.get(f"/api/v1/drafts/{draft['id']}/why")).json()
    assert why["version"] == view["version"]
    assert any("20" in source["phrase"] for source in why["sources"])
    missing = await owner.get(f"/api/v1/drafts/{draft['id']}/why", params={"version": 99})
    assert missing.status_code == 404


async def test_a_payment_link_has_its_qr(owner: httpx.AsyncClient, draft: dict[str, Any]) -> None:
    told = await ask(owner, text="upi link for 500, my upi id is sharma@okaxis")
    assert told["draft"]["extras"]["upi_link"].startswith("upi://pay?pa=sharma@okaxis")
    picture = await owner.get(f"/api/v1/drafts/{told['draft']['id']}/qr.png")
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert picture.content.startswith(b"\x89PNG")
    assert (await owner.get(f"/api/v1/drafts/{draft['id']}/qr.png")).status_code == 404


async def test_one_decision_and_everybody_learns_it(
    app: FastAPI, owner: httpx.AsyncClient, draft: dict[str, Any]
) -> None:
    answers = await asyncio.gather(*(act(owner, draft, "approve") for _ in range(4)))
    applied = [answer.json()["applied"] for answer in answers]
    assert sorted(applied) == [False, False, False, True]
    assert {answer.json()["view"]["status"] for answer in answers} == {"approved"}
    late = (await act(owner, draft, "reject", reason="wrongTone")).json()
    assert (late["applied"], late["view"]["status"]) == (False, "approved")


async def test_undo_brings_it_back(owner: httpx.AsyncClient, draft: dict[str, Any]) -> None:
    await act(owner, draft, "reject", reason="wrongFact", note="dukaan ka naam")
    undone = (await act(owner, draft, "undo")).json()
    assert (undone["applied"], undone["view"]["status"]) == (True, "pending")
    assert (await act(owner, draft, "approve")).json()["applied"]


async def test_an_edit_is_a_version_in_her_words(
    owner: httpx.AsyncClient, draft: dict[str, Any]
) -> None:
    words = "Diwali par kaju katli 20% off. Aaiye!"
    edited = (await act(owner, draft, "edit", text=f"  {words}\u202e ")).json()
    assert edited["applied"]
    newest = edited["view"]["versions"][-1]
    assert (newest["text"], newest["author"]) == (words, "owner")
    stale = (await act(owner, draft, "edit", text="Another")).json()
    assert not stale["applied"]
    assert stale["view"]["versions"][-1]["text"] == words
    too_long = await act(owner, draft, "edit", text="x" * 5_000)
    assert (too_long.status_code, too_long.json()["code"]) == (413, "message_too_long")


async def test_an_idempotency_key_repeats_the_first_answer(
    owner: httpx.AsyncClient, draft: dict[str, Any]
) -> None:
    path, body = f"/api/v1/drafts/{draft['id']}/approve", {"version": draft["version"]}
    key = {"idempotency-key": "tap-1"}
    first = await owner.post(path, json=body, headers=key)
    again = await owner.post(path, json=body, headers=key)
    assert first.json()["applied"]
    assert again.json() == first.json(), "the repeat is told what the first one was"


async def test_another_one_is_the_next_version(
    owner: httpx.AsyncClient, draft: dict[str, Any]
) -> None:
    answer = await act(owner, draft, "regenerate")
    assert answer.status_code == 200, answer.text
    view = (await owner.get(f"/api/v1/drafts/{draft['id']}")).json()
    assert view["version"] > draft["version"]
    assert view["versions"][-1]["text"] != draft["text"]


async def test_another_language_is_a_sibling(
    owner: httpx.AsyncClient, draft: dict[str, Any]
) -> None:
    answer = await act(owner, draft, "regenerate", change="language", language="ta")
    sibling = answer.json()["draft"]
    assert sibling["id"] != draft["id"]
    view = (await owner.get(f"/api/v1/drafts/{sibling['id']}")).json()
    assert view["language"] == "ta"


async def test_the_list_pages_newest_first(owner: httpx.AsyncClient) -> None:
    made = [(await ask(owner, HINGLISH))["draft"]["id"] for _ in range(3)]
    seen: list[str] = []
    cursor: str | None = None
    for _ in range(5):
        params: dict[str, str] = {"limit": "2", **({"cursor": cursor} if cursor else {})}
        page = (await owner.get("/api/v1/drafts", params=params)).json()
        seen += [view["id"] for view in page["drafts"]]
        cursor = page["next_cursor"]
        if cursor is None:
            break
    assert sorted(seen) == sorted(made)
    pending = await owner.get("/api/v1/drafts", params={"status": "approved"})
    assert pending.json()["drafts"] == []
    wrong = await owner.get("/api/v1/drafts", params={"cursor": "!!!"})
    assert wrong.status_code == 422


POSTS = [
    ("approve", {"version": 1}),
    ("reject", {"version": 1}),
    ("edit", {"version": 1, "text": "mine now"}),
    ("regenerate", {"version": 1}),
    ("undo", None),
]


@pytest.mark.parametrize("path", ["", "/versions", "/why"])
async def test_another_business_reads_nothing(
    other_owner: httpx.AsyncClient, draft: dict[str, Any], path: str
) -> None:
    answer = await other_owner.get(f"/api/v1/drafts/{draft['id']}{path}")
    unknown = await other_owner.get(f"/api/v1/drafts/{uuid4()}{path}")
    assert (answer.status_code, answer.json()["code"]) == (404, "draft")
    assert answer.json()["detail"] == unknown.json()["detail"]


@pytest.mark.parametrize(("name", "body"), POSTS)
async def test_another_business_changes_nothing(
    owner: httpx.AsyncClient,
    other_owner: httpx.AsyncClient,
    draft: dict[str, Any],
    name: str,
    body: dict[str, object] | None,
) -> None:
    before = (await owner.get(f"/api/v1/drafts/{draft['id']}")).json()
    answer = await other_owner.post(f"/api/v1/drafts/{draft['id']}/{name}", json=body)
    assert answer.status_code == 404
    assert (await owner.get(f"/api/v1/drafts/{draft['id']}")).json() == before


async def test_another_business_sees_no_list_turn_or_conversation(
    app: FastAPI, owner: httpx.AsyncClient, other_tenant: Business
) -> None:
    result = await ask(owner)
    async with await owner_client(app, other_tenant, accept_language="ta") as other:
        assert (await other.get("/api/v1/drafts")).json()["drafts"] == []
        for path in ("", "/events"):
            answer = await other.get(f"/api/v1/turns/{result['turn_id']}{path}")
            assert answer.status_code == 404
        stopped = await other.post(f"/api/v1/turns/{result['turn_id']}/cancel")
        assert stopped.status_code == 404
        into = await other.post(
            "/api/v1/turns", json={"text": HINGLISH, "conversation_id": result["conversation_id"]}
        )
        assert (into.status_code, into.json()["code"]) == (404, "conversation")
        assert "உரையாடல்" in into.json()["detail"]
