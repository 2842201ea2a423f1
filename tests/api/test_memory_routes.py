"""Facts, rules and skills over HTTP."""

import httpx
import pytest

from tests.fixtures.platform import Business


async def test_facts_are_kept_with_their_history(owner: httpx.AsyncClient) -> None:
    assert (await owner.get("/api/v1/foundation")).json() == {"facts": []}
    for city in ("Pune", "Nashik"):
        answer = await owner.patch("/api/v1/foundation", json={"facts": {"city": city}})
        assert answer.status_code == 200
    [fact] = answer.json()["facts"]
    assert (fact["field"], fact["value"], fact["source_kind"]) == ("city", "Nashik", "api")
    assert fact["observed_at"].startswith("2026-10-26")
    history = await owner.get("/api/v1/foundation/history", params={"field": "city"})
    assert [item["value"] for item in history.json()["facts"]] == ["Pune", "Nashik"]


async def test_a_fact_is_cleaned_and_must_be_known(owner: httpx.AsyncClient) -> None:
    answer = await owner.patch(
        "/api/v1/foundation", json={"facts": {"business_name": "  Gupta\u0000 Sweets\u202e "}}
    )
    assert answer.json()["facts"][0]["value"] == "Gupta Sweets"
    unknown = await owner.patch("/api/v1/foundation", json={"facts": {"password": "x"}})
    assert (unknown.status_code, unknown.json()["code"]) == (422, "unknown_fact")
    assert unknown.json()["params"] == {"field": "password"}


@pytest.mark.parametrize("field", ["nope", "city\x00"])
async def test_history_is_of_known_fields(owner: httpx.AsyncClient, field: str) -> None:
    answer = await owner.get("/api/v1/foundation/history", params={"field": field})
    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_fact")


async def test_all_or_nothing(owner: httpx.AsyncClient) -> None:
    refused = await owner.patch("/api/v1/foundation", json={"facts": {"city": "Pune", "nope": 1}})
    assert refused.status_code == 422
    assert (await owner.get("/api/v1/foundation")).json() == {"facts": []}


async def test_rules_are_replaced_as_a_whole(owner: httpx.AsyncClient) -> None:
    rules = {
        "never_say": ["sasta"],
        "always_say": ["Shuddh ghee"],
        "tone": "warm",
        "emoji": "none",
        "discount_cap_percent": 20,
        "approval": "risky_only",
    }
    answer = await owner.put("/api/v1/constitution", json=rules)
    assert answer.status_code == 200
    assert {name: answer.json()[name] for name in rules} == rules
    assert (await owner.get("/api/v1/constitution")).json() == answer.json()
    emptied = (await owner.put("/api/v1/constitution", json={})).json()
    assert (emptied["never_say"], emptied["emoji"], emptied["approval"]) == ([], "few", "always")


@pytest.mark.parametrize(
    "rules",
    [{"discount_cap_percent": 120}, {"emoji": "lots"}, {"nonsense": 1}, {"never_say": [""]}],
)
async def test_rules_that_make_no_sense_are_refused(
    owner: httpx.AsyncClient, rules: dict[str, object]
) -> None:
    answer = await owner.put("/api/v1/constitution", json=rules)
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid_request")
    assert answer.json()["errors"][0]["field"].startswith("body")


async def test_skills_are_listed_with_their_shapes(owner: httpx.AsyncClient) -> None:
    listed = (await owner.get("/api/v1/skills")).json()["skills"]
    names = [skill["id"] for skill in listed]
    assert "whatsapp_broadcast" in names
    assert names == sorted(names)
    one = (await owner.get("/api/v1/skills/whatsapp_broadcast")).json()
    assert one["hash"] == next(s["hash"] for s in listed if s["id"] == "whatsapp_broadcast")
    assert set(one["title"]) == {"en", "hi", "ta", "te"}
    assert one["inputs"]["type"] == "object"
    missing = await owner.get("/api/v1/skills/nope")
    assert (missing.status_code, missing.json()["code"]) == (404, "skill")


async def test_businesses_do_not_meet(
    owner: httpx.AsyncClient, other_owner: httpx.AsyncClient, other_tenant: Business
) -> None:
    await owner.patch("/api/v1/foundation", json={"facts": {"city": "Pune"}})
    await owner.put("/api/v1/constitution", json={"never_say": ["sasta"]})
    assert other_tenant.name
    assert (await other_owner.get("/api/v1/foundation")).json() == {"facts": []}
    assert (await other_owner.get("/api/v1/constitution")).json()["never_say"] == []
    history = await other_owner.get("/api/v1/foundation/history", params={"field": "city"})
    assert history.json() == {"facts": []}
