"""Accounts and tokens for programs."""

import httpx
import pytest
from fastapi import FastAPI

from app.core.ids import uuid7
from app.security.rate_limiter import SIGN_IN
from tests.api.conftest import client_of
from tests.fixtures.platform import Business

PASSWORD = "kaju katli 20"


def fresh_login() -> str:
    return f"asha-{uuid7().hex}@example.in"


async def register(client: httpx.AsyncClient, login: str) -> httpx.Response:
    body = {"login": login, "password": PASSWORD, "business_name": " Asha\x00 Sweets "}
    return await client.post("/api/v1/auth/register", json=body)


def bearer(answer: httpx.Response) -> dict[str, str]:
    return {"authorization": f"Bearer {answer.json()['access_token']}"}


async def test_register_gives_tokens_that_work(client: httpx.AsyncClient) -> None:
    answer = await register(client, fresh_login())
    assert answer.status_code == 201
    body = answer.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert (await client.get("/api/v1/drafts", headers=bearer(answer))).status_code == 200


async def test_a_login_is_registered_once(client: httpx.AsyncClient) -> None:
    login = fresh_login()
    await register(client, login)
    again = await register(client, login.upper())
    assert (again.status_code, again.json()["code"]) == (409, "login_taken")


async def test_token_for_the_right_password_only(client: httpx.AsyncClient) -> None:
    login = fresh_login()
    await register(client, login)

    async def ask(name: str, password: str) -> httpx.Response:
        return await client.post("/api/v1/auth/token", json={"login": name, "password": password})

    assert (await ask(login, PASSWORD)).status_code == 200
    wrong, unknown = await ask(login, "not the one"), await ask(fresh_login(), PASSWORD)
    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json()
    assert wrong.headers["www-authenticate"] == "Bearer"


async def test_refresh_rotates_and_reuse_ends_the_family(client: httpx.AsyncClient) -> None:
    async def refresh(token: str) -> httpx.Response:
        return await client.post("/api/v1/auth/refresh", json={"refresh_token": token})

    first = (await register(client, fresh_login())).json()["refresh_token"]
    second = await refresh(first)
    assert second.status_code == 200
    assert (await client.get("/api/v1/drafts", headers=bearer(second))).status_code == 200
    reused = await refresh(first)
    assert (reused.status_code, reused.json()["code"]) == (401, "refresh_reused")
    ended = await refresh(second.json()["refresh_token"])
    assert (ended.status_code, ended.json()["code"]) == (401, "refresh_invalid")


async def test_logout_ends_the_refresh_token(client: httpx.AsyncClient) -> None:
    token = (await register(client, fresh_login())).json()["refresh_token"]
    for _ in range(2):
        answer = await client.post("/api/v1/auth/logout", json={"refresh_token": token})
        assert (answer.status_code, answer.content) == (204, b"")
    assert (
        await client.post("/api/v1/auth/refresh", json={"refresh_token": token})
    ).status_code == 401


async def test_guessing_is_slowed_by_login(app: FastAPI) -> None:
    login = fresh_login()
    for _ in range(SIGN_IN.amount):
        await app.state.limiter.hit(SIGN_IN, login)
    async with client_of(app, accept_language="te") as client:
        answer = await client.post(
            "/api/v1/auth/token", json={"login": login, "password": PASSWORD}
        )
    assert (answer.status_code, answer.json()["code"]) == (429, "too_fast")
    assert 0 < int(answer.headers["retry-after"]) <= 900
    assert "సెకన్ల" in answer.json()["detail"]


@pytest.mark.parametrize("header", ["Bearer nonsense", "Bearer a.b.c", "Basic YTpi", "Bearer"])
async def test_wrong_tokens_open_nothing(client: httpx.AsyncClient, header: str) -> None:
    answer = await client.get("/api/v1/drafts", headers={"authorization": header})
    assert answer.status_code == 401


async def test_staff_may_read_the_rules_and_not_change_them(
    app: FastAPI, owner: httpx.AsyncClient, tenant: Business
) -> None:
    from sqlalchemy import text

    async with app.state.platform.database.transaction(tenant.id, tenant.user_id) as session:
        await session.execute(text("UPDATE memberships SET role = 'staff'"))
    assert (await owner.get("/api/v1/constitution")).status_code == 200
    refused = await owner.put("/api/v1/constitution", json={"never_say": ["sasta"]})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
