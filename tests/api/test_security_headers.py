"""What the chat may load: nothing of others, save PhonePe's own where money is real."""

import httpx
import pytest
from starlette.types import Receive, Scope, Send

from app.api.security_headers import SecurityHeaders
from app.core.config import Settings
from integrations.payments.endpoints import script_of


async def plain(_scope: Scope, _receive: Receive, send: Send) -> None:
    """An answer without headers of its own."""
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b""})


async def headers(path: str, script: str | None) -> httpx.Headers:
    app = SecurityHeaders(plain, production=True, checkout_script=script)
    transport = httpx.ASGITransport(app)
    async with httpx.AsyncClient(transport=transport, base_url="https://shop.example") as client:
        return (await client.get(path)).headers


@pytest.mark.parametrize(
    ("environment", "host"),
    [
        ("sandbox", "https://mercury-stg.phonepe.com"),
        ("production", "https://mercury.phonepe.com"),
    ],
)
async def test_real_money_lets_in_the_vendors_script_and_page(environment: str, host: str) -> None:
    script = script_of(Settings(phonepe_environment=environment))
    assert script == f"{host}/web/bundle/checkout.js"
    chat = await headers("/chat", script)
    policy = dict(part.split(" ", 1) for part in chat["content-security-policy"].split("; "))
    assert policy["script-src"].endswith(f" {host}")
    assert "https://*.phonepe.com" in policy["frame-src"]
    assert policy["default-src"] == "'self'"
    # The vendor looks where its page was opened from.
    assert chat.get_list("referrer-policy") == ["strict-origin-when-cross-origin"]
    elsewhere = await headers("/api/v1/plans", script)
    assert "phonepe" not in elsewhere["content-security-policy"]
    assert elsewhere["referrer-policy"] == "same-origin"


async def test_practice_lets_nobody_in() -> None:
    script = script_of(Settings(phonepe_environment="simulator"))
    assert script is None
    chat = await headers("/chat", script)
    assert "phonepe" not in chat["content-security-policy"]
    assert "frame-src" not in chat["content-security-policy"]
    assert chat["referrer-policy"] == "same-origin"
