"""What stands in front of the routes: size, origins, headers, the chat's door, errors."""

from collections.abc import AsyncIterator

import httpx
import pytest
from fastapi import FastAPI

from app.api.edge import DEFAULT_LIMIT_BYTES
from tests.api.conftest import ORIGIN, client_of, owner_client
from tests.api.scripts import visible, wrong_letters
from tests.fixtures.platform import Business, PostgresAway

LANGUAGES = ["en", "hi", "ta", "te"]


async def test_a_large_body_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    answer = await client.post("/api/v1/auth/token", content=b"x" * (DEFAULT_LIMIT_BYTES + 1))
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")


async def test_a_large_body_of_unknown_length_is_refused_while_it_comes(
    client: httpx.AsyncClient,
) -> None:
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(100):
            sent += 1
            yield b"x" * 64_000

    answer = await client.post("/api/v1/auth/token", content=endless())
    assert (answer.status_code, answer.json()["code"]) == (413, "body_too_large")
    assert sent < 10


@pytest.mark.parametrize("path", ["/signin", "/health/live", "/openapi.json", "/nope", "/docs"])
async def test_every_answer_is_sealed(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "DENY"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    assert headers["x-request-id"]
    assert "access-control-allow-origin" not in headers


async def test_no_origin_is_let_in_by_cors(client: httpx.AsyncClient) -> None:
    answer = await client.options(
        "/api/v1/turns",
        headers={"origin": "https://evil.example", "access-control-request-method": "POST"},
    )
    assert "access-control-allow-origin" not in answer.headers


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_browser_is_shown_a_page(app: FastAPI, language: str) -> None:
    async with client_of(app, accept_language=language, accept="text/html") as client:
        answer = await client.get("/nope")
    assert answer.status_code == 404
    assert f'<html lang="{language}">' in answer.text
    assert [text for text in visible(answer.text) if wrong_letters(text, language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("method", "path", "status", "code"),
    [
        ("GET", "/api/v1/drafts", 401, "not_signed_in"),
        ("GET", "/api/v1/nope", 404, "not_found"),
        ("DELETE", "/api/v1/drafts", 405, "method_not_allowed"),
        ("POST", "/api/v1/auth/token", 422, "invalid_request"),
    ],
)
async def test_problems_speak_the_callers_language(
    app: FastAPI, language: str, method: str, path: str, status: int, code: str
) -> None:
    async with client_of(app, accept_language=f"{language}-IN, en;q=0.5") as client:
        answer = await client.request(method, path)
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["content-language"] == language
    body = answer.json()
    assert (answer.status_code, body["status"], body["code"]) == (status, status, code)
    assert body["type"] == f"urn:raptorflow:error:{code}"
    for sentence in (body["title"], body["detail"]):
        assert sentence
        assert wrong_letters(sentence, language) == ""


@pytest.mark.parametrize("path", ["/chat", "/chat/thread/0199c0de?x=1"])
async def test_the_chat_leads_to_the_sign_in_page(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path, headers={"accept": "text/html"})
    assert answer.status_code == 303
    location = httpx.URL(answer.headers["location"])
    assert (location.path, location.params["next"]) == ("/signin", path)


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/chat/user"), ("POST", "/chat/auth/header"), ("GET", "/chat/ws/socket.io/")],
)
async def test_the_chats_own_routes_are_closed(
    client: httpx.AsyncClient, method: str, path: str
) -> None:
    answer = await client.request(method, path, headers=ORIGIN)
    assert (answer.status_code, answer.json()["code"]) == (401, "not_signed_in")


async def test_the_hosts_login_page_is_never_seen(client: httpx.AsyncClient) -> None:
    answer = await client.get("/chat/login", headers={"accept": "text/html"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/signin?next=/chat")


async def test_the_front_door_leads_to_the_chat(client: httpx.AsyncClient) -> None:
    answer = await client.get("/")
    assert (answer.status_code, answer.headers["location"]) == (303, "/chat")


async def test_a_claimed_peer_is_not_believed(app: FastAPI) -> None:
    async with client_of(app, x_rf_peer="127.0.0.1", host="localhost") as client:
        answer = await client.get("/chat", headers={"accept": "text/html"})
    assert answer.headers["location"].startswith("/signin")


async def test_documentation_asks_nobody_else(client: httpx.AsyncClient) -> None:
    page = await client.get("/docs")
    assert page.status_code == 200
    assert "/api/v1/turns" in page.text
    assert "<script" not in page.text
    assert "cdn" not in page.text


async def test_metrics_are_for_private_addresses(app: FastAPI) -> None:
    async with client_of(app, peer="10.0.0.1") as inside, client_of(app, peer="8.8.8.8") as outside:
        assert "raptorflow_http_seconds" in (await inside.get("/metrics")).text
        assert (await outside.get("/metrics")).status_code == 404


async def test_health(client: httpx.AsyncClient) -> None:
    assert (await client.get("/health/live")).json() == {"status": "live"}
    assert (await client.get("/health/ready")).json() == {"status": "ready"}
    assert (await client.get("/health")).json() == {
        "status": "ok",
        "parts": {"database": "ok", "redis": "ok", "skills": "ok"},
    }


async def test_without_the_database_the_answer_says_so_and_comes_back(
    app: FastAPI, tenant: Business, postgres_away: PostgresAway
) -> None:
    async with await owner_client(app, tenant, accept_language="ta") as client:
        assert (await client.get("/api/v1/drafts")).status_code == 200
        async with postgres_away():
            ready = await client.get("/health/ready")
            live = await client.get("/health/live")
            parts = (await client.get("/health")).json()
            refused = await client.get("/api/v1/drafts")
            browser = {"accept": "text/html", "cookie": "rf_session=anything"}
            page = await client.get("/chat", headers={**browser, "authorization": ""})
        assert (ready.status_code, live.status_code, page.status_code) == (503, 200, 503)
        assert 'data-code="database_away"' in page.text
        assert [text for text in visible(page.text) if wrong_letters(text, "ta")] == []
        assert (parts["status"], parts["parts"]["redis"]) == ("down", "ok")
        assert (refused.status_code, refused.json()["code"]) == (503, "database_away")
        assert wrong_letters(refused.json()["detail"], "ta") == ""
        assert (await client.get("/api/v1/drafts")).status_code == 200
