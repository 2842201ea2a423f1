"""``POST /webhooks/phonepe``: who is let in, and that nothing is said about what is not."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from app.billing.schemas import merchant_id
from app.core.ids import uuid7
from integrations.payments.phonepe_verification import (
    KEY_ID_HEADER,
    SIGNATURE_HEADER,
    CallbackSecrets,
    basic_header,
    signature,
)

FOLDER = Path(__file__).parents[1] / "data" / "phonepe" / "callbacks"
SECRETS = CallbackSecrets("raptorflow", "Callback123", "key-1", "hmac-secret")
BASIC = {"authorization": basic_header("raptorflow", "Callback123")}


@pytest.fixture
async def route(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """The app with the secrets of a merchant, and somebody without cookies."""
    before, settings = app.state.callback_secrets, app.state.platform.settings
    app.state.callback_secrets = SECRETS
    object.__setattr__(settings, "phonepe_webhook_username", "raptorflow")
    object.__setattr__(settings, "phonepe_webhook_password", _Secret("Callback123"))
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        yield client
    app.state.callback_secrets = before
    object.__setattr__(settings, "phonepe_webhook_username", None)
    object.__setattr__(settings, "phonepe_webhook_password", None)


class _Secret:
    """A secret as settings hold it."""

    def __init__(self, value: str) -> None:
        self._value = value

    def get_secret_value(self) -> str:
        """The value."""
        return self._value


def callback(name: str = "checkout.order.completed", **payload: Any) -> bytes:
    """A documented callback about something of ours."""
    body = json.loads((FOLDER / f"{name}.json").read_text("utf-8"))["body"]
    body["payload"] |= payload
    return json.dumps(body).encode()


async def test_both_proofs_are_let_in(route: httpx.AsyncClient) -> None:
    body = callback(merchantOrderId=merchant_id("order", uuid7()))
    assert (await route.post("/webhooks/phonepe", content=body, headers=BASIC)).status_code == 204
    signed = {KEY_ID_HEADER: "key-1", SIGNATURE_HEADER: signature(body, "hmac-secret")}
    assert (await route.post("/webhooks/phonepe", content=body, headers=signed)).status_code == 204


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"authorization": "Bearer x"},
        {"authorization": basic_header("raptorflow", "wrong")},
        {KEY_ID_HEADER: "key-1", SIGNATURE_HEADER: "0" * 64},
        {**BASIC, KEY_ID_HEADER: "key-1", SIGNATURE_HEADER: signature(b"another", "hmac-secret")},
    ],
)
async def test_the_unproven_are_not(route: httpx.AsyncClient, headers: dict[str, str]) -> None:
    answer = await route.post("/webhooks/phonepe", content=callback(), headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "callback_unproven")


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"7", b"\xff"])
async def test_what_is_proven_and_no_callback(route: httpx.AsyncClient, body: bytes) -> None:
    answer = await route.post("/webhooks/phonepe", content=body, headers=BASIC)
    assert answer.status_code == 422


async def test_without_a_secret_there_is_no_route(app: FastAPI) -> None:
    """The simulator's own secret lets only the simulator in; to others there is nothing here."""
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        for headers in ({}, BASIC):
            answer = await client.post("/webhooks/phonepe", content=callback(), headers=headers)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
        secrets: CallbackSecrets = app.state.callback_secrets
        assert secrets.username
        assert secrets.password
        real = {"authorization": basic_header(secrets.username, secrets.password)}
        answer = await client.post("/webhooks/phonepe", content=callback(), headers=real)
        assert answer.status_code == 204


async def test_the_simulator_is_beside_the_app(app: FastAPI) -> None:
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost:8000") as client:
        answer = await client.get(
            "/phonepe-simulator/pay/nothing", headers={"accept-language": "hi-IN"}
        )
        assert answer.status_code == 404
        assert "यहाँ कुछ नहीं है" in answer.text
        token = await client.post(
            "/phonepe-simulator/apis/pg-sandbox/v1/oauth/token", data={"a": "b"}
        )
        assert token.status_code == 401
