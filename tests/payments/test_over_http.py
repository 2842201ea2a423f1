"""The whole way over real sockets: our client, the simulator's page, its callback, our route."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress
from dataclasses import dataclass, replace

import httpx
import pytest
import uvicorn
from sqlalchemy import text

from app.billing.desk import Billing
from app.billing.payments import refresh, start_payment
from app.core.clock import SystemClock
from app.core.platform import Platform
from app.main import create_app
from tests.fixtures.platform import Business
from tests.fixtures.served import free_port
from tests.fixtures.waiting import eventually


@dataclass
class Served:
    """The app on a port."""

    url: str
    billing: Billing


@pytest.fixture
async def served(session_platform: Platform) -> AsyncIterator[Served]:
    """The app without the chat, as `raptorflow serve` runs it, with the simulator beside it."""
    port = free_port()
    settings = session_platform.settings.model_copy(update={"port": port, "host": "127.0.0.1"})
    platform = replace(session_platform, settings=settings, clock=SystemClock())
    app = create_app(settings, platform=platform, chat=False)
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_config=None, lifespan="on"))
    running = asyncio.create_task(server.serve())

    async def started() -> bool:
        return server.started or running.done()

    await eventually(started)
    yield Served(f"http://localhost:{port}", app.state.billing)
    server.should_exit = True
    with suppress(asyncio.CancelledError):
        await running


async def test_paid_by_pressing_and_confirmed_by_a_callback(
    served: Served, tenant: Business
) -> None:
    billing = served.billing
    order = await start_payment(
        billing, tenant.id, None, purpose="test-wire", amount_paise=353_882, key="wire"
    )
    assert order.page_url
    assert order.page_url.startswith(f"{served.url}/phonepe-simulator/pay/")
    async with httpx.AsyncClient(trust_env=False, base_url=served.url) as browser:
        page = await browser.get(order.page_url, headers={"accept-language": "ta-IN,ta"})
        assert "₹3,538.82" in page.text
        assert 'lang="ta"' in page.text
        assert "default-src 'none'" in page.headers["content-security-policy"]
        await browser.post("/phonepe-simulator/control", json={"settle_after_seconds": 0.2})
        origin = {"origin": served.url}
        pressed = await browser.post(f"{order.page_url}/success", headers=origin)
        assert (pressed.status_code, pressed.headers["location"]) == (303, f"{served.url}/chat")
        stranger = {"origin": "https://elsewhere.example"}
        refused = await browser.post(f"{order.page_url}/success", headers=stranger)
        assert refused.status_code == 403

    async def called_back() -> bool:
        async with billing.database.transaction(tenant.id) as session:
            found = await session.scalar(text("SELECT count(*) FROM webhook_inbox"))
            return bool(found)

    await eventually(called_back)
    paid = await refresh(billing, tenant.id, order.id)
    assert (paid.status, paid.payment_mode) == ("paid", "UPI_QR")
