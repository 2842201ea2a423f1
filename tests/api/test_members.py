"""Colleagues: let in while the plan has a seat, else told which plan has one; taken out."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from app.billing.entitlements import grant
from tests.fixtures.platform import Business

PASSWORD = "kaju katli 20"


@pytest.fixture
async def limited(app: FastAPI) -> AsyncIterator[FastAPI]:
    """Plans limit in this test."""
    settings = app.state.services.settings
    app.state.services.settings = settings.model_copy(update={"plan_limits": "on"})
    yield app
    app.state.services.settings = settings


async def add(owner: httpx.AsyncClient, business: Business, name: str) -> httpx.Response:
    body = {"login": f"{name}-{business.id.hex}@example.in", "password": PASSWORD}
    return await owner.post("/api/v1/members", json=body)


async def test_a_plan_is_for_so_many_people(
    owner: httpx.AsyncClient, tenant: Business, limited: FastAPI
) -> None:
    refused = await add(owner, tenant, "ramesh")
    assert (refused.status_code, refused.json()["code"]) == (402, "seats_used")
    assert "Starter" in refused.json()["detail"]
    services = limited.state.services
    async with services.database.transaction(tenant.id) as session:
        await grant(session, services.clock, tenant.id, "starter", None)
    # Two come for the one seat that is left.
    both = await asyncio.gather(add(owner, tenant, "ramesh"), add(owner, tenant, "meena"))
    assert sorted(each.status_code for each in both) == [201, 402]
    refused = next(each for each in both if each.status_code == 402)
    assert "Growth" in refused.json()["detail"]
    joined = next(each for each in both if each.status_code == 201).json()
    assert joined["role"] == "staff"

    signed = await owner.post(
        "/api/v1/auth/token", json={"login": joined["login"], "password": PASSWORD}
    )
    theirs = {"Authorization": f"Bearer {signed.json()['access_token']}"}
    # A colleague sees the business, and may not let others in.
    plan = await owner.get("/api/v1/subscriptions", headers=theirs)
    assert plan.status_code == 200
    assert (await owner.get("/api/v1/members", headers=theirs)).status_code == 403

    people = (await owner.get("/api/v1/members")).json()["members"]
    assert [each["role"] for each in people] == ["owner", "staff"]
    stays = await owner.delete(f"/api/v1/members/{people[0]['user_id']}")
    assert (stays.status_code, stays.json()["code"]) == (403, "owner_stays")
    assert (await owner.delete(f"/api/v1/members/{joined['user_id']}")).status_code == 204
    gone = await owner.delete(f"/api/v1/members/{joined['user_id']}")
    assert (gone.status_code, gone.json()["code"]) == (404, "member")
    people = (await owner.get("/api/v1/members")).json()["members"]
    assert [each["role"] for each in people] == ["owner"]
    assert (await add(owner, tenant, "anil")).status_code == 201  # the seat is free again


async def test_nobody_with_an_account_is_drawn_in(
    owner: httpx.AsyncClient, tenant: Business
) -> None:
    login = f"asha-{tenant.id.hex}@example.in"
    await owner.post("/api/v1/auth/register", json={"login": login, "password": PASSWORD})
    taken = await owner.post("/api/v1/members", json={"login": login, "password": PASSWORD})
    assert (taken.status_code, taken.json()["code"]) == (409, "login_taken")
