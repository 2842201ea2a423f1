"""The simulator as others may use it: its pages, its memory, what it refuses."""

from datetime import timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest

from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.errors import ConfigurationError
from integrations.payments.phonepe_simulator import API, PhonePeSimulator
from integrations.payments.phonepe_simulator_book import barred
from integrations.payments.phonepe_simulator_local import running_simulator, standalone
from integrations.payments.phonepe_token import Credentials
from tests.payments.world import BACK, BASE, World

PAY: dict[str, Any] = {
    "merchantOrderId": "RF-1",
    "amount": 100,
    "paymentFlow": {"type": "PG_CHECKOUT", "merchantUrls": {"redirectUrl": BACK}},
}


class Buttons(HTMLParser):
    """The acts a page offers, and the language and size it says."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.acts: list[str] = []
        self.said: dict[str, str] = {}
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Collect."""
        found = {name: value or "" for name, value in attrs}
        if tag == "button":
            self.acts.append(found["data-act"])
        if tag == "html":
            self.said["lang"] = found["lang"]
        if found.get("name") == "viewport":
            self.said["viewport"] = found["content"]


async def asked(world: World, method: str, path: str, **sent: Any) -> httpx.Response:
    """A call by the protocol alone, without our client."""
    form = {
        "client_id": world.simulator.api.client_id, "client_secret": "secret",
        "client_version": "1", "grant_type": "client_credentials",
    }  # fmt: skip
    token = (await world.client.post(f"{BASE}{API}/v1/oauth/token", data=form)).json()
    assert token["token_type"] == "O-Bearer"
    headers = {"authorization": f"O-Bearer {token['access_token']}"}
    return await world.client.request(method, f"{BASE}{API}{path}", headers=headers, **sent)


async def test_the_documented_answers(world: World, clock: FrozenClock) -> None:
    opened = (await asked(world, "POST", "/checkout/v2/pay", json=PAY)).json()
    assert set(opened) == {"orderId", "state", "expireAt", "redirectUrl"}
    assert opened["state"] == "PENDING"
    assert opened["expireAt"] == int((clock.now() + timedelta(seconds=600)).timestamp() * 1000)
    status = (await asked(world, "GET", "/checkout/v2/order/RF-1/status")).json()
    assert {"orderId", "state", "amount", "payableAmount", "feeAmount", "currency", "expireAt",
            "metaInfo", "paymentDetails"} <= set(status)  # fmt: skip
    missing = await asked(world, "GET", "/checkout/v2/order/RF-2/status")
    assert (missing.status_code, missing.json()["code"]) == (400, "INVALID_MERCHANT_ORDER_ID")
    twice = await asked(world, "POST", "/checkout/v2/pay", json=PAY)
    assert (twice.status_code, twice.json()["code"]) == (417, "INVALID_TRANSACTION_ID")


@pytest.mark.parametrize(
    "change",
    [
        {"amount": 99}, {"amount": 100.5}, {"amount": "100"}, {"amount": True},
        {"merchantOrderId": "a" * 64}, {"merchantOrderId": "order 1"}, {"merchantOrderId": None},
        {"expireAfter": 299}, {"expireAfter": 3601}, {"paymentFlow": {"type": "PG_CHECKOUT"}},
        {"paymentFlow": {"type": "PG", "merchantUrls": {"redirectUrl": BACK}}},
    ],
)  # fmt: skip
async def test_what_breaks_a_rule_is_refused(world: World, change: dict[str, Any]) -> None:
    answer = await asked(world, "POST", "/checkout/v2/pay", json={**PAY, **change})
    assert (answer.status_code, answer.json()["code"]) == (400, "BAD_REQUEST")
    assert world.simulator.book.orders == {}


@pytest.mark.parametrize("header", ["", "Bearer x", "O-Bearer", "O-Bearer x"])
async def test_a_call_needs_a_token(world: World, header: str) -> None:
    answer = await world.client.post(
        f"{BASE}{API}/checkout/v2/pay", json=PAY, headers={"authorization": header}
    )
    assert (answer.status_code, answer.json()["code"]) == (401, "AUTHORIZATION_FAILED")


async def test_a_token_ends(world: World, clock: FrozenClock) -> None:
    await world.control(token_life_seconds=60)
    token = await world.tokens.token()
    clock.advance(timedelta(seconds=61))
    answer = await world.client.get(
        f"{BASE}{API}/checkout/v2/order/RF-1/status",
        headers={"authorization": f"O-Bearer {token}"},
    )
    assert answer.status_code == 401


@pytest.mark.parametrize("shell", ["en", "hi", "ta", "te"])
async def test_the_page_offers_four_ways_and_says_it_is_practice(world: World, shell: str) -> None:
    opened = (await asked(world, "POST", "/checkout/v2/pay", json=PAY)).json()
    language = {"accept-language": f"{shell}-IN,{shell};q=0.9"}
    page = await world.client.get(opened["redirectUrl"], headers=language)
    seen = Buttons(page.text)
    assert seen.acts == ["success", "failure", "pending", "leave"]
    assert seen.said == {"lang": shell, "viewport": "width=device-width, initial-scale=1"}
    assert "₹1<" in page.text
    await world.client.post(f"{opened['redirectUrl']}/success")
    assert Buttons((await world.client.get(opened["redirectUrl"])).text).acts == []


async def test_a_page_escapes_what_it_shows(world: World) -> None:
    page = await world.client.get(f"{BASE}/pay/<script>")
    assert (page.status_code, "<script>" in page.text) == (404, False)


async def test_pressing_is_final_and_settles_after_a_while(
    world: World, clock: FrozenClock
) -> None:
    await world.control(settle_after_seconds=10)
    opened = (await asked(world, "POST", "/checkout/v2/pay", json=PAY)).json()
    await world.press(opened["redirectUrl"], "success")
    await world.press(opened["redirectUrl"], "failure")
    assert world.simulator.book.orders["RF-1"]["state"] == "PENDING"
    clock.advance(timedelta(seconds=11))
    status = (await asked(world, "GET", "/checkout/v2/order/RF-1/status")).json()
    assert status["state"] == "COMPLETED"


async def test_a_restart_forgets_nothing(tmp_path: Path, clock: FrozenClock) -> None:
    def made() -> PhonePeSimulator:
        file = tmp_path / "simulator.sqlite3"
        return PhonePeSimulator(clock, Credentials("M", "s", 1), base_url=BASE, file=file)

    first = made()
    first.api.pay(PAY)
    first.book.decide(first.book.orders["RF-1"], "success")
    first.book.close()
    second = made()
    assert second.book.orders["RF-1"]["state"] == "COMPLETED"
    second.book.close()


def test_debits_run_outside_the_barred_hours(clock: FrozenClock) -> None:
    """Midnight in India is 18:30 UTC."""
    start = clock.now().replace(hour=18, minute=30)
    free = [
        minute for minute in range(0, 1440, 30) if not barred(start + timedelta(minutes=minute))
    ]
    assert [minute / 60 for minute in free if 9 <= minute / 60 < 22] == [
        9,
        9.5,
        13,
        13.5,
        14,
        14.5,
        15,
        15.5,
        16,
        16.5,
        21.5,
    ]


async def test_it_is_refused_in_production(clock: FrozenClock, tmp_path: Path) -> None:
    settings = Settings(environment="production", data_dir=tmp_path)
    with pytest.raises(ConfigurationError, match="simulator"):
        async with running_simulator(settings, clock):
            raise AssertionError


async def test_it_runs_alone() -> None:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(standalone())) as client:
        assert (await client.get("http://127.0.0.1:8000/nowhere")).status_code == 404
