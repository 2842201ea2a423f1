"""Stop over HTTP, while a vendor or a tool hangs: at once, from any replica, money back."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI
from sqlalchemy import text

from agents.circuit_breaker import CircuitBreakers
from agents.model_client import ModelClient
from agents.tools import MODEL_TOOLS
from agents.tools.base import ToolContext
from agents.turn_runner import TurnRunner
from app.core.config import Settings
from app.core.ids import turn_id_for, uuid7
from app.core.projections import rebuild
from memory.foundation_store import FoundationStore
from tests.agents.fake_vendors import Vendors, serve_vendors
from tests.fixtures.platform import Business
from tests.fixtures.waiting import eventually

ASK = "diwali ke liye whatsapp message chahiye, kaju katli pe 20% off"
WISH = "diwali ki shubhkamnayein likh do, customers ko bhejna hai"
CALENDAR = "festival_calendar"
WITHIN_SECONDS = 0.3
FACTS = {"business_name": "Sharma Sweets", "phone": "9876543210", "city": "Lucknow"}


@pytest.fixture(scope="module")
def fake() -> Iterator[Vendors]:
    """The server of both vendors."""
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
    async def hangs() -> bool:
        return len(fake.asked) == 1

    async def hung_up() -> bool:
        return fake.hung_up == 1

    fake.fault = "slow"
    names = await stopped(app, owner, replicas, ASK, hangs, pressed)
    await eventually(hung_up)
    assert names.count("model.called") == len(fake.asked) == 1
    assert names[-2:] == ["model.called", "turn.cancelled"]
    await only_what_was_used_is_paid(replicas, tenant)


@pytest.mark.parametrize("vendor", ["openai"])
async def test_a_stop_while_tools_run(
    app: FastAPI, owner: httpx.AsyncClient, fake: Vendors, tenant: Business, replicas: Replicas,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Two run side by side: both end there, and their model is not asked again."""
    begun: list[str] = []
    ended: list[str] = []

    async def hanging(wanted: Any, context: ToolContext) -> dict[str, Any]:
        begun.append(wanted.festival)
        try:
            await asyncio.Event().wait()
        finally:
            ended.append(wanted.festival)
        return {"festivals": [str(context)]}

    async def both() -> bool:
        return len(begun) == 2

    tools = {**MODEL_TOOLS, CALENDAR: replace(MODEL_TOOLS[CALENDAR], run=hanging)}
    monkeypatch.setattr("agents.tools.MODEL_TOOLS", tools)
    fake.tools = ((CALENDAR, {"festival": "diwali"}), (CALENDAR, {"festival": "holi"}))
    names = await stopped(app, owner, replicas, WISH, both, "elsewhere")
    assert sorted(ended) == ["diwali", "holi"]
    assert names.count("model.called") == len(fake.asked) == 1
    assert "cost.quoted" in names[: names.index("model.called")]
    assert "tool.called" not in names[names.index("model.called") :]
    await only_what_was_used_is_paid(replicas, tenant)


async def stopped(
    app: FastAPI, owner: httpx.AsyncClient, replicas: Replicas, words: str,
    hangs: Callable[[], Awaitable[bool]], pressed: str,
) -> list[str]:  # fmt: skip
    """Ask, wait until it hangs, press Stop; the names of what is stored of the turn."""
    conversation, message = uuid4(), uuid4().hex
    turn_id = turn_id_for(conversation, message)
    body = {"text": words, "client_message_id": message, "conversation_id": str(conversation)}
    running = asyncio.create_task(owner.post("/api/v1/turns", json=body))

    async def hanging() -> bool:
        assert not running.done(), running.result().text
        return await hangs()

    await eventually(hanging)
    await replicas.here._bus.listening.wait()
    if pressed == "elsewhere":
        app.state.runner = replicas.elsewhere
    began = time.monotonic()
    answer = await owner.post(f"/api/v1/turns/{turn_id}/cancel")
    ended = (await running).json()
    took = time.monotonic() - began
    assert answer.json() == {"turn_id": str(turn_id), "cancelled": True}
    assert took < WITHIN_SECONDS
    assert (ended["events"][-1], ended["draft"]) == ("turn.cancelled", None)
    assert replicas.here._runs == {}
    stored = (await owner.get(f"/api/v1/turns/{turn_id}/events")).json()["events"]
    names = [each["name"] for each in stored]
    assert not {"draft.written", "approval.requested", "turn.settled"} & {*names}
    return names


async def only_what_was_used_is_paid(replicas: Replicas, tenant: Business) -> None:
    """Counters, reservations and ledger agree, nothing is set aside; and rows are the events'."""
    async with replicas.here.services.database.transaction(tenant.id) as session:
        ledger = await session.scalar(text("SELECT sum(paise)::bigint FROM usage"))
        counted = await session.execute(
            text("SELECT DISTINCT reserved_paise, spent_paise FROM budget_periods")
        )
        held = await session.execute(
            text("SELECT status, settled_paise, paise FROM budget_reservations")
        )
        assert [tuple(row) for row in counted] == [(0, ledger)]
        [(status, settled, set_aside)] = held.all()
        assert (status, settled) == ("settled", ledger)
        assert 0 < ledger <= set_aside
        assert (await rebuild(session)).differences == []
