"""Alerts at 50, 80 and 100 %: once each, in her words, and signed to the address she named."""

import asyncio
import hashlib
import hmac
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import text as sql

from agents.economics.alerts import JOB, marks_reached, tell_of_budget
from agents.economics.limits import Limits, set_limit
from agents.events import ReplySent
from app.billing.alert_webhook import SIGNATURE, send_alert
from app.billing.notices import inbox
from app.core.clock import FrozenClock
from app.core.errors import Unavailable
from app.core.ids import uuid7
from app.core.platform import Platform
from app.core.tables import BudgetPeriod
from app.jobs.catalogue import jobs
from tests.fixtures.platform import NOW, Business

SECRET = "one that she was shown once"


def test_marks() -> None:
    limits = Limits(month_paise=100)
    assert [marks_reached(n, limits) for n in (0, 49, 50, 79, 80, 100, 250)] == [
        [], [], [50], [50], [50, 80], [50, 80, 100], [50, 80, 100]
    ]  # fmt: skip
    assert marks_reached(5, Limits()) == []
    assert JOB in jobs()


class Receiver:
    """The business's own server, which answers as told."""

    def __init__(self) -> None:
        self.status = 200
        self.heard: list[tuple[dict[str, str], bytes]] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
        lines = [line.split(": ", 1) for line in head.splitlines()[1:] if ": " in line]
        headers = {name.lower(): value for name, value in lines}
        body = await reader.readexactly(int(headers["content-length"]))
        self.heard.append((headers, body))
        writer.write(f"HTTP/1.1 {self.status} x\r\ncontent-length: 0\r\n\r\n".encode())
        await writer.drain()
        writer.close()


@pytest.fixture
async def receiver() -> AsyncIterator[tuple[Receiver, str]]:
    there = Receiver()
    server = await asyncio.start_server(there.serve, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    yield there, f"http://127.0.0.1:{port}/hook"
    server.close()


async def told(platform: Platform, business: Business, clock: FrozenClock, turn: Any) -> list[str]:
    """What a turn says after it spent 10 paise more."""
    services = SimpleNamespace(database=platform.database, clock=clock, settings=platform.settings)
    stand_in: Any = SimpleNamespace(
        services=services, request=SimpleNamespace(tenant_id=business.id), talk="hi", id=turn,
        spending=SimpleNamespace(spent=10, total=10), note=lambda event: event,
        ids={"turn_id": turn, "conversation_id": turn},
    )  # fmt: skip
    found = [event async for event in tell_of_budget(stand_in)]
    return [event.text for event in found if isinstance(event, ReplySent)]


async def test_told_once_and_sent_signed(
    session_platform: Platform, tenant: Business, receiver: tuple[Receiver, str]
) -> None:
    there, url = receiver
    clock, platform = FrozenClock(NOW), session_platform
    database = platform.database
    month = clock.now().strftime("%Y-%m")
    async with database.transaction(tenant.id) as session:
        await set_limit(
            session, tenant.id, clock, tenant.user_id,
            month_paise=100, webhook_url=url, webhook_secret=SECRET,
        )  # fmt: skip
        session.add(
            BudgetPeriod(
                tenant_id=tenant.id, period=month, reserved_paise=0, spent_paise=72,
                limit_paise=None,
            )
        )  # fmt: skip
    first, second = uuid7(), uuid7()
    [line] = await told(platform, tenant, clock, first)
    assert line == "महीने के बजट का 80% लग गया: ₹1 में से ₹0.82।"
    assert await told(platform, tenant, clock, second) == [], "50 and 80 were told"
    assert await told(platform, tenant, clock, first) == [line], "the same turn, run again"
    async with database.transaction(None) as session:
        query = sql(
            "SELECT count(*) FROM pgqueuer.pgqueuer "
            "WHERE entrypoint = :name AND position(:tenant IN convert_from(payload, 'UTF8')) > 0"
        )
        waiting = await session.scalar(query, {"name": JOB, "tenant": str(tenant.id)})
    assert waiting == 2

    payload = {"tenant": str(tenant.id), "period": month, "percent": 80}
    there.status = 503
    with pytest.raises(Unavailable):
        await send_alert(database, platform.settings, clock, payload)
    there.status = 204
    await send_alert(database, platform.settings, clock, payload)
    (_, before), (headers, body) = there.heard
    said = json.loads(body)
    assert said == json.loads(before)
    assert (said["percent"], said["spent_paise"], said["limit_paise"]) == (80, 72, 100)
    stamp, made = (part.split("=", 1)[1] for part in headers[SIGNATURE.lower()].split(","))
    right = hmac.new(SECRET.encode(), f"{stamp}.".encode() + body, hashlib.sha256).hexdigest()
    assert hmac.compare_digest(made, right)
    assert int(stamp) == int(clock.now().timestamp())
    async with database.transaction(tenant.id) as session:
        [notice] = await inbox(session, "ta-Latn")
    assert notice.text.startswith("Indha maasa budget la 80%")

    clock.advance(timedelta(hours=25))
    await send_alert(database, platform.settings, clock, payload)
    assert len(there.heard) == 2, "given up after a day"
