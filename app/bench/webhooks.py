"""Callbacks coming in faster than promised, every one kept; then asking about all those orders.

Two servers are started: the app on a database of the bench's own, so that its worker does not run
beside it, and a vendor that calls every order paid. Callbacks are sent at a fixed rate whatever the
answers take, and then the app is killed before what it stored is counted.
"""

import asyncio
import hashlib
import os
import signal
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final
from uuid import UUID, uuid4

import orjson
from sqlalchemy import text

from app.bench import servers
from app.bench.measures import Figures, Result, Target, latencies, percentile
from app.bench.vendor import AMOUNT_PAISE, CREDENTIALS
from app.billing.desk import open_billing
from app.billing.events import OrderCreated, OrderOpened
from app.billing.reconcile import reconcile
from app.billing.schemas import merchant_id
from app.core.config import Settings
from app.core.database import Database
from app.core.ids import uuid7
from app.core.platform import Platform, open_platform
from app.core.projections import record
from app.observability.logging import configure_logging
from integrations.payments.phonepe_verification import basic_header

PROMISED_PER_SECOND: Final = 300
RATE: Final = 320
LIMIT_P99_MS: Final = 250.0
SENDERS: Final = 32
WARM_UP: Final = 200
PENDING: Final = 10_000
_BATCH: Final = 500
_USER, _PASSWORD = "bench", "Callback123"


@dataclass(frozen=True)
class Plan:
    """How much is sent, and how many orders are asked about afterwards."""

    seconds: float = 60.0
    rate: int = RATE
    pending: int = PENDING


async def measure(folder: Path, plan: Plan) -> Result:
    """Ingest, then reconcile."""
    configure_logging(scrub=str, level="WARNING")  # a line for every order would be measured too
    settings = Settings(
        environment="local", data_dir=folder / "webhooks", model_cascade=("offline",)
    )
    async with open_platform(settings) as platform:
        tenant_id = await _business(platform.database)
        count = WARM_UP + int(plan.seconds * plan.rate)
        orders = await _orders(platform, tenant_id, max(count, plan.pending))
        ingest, took, cpu = await _ingest(platform, folder, orders[:count], plan.rate)
        stored = await _stored(platform.database, tenant_id)
        asked, asking_seconds, left = await _reconciled(platform, tenant_id, plan.pending)
    per_second = len(ingest) / took
    rows: dict[str, Figures] = {
        "callback, sent to answered": latencies(ingest),
        "ingest": {"per_second": round(per_second, 1), "stored": stored,
                   "cpu_ms_each": round(cpu * 1000 / len(ingest), 2)},
        "reconciliation": {"count": asked, "per_second": round(asked / asking_seconds, 1),
                           "seconds": round(asking_seconds, 1)},
    }  # fmt: skip
    targets = (
        Target("between two callbacks", round(1000 / per_second, 3),
               round(1000 / PROMISED_PER_SECOND, 3), "ms"),
        Target("callback p99", round(percentile(ingest, 0.99) * 1000, 1), LIMIT_P99_MS, "ms"),
        Target("callbacks lost", count - stored, 0, ""),
        Target("orders left pending", left, 0, ""),
    )  # fmt: skip
    how: Figures = {"seconds": plan.seconds, "asked_per_second": plan.rate, "orders": len(orders)}
    note = (
        "Latency from the moment a callback was meant to be sent to its answer; the sender, the "
        "app, PostgreSQL and the vendor share the machine. Each callback names an open order, is "
        "committed before it is answered and makes the order due; the app is killed before the "
        "rows are counted. Reconciliation asks the vendor about each order over HTTP and settles "
        "it: events, posting and row in one transaction, by one process."
    )
    return Result("webhooks", how, rows, targets, (note,))


async def _business(database: Database) -> UUID:
    tenant_id, user_id = uuid7(), uuid7()
    async with database.transaction(None) as session:
        await session.execute(
            text("SELECT create_account(:u, :e, NULL, NULL, 'en', :t, 'Bench', now())"),
            {"u": user_id, "e": f"bench-{user_id}@example.in", "t": tenant_id},
        )
    return tenant_id


async def _orders(platform: Platform, tenant_id: UUID, count: int) -> list[UUID]:
    """Open orders, nobody asking about them yet."""
    created = OrderCreated(
        user_id=None, kind="checkout", purpose="bench", amount_paise=AMOUNT_PAISE
    )
    opened = OrderOpened(gateway_id=None, page_url="http://127.0.0.1/pay", expires_at=None)
    ids = [uuid7() for _ in range(count)]
    for start in range(0, count, _BATCH):
        batch = ids[start : start + _BATCH]
        async with platform.database.transaction(tenant_id) as session:
            await record(session, tenant_id, platform.clock, [created.on(one) for one in batch])
            await record(session, tenant_id, platform.clock, [opened.on(one) for one in batch])
    return ids


async def _ingest(
    platform: Platform, folder: Path, orders: list[UUID], rate: int
) -> tuple[list[float], float, float]:
    """Latencies, the seconds it took, and the CPU seconds of the app; it is killed at the end."""
    port = servers.free_port()
    extra = {
        "DATABASE_URL": str(platform.embedded.database_url),
        "REDIS_URL": str(platform.embedded.redis_url),
        "PHONEPE_WEBHOOK_USERNAME": _USER,
        "PHONEPE_WEBHOOK_PASSWORD": _PASSWORD,
    }
    async with servers.serving(
        servers.raptorflow(port), port, folder / "webhooks-app", extra
    ) as server:
        await _Senders(port, orders[:WARM_UP], rate // 2).run()
        before = server.cpu_seconds()
        senders = _Senders(port, orders[WARM_UP:], rate)
        found = await senders.run()
        cpu = server.cpu_seconds() - before
        os.kill(server.process.pid, signal.SIGKILL)
    return found, senders.took, cpu


class _Senders:
    """Keeps a rate over a few open connections; plain sockets, so that it costs little."""

    def __init__(self, port: int, orders: list[UUID], rate: int) -> None:
        self._port = port
        self._orders = orders
        self._every = 1 / rate
        self._next = 0
        self._seconds: list[float] = []
        self._begun = 0.0
        self.took = 0.0

    async def run(self) -> list[float]:
        """Send all of them."""
        self._begun = time.perf_counter() + 0.2
        await asyncio.gather(*(self._one() for _ in range(SENDERS)))
        self.took = time.perf_counter() - self._begun
        return self._seconds

    async def _one(self) -> None:
        reader, writer = await asyncio.open_connection(servers.HOST, self._port)
        try:
            while self._next < len(self._orders):
                number, self._next = self._next, self._next + 1
                due = self._begun + number * self._every
                await asyncio.sleep(max(0.0, due - time.perf_counter()))
                writer.write(_request(self._port, self._orders[number]))
                status = await reader.readuntil(b"\r\n\r\n")
                if b" 204 " not in status.partition(b"\r\n")[0]:
                    raise servers.ServerFailed(status.decode("latin-1"))
                self._seconds.append(time.perf_counter() - due)
        finally:
            writer.close()


def _request(port: int, order: UUID) -> bytes:
    body = orjson.dumps({
        "event": "checkout.order.completed",
        "payload": {
            "merchantOrderId": merchant_id("order", order), "orderId": f"OMO{uuid4().hex[:20]}",
            "state": "COMPLETED", "amount": AMOUNT_PAISE,
            "paymentDetails": [{"transactionId": f"OM{order.hex[:20]}", "state": "COMPLETED"}],
        },
    })  # fmt: skip
    head = (
        f"POST /webhooks/phonepe HTTP/1.1\r\nHost: {servers.HOST}:{port}\r\n"
        f"Authorization: {basic_header(_USER, _PASSWORD)}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    return head.encode() + body


async def _stored(database: Database, tenant_id: UUID) -> int:
    async with database.transaction(tenant_id) as session:
        found = await session.scalar(text("SELECT count(*) FROM webhook_inbox"))
    return int(found or 0)


@asynccontextmanager
async def _vendor(folder: Path) -> AsyncIterator[int]:
    """The vendor's process; its port."""
    port = servers.free_port()
    command = (sys.executable, "-m", "uvicorn", "app.bench.vendor:create", "--factory", "--port",
               str(port), "--log-level", "warning")  # fmt: skip
    data_dir = folder / f"vendor-{hashlib.sha256(str(port).encode()).hexdigest()[:8]}"
    async with servers.listening(command, port, data_dir):
        yield port


async def _reconciled(platform: Platform, tenant_id: UUID, pending: int) -> tuple[int, float, int]:
    """How many were asked about, in how many seconds, and how many are pending afterwards."""
    async with platform.database.transaction(tenant_id) as session:
        await session.execute(
            text(
                "UPDATE payment_orders SET next_check_at = CASE WHEN id IN "
                "(SELECT id FROM payment_orders ORDER BY id LIMIT :n) THEN now() END"
            ),
            {"n": pending},
        )
    folder = platform.settings.data_dir
    async with _vendor(folder) as port:
        base = f"http://{servers.HOST}:{port}/apis/pg-sandbox"
        secret = {
            "phonepe_client_id": CREDENTIALS.client_id,
            "phonepe_client_secret": _secret(CREDENTIALS.client_secret),
            "phonepe_auth_base_url": base,
            "phonepe_api_base_url": base,
        }
        settings = platform.settings.model_copy(update=secret)
        async with open_billing(replace(platform, settings=settings)) as billing:
            begun, asked = time.perf_counter(), 0
            while found := await reconcile(billing):
                asked += found
            took = time.perf_counter() - begun
    async with platform.database.transaction(tenant_id) as session:
        left = await session.scalar(
            text("SELECT count(*) FROM payment_orders WHERE next_check_at IS NOT NULL")
        )
    return asked, took, int(left or 0)


def _secret(value: str) -> object:
    from pydantic import SecretStr

    return SecretStr(value)
