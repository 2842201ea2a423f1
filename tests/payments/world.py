"""A gateway that talks to the simulator through HTTP messages, with callbacks caught on the way."""

from dataclasses import dataclass, field
from datetime import timedelta

import httpx
from redis.asyncio import Redis

from app.core.clock import Clock
from app.core.ids import uuid7
from integrations.payments.endpoints import Endpoints
from integrations.payments.phonepe_gateway import PhonePeGateway
from integrations.payments.phonepe_simulator import API, PhonePeSimulator
from integrations.payments.phonepe_simulator_callbacks import Delivery
from integrations.payments.phonepe_token import Credentials, TokenKeeper
from integrations.payments.phonepe_verification import CallbackSecrets

BASE = "http://phonepe.test"
SECRETS = CallbackSecrets("raptorflow", "Callback123")
BACK = "http://localhost:8000/chat"


@dataclass
class World:
    """The vendor, our side of the wire, and what the vendor called back."""

    simulator: PhonePeSimulator
    gateway: PhonePeGateway
    tokens: TokenKeeper
    client: httpx.AsyncClient
    sent: list[Delivery] = field(default_factory=list)
    slept: list[float] = field(default_factory=list)

    async def press(self, page_url: str | None, act: str) -> httpx.Response:
        """What a person does on the payment page."""
        assert page_url is not None
        return await self.client.post(f"{page_url}/{act}")

    async def control(self, **command: object) -> None:
        """Command the simulator."""
        answer = await self.client.post(f"{BASE}/control", json=command)
        assert answer.status_code == 200

    async def callbacks(self) -> list[Delivery]:
        """Let the vendor send what is due; everything it sent so far."""
        await self.simulator.tick()
        return self.sent


def make_world(
    clock: Clock, redis: Redis, *, settles_after: timedelta = timedelta(), base: str = BASE
) -> World:
    """A merchant of its own, so that tests share no token."""
    credentials = Credentials(f"M{uuid7().hex}", "secret", 1)
    sent: list[Delivery] = []
    slept: list[float] = []

    async def catch(delivery: Delivery) -> None:
        sent.append(delivery)

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    simulator = PhonePeSimulator(
        clock, credentials, base_url=base, callback_secrets=SECRETS, send=catch,
        settles_after=settles_after,
    )  # fmt: skip
    client = httpx.AsyncClient(transport=httpx.ASGITransport(simulator))
    endpoints = Endpoints(f"{base}{API}", f"{base}{API}", None)
    tokens = TokenKeeper(client, endpoints, credentials, redis, clock)
    gateway = PhonePeGateway(client, endpoints, tokens, sleep=sleep)
    return World(simulator, gateway, tokens, client, sent, slept)
