"""Our client: tokens, refusals, doubts. What the vendor does is the simulator's business."""

import json
from datetime import timedelta
from typing import Any

import httpx
import pytest
from redis.asyncio import Redis

from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.errors import ConfigurationError
from app.core.ids import uuid7
from integrations.payments.endpoints import Endpoints, vendor
from integrations.payments.errors import (
    TokenRefused,
    VendorBusy,
    VendorKnowsNot,
    VendorRefused,
    VendorUnclear,
    reason_key,
)
from integrations.payments.phonepe_gateway import MandateTerms, PhonePeGateway
from integrations.payments.phonepe_token import Credentials, TokenKeeper
from integrations.payments.schemas import OrderStatus
from tests.payments.world import BACK, World, make_world


async def open_order(world: World, order: str = "RF-1", amount: int = 353882) -> str:
    """An open page."""
    opened = await world.gateway.pay(order, amount, BACK, expire_after_seconds=600)
    assert opened.page_url
    return opened.page_url


def terms(clock: FrozenClock) -> MandateTerms:
    """Monthly, ten years."""
    return MandateTerms("RFM-1", 400_000, "MONTHLY", clock.now() + timedelta(days=3650))


async def test_a_payment_is_pending_until_she_pays(world: World) -> None:
    page = await open_order(world)
    assert (await world.gateway.order_status("RF-1")).outcome == "pending"
    answer = await world.press(page, "success")
    assert (answer.status_code, answer.headers["location"]) == (303, BACK)
    paid = await world.gateway.order_status("RF-1")
    assert (paid.outcome, paid.amount_paise, paid.payment_mode) == ("paid", 353882, "UPI_QR")
    assert paid.transaction_id
    assert paid.bank_reference


async def test_one_token_serves_many_calls_and_processes(
    world: World, clock: FrozenClock, redis: Redis
) -> None:
    await open_order(world)
    for _ in range(3):
        await world.gateway.order_status("RF-1")
    assert world.simulator.api.token_calls == 1
    api = world.simulator.api
    endpoints = Endpoints("http://phonepe.test/apis/pg-sandbox", "http://phonepe.test/apis", None)
    other = TokenKeeper(
        world.client, endpoints, Credentials(api.client_id, api.client_secret, 1), redis, clock
    )
    assert await other.token() == await world.tokens.token()
    assert world.simulator.api.token_calls == 1


async def test_a_token_is_renewed_minutes_before_it_ends(world: World, clock: FrozenClock) -> None:
    await open_order(world)
    clock.advance(timedelta(minutes=55))
    await world.gateway.order_status("RF-1")
    assert world.simulator.api.token_calls == 1
    clock.advance(timedelta(minutes=2))
    await world.gateway.order_status("RF-1")
    assert world.simulator.api.token_calls == 2


async def test_a_refused_token_is_renewed_once(world: World) -> None:
    await open_order(world)
    world.simulator.api.tokens.clear()
    assert (await world.gateway.order_status("RF-1")).outcome == "pending"
    assert world.simulator.api.token_calls == 2


async def test_wrong_credentials_are_said(clock: FrozenClock, redis: Redis) -> None:
    world = make_world(clock, redis)
    world.simulator.api.client_secret = "another"
    with pytest.raises(TokenRefused, match="AUTHORIZATION_FAILED"):
        await world.gateway.order_status("RF-1")
    await world.client.aclose()


async def test_in_doubt_the_status_decides(world: World) -> None:
    await world.control(fail={"pay": "before"})
    page = await open_order(world)
    assert page
    assert world.slept == [1.0]
    await world.control(fail={"pay": "after"})
    lost = await world.gateway.pay("RF-2", 100, BACK, expire_after_seconds=600)
    assert (lost.page_url, bool(lost.gateway_id)) == (None, True)
    again = await world.gateway.pay("RF-2", 100, BACK, expire_after_seconds=600)
    assert again == lost
    assert len(world.simulator.book.orders) == 2


async def test_a_refund_in_doubt_is_not_sent_twice(world: World) -> None:
    await world.press(await open_order(world), "success")
    await world.control(fail={"refund": "after"}, settle_after_seconds=5)
    refund = await world.gateway.refund("RFR-1", "RF-1", 1000)
    assert (refund.outcome, refund.amount_paise) == ("pending", 1000)
    assert len(world.simulator.book.refunds) == 1
    with pytest.raises(VendorRefused):
        await world.gateway.refund("RFR-2", "RF-1", 1000)
    await world.control(advance_seconds=6)
    assert (await world.gateway.refund_status("RFR-1")).outcome == "completed"
    assert (await world.gateway.refund("RFR-2", "RF-1", 1000)).outcome in ("pending", "completed")


async def test_a_mandate_lives_and_ends(world: World, clock: FrozenClock) -> None:
    opened = await world.gateway.pay(
        "RF-1", 353882, BACK, expire_after_seconds=600, terms=terms(clock)
    )
    assert (await world.gateway.mandate_status("RFM-1")).outcome == "requested"
    await world.press(opened.page_url, "success")
    assert (await world.gateway.mandate_status("RFM-1")).outcome == "active"
    await world.gateway.notify("RF-2", "RFM-1", 353882)
    clock.advance(timedelta(seconds=6))
    status = await world.gateway.order_status("RF-2")
    assert (status.outcome, status.notified_at) == ("notified", clock.now())
    await world.gateway.cancel_mandate("RFM-1")
    assert (await world.gateway.mandate_status("RFM-1")).outcome == "cancelled"
    await world.gateway.cancel_mandate("RFM-1")


async def test_a_debit_by_command(world: World, clock: FrozenClock) -> None:
    opened = await world.gateway.pay(
        "RF-1", 353882, BACK, expire_after_seconds=600, terms=terms(clock)
    )
    await world.press(opened.page_url, "success")
    await world.gateway.notify("RF-2", "RFM-1", 1000, auto_debit=False)
    clock.advance(timedelta(seconds=6))
    with pytest.raises(VendorRefused):
        await world.gateway.redeem("RF-2")
    clock.advance(timedelta(hours=24, minutes=1))
    await world.control(fail={"redeem": "after"})
    assert await world.gateway.redeem("RF-2") in ("PENDING", "COMPLETED")


async def test_what_is_not_there_is_said(world: World) -> None:
    for ask in (
        world.gateway.order_status, world.gateway.refund_status, world.gateway.mandate_status,
    ):  # fmt: skip
        with pytest.raises(VendorKnowsNot):
            await ask("RF-404")


def answering(clock: FrozenClock, status: int, body: bytes) -> httpx.MockTransport:
    """A vendor that gives tokens and answers everything else like that."""
    expires = int(clock.now().timestamp()) + 3600

    def answer(request: httpx.Request) -> httpx.Response:
        if request.url.path.endswith("/oauth/token"):
            return httpx.Response(200, json={"access_token": "t", "expires_at": expires})
        return httpx.Response(status, content=body)

    return httpx.MockTransport(answer)


async def status_from(
    transport: httpx.MockTransport, clock: FrozenClock, redis: Redis
) -> OrderStatus:
    """What a gateway reads from it."""
    endpoints = Endpoints("https://auth.test", "https://api.test", None)
    async with httpx.AsyncClient(transport=transport) as client:
        credentials = Credentials(f"M{uuid7().hex}", "s", 1)
        keeper = TokenKeeper(client, endpoints, credentials, redis, clock)
        return await PhonePeGateway(client, endpoints, keeper).order_status("RF-1")


@pytest.mark.parametrize(
    ("status", "body", "error"),
    [
        (429, b"", VendorBusy),
        (503, b"<html>", VendorUnclear),
        (200, b"<html>", VendorUnclear),
        (400, b'{"code": "BAD_REQUEST"}', VendorRefused),
        (401, b"", TokenRefused),
    ],
)
async def test_answers_that_are_none(
    status: int, body: bytes, error: type[Exception], clock: FrozenClock, redis: Redis
) -> None:
    with pytest.raises(error):
        await status_from(answering(clock, status, body), clock, redis)


@pytest.mark.parametrize(
    "body",
    [
        {"state": "COMPLETED", "amount": "353882", "paymentDetails": None, "new": {"field": 1}},
        {"state": "completed", "amount": 353882, "paymentDetails": [7, {"state": "FAILED"}]},
    ],
)
async def test_answers_are_read_leniently(
    body: dict[str, Any], clock: FrozenClock, redis: Redis
) -> None:
    read = await status_from(answering(clock, 200, json.dumps(body).encode()), clock, redis)
    assert (read.outcome, read.amount_paise) == ("paid", 353882)


@pytest.mark.parametrize(
    "body", [{"state": "SOMETHING_NEW"}, {"state": None}, {"state": 1}, {"a": 1}]
)
async def test_a_state_we_do_not_know_is_pending(
    body: dict[str, Any], clock: FrozenClock, redis: Redis
) -> None:
    read = await status_from(answering(clock, 200, json.dumps(body).encode()), clock, redis)
    assert read.outcome == "pending"


async def test_a_network_that_is_away(clock: FrozenClock, redis: Redis) -> None:
    def away(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectError("away", request=request)

    with pytest.raises(VendorUnclear):
        await status_from(httpx.MockTransport(away), clock, redis)


def test_every_reason_has_a_sentence() -> None:
    from integrations.languages import messages

    for code in (*vendor()["reasons"], "NEW_CODE", None):
        for shell in ("en", "hi", "ta", "te"):
            assert messages.text(shell, reason_key(code))
    assert reason_key(None, "Z9") == "account.payment.no_balance"


def test_addresses_are_data_and_settings() -> None:
    sandbox = Endpoints.of(Settings(phonepe_environment="sandbox"))
    live = Endpoints.of(Settings(phonepe_environment="production"))
    assert sandbox.auth == sandbox.api
    assert live.url("token").endswith("/apis/identity-manager/v1/oauth/token")
    assert live.url("order_status", "RF-1").endswith("/apis/pg/checkout/v2/order/RF-1/status")
    other = Settings(phonepe_environment="sandbox", phonepe_api_base_url="https://proxy.test/x/")
    assert Endpoints.of(other).url("pay") == "https://proxy.test/x/checkout/v2/pay"
    local = Endpoints.of(Settings(port=8123))
    assert local.api == "http://127.0.0.1:8123/phonepe-simulator/apis/pg-sandbox"
    with pytest.raises(ConfigurationError, match="https"):
        Endpoints.of(
            Settings(
                environment="production",
                phonepe_environment="sandbox",
                phonepe_api_base_url="http://proxy.test",
            )
        )
