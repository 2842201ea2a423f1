"""Stop over HTTP, while a vendor says nothing: at once, from any replica, and the money returns."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from agents.circuit_breaker import CircuitBreakers
from agents.model_client import ModelClient
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from app.core.ids import turn_id_for, uuid7
from app.core.projections import rebuild
from memory.foundation_store import FoundationStore
from tests.agents.fake_vendors import Vendors, serve_vendors
from tests.fixtures.platform import Business
from tests.fixtures.waiting import eventually

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
WITHIN_SECONDS = 0.3
FACTS = {"business_name": "Sharma Sweets", "phone": "9876543210", "city": "Lucknow"}


@pytest.fixture(scope="module")
def fake() -> Iterator[Vendors]:
    """Both vendors: whoever is asked hangs."""
    with serve_vendors() as vendors:
        yield vendors


@dataclass
class Replicas:
    """Two processes of the application on the same database and Redis."""

    here: TurnRunner
    elsewhere: TurnRunner


@pytest.fixture
async def replicas(
    app: FastAPI, fake: Vendors, tenant: Business, vendor: str
) -> AsyncIterator[Replicas]:
    fake.reset()
    fake.fault = "slow"
    other = "openai" if vendor == "vertex" else "vertex"
    settings = Settings(
        environment="test",
        model_cascade=(vendor, other),
        gcp_project_id="shop",
        vertex_base_url=fake.url,
        openai_base_url=f"{fake.url}/v1",
    )
    services = app.state.services
    async with services.database.transaction(tenant.id) as session:
        store = FoundationStore(session, tenant.id, services.clock)
        for name, value in FACTS.items():
            await store.put(name, value, value, "said", uuid7())
    models = ModelClient(settings, breakers=CircuitBreakers(), clock=services.clock)
    services = replace(services, models=models)
    both = Replicas(TurnRunner(services), TurnRunner(services))
    its_own, app.state.runner = app.state.runner, both.here
    yield both
    app.state.runner = its_own
    await both.here.stop()
    await both.elsewhere.stop()


@pytest.mark.parametrize("vendor", ["vertex", "openai"])
@pytest.mark.parametrize("pressed", ["here", "elsewhere"])
async def test_a_stop_while_a_vendor_hangs(
    app: FastAPI, owner: httpx.AsyncClient, fake: Vendors, tenant: Business, replicas: Replicas,
    pressed: str,
) -> None:  # fmt: skip
    conversation, message = uuid4(), uuid4().hex
    turn_id = turn_id_for(conversation, message)
    body = {"text": ASK, "client_message_id": message, "conversation_id": str(conversation)}
    running = asyncio.create_task(owner.post("/api/v1/turns", json=body))

    async def asked() -> bool:
        assert not running.done(), running.result().text
        return len(fake.asked) == 1

    await eventually(asked)
    await replicas.here._bus.listening.wait()
    assert (await money(replicas, tenant))["reserved"] > 0
    if pressed == "elsewhere":
        app.state.runner = replicas.elsewhere
    began = time.monotonic()
    stopped = await owner.post(f"/api/v1/turns/{turn_id}/cancel")
    ended = await running
    took = time.monotonic() - began
    assert stopped.json() == {"turn_id": str(turn_id), "cancelled": True}
    assert took < WITHIN_SECONDS
    assert ended.json()["events"][-1] == "turn.cancelled"
    assert ended.json()["draft"] is None

    # The vendor is told, nobody else is asked, and only what was begun is paid.
    async def hung_up() -> bool:
        return fake.hung_up == 1

    await eventually(hung_up)
    names = [each["name"] for each in await events(owner, turn_id)]
    assert names.count("model.called") == len(fake.asked) == 1
    assert names[-2:] == ["model.called", "turn.cancelled"]
    assert not {"draft.written", "approval.requested", "turn.settled"} & {*names}
    kept = await money(replicas, tenant)
    assert kept["reserved"] == 0
    assert kept["held"] == [("settled", kept["ledger"])]
    assert kept["spent"] == kept["ledger"] <= kept["ceiling"]
    assert replicas.here._runs == {}


async def events(owner: httpx.AsyncClient, turn_id: UUID) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = (await owner.get(f"/api/v1/turns/{turn_id}/events")).json()[
        "events"
    ]
    return found


async def money(replicas: Replicas, tenant: Business) -> dict[str, Any]:
    """Counters, reservations and ledger; and that rows and events agree."""
    async with replicas.here.services.database.transaction(tenant.id) as session:
        counted = await session.execute(
            text("SELECT DISTINCT reserved_paise, spent_paise FROM budget_periods")
        )
        [(reserved, spent)] = counted.all()
        held = (
            await session.execute(
                text("SELECT status, settled_paise, paise FROM budget_reservations")
            )
        ).all()
        ledger = await session.scalar(text("SELECT coalesce(sum(paise), 0)::bigint FROM usage"))
        assert (await rebuild(session)).differences == []
    return {
        "reserved": reserved,
        "spent": spent,
        "ledger": ledger,
        "ceiling": sum(row[2] for row in held),
        "held": [(row[0], row[1]) for row in held],
    }
