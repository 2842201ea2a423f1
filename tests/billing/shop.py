"""A shop with the vendor beside it: what tests of payments press, ask and count."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from redis.asyncio import Redis
from sqlalchemy import event, text

from agents.products.muse.schemas import Actor
from app.billing import ledger, store
from app.billing.desk import Billing
from app.billing.hooks import OrderMove, RefundMove
from app.billing.inbox import Inbox
from app.billing.payments import start_payment
from app.billing.reconcile import ask_about, claim
from app.billing.schemas import Order
from app.core.config import Settings
from app.core.database import Database
from app.core.platform import Platform
from app.core.projections import rebuild
from integrations.payments.phonepe_simulator_callbacks import Delivery
from integrations.payments.schemas import read_callback
from tests.fixtures.platform import Business
from tests.payments.world import World, make_world

PURPOSE = "test-pack"
AMOUNT = 353_882


@dataclass
class Shop:
    """One business that pays."""

    platform: Platform
    business: Business
    world: World
    billing: Billing

    @property
    def tenant_id(self) -> UUID:
        """Whose payments."""
        return self.business.id

    @property
    def actor(self) -> Actor:
        """The owner."""
        return Actor(tenant_id=self.business.id, user_id=self.business.user_id, name="Sunita")

    async def pay(self, key: str = "one", amount: int = AMOUNT, **more: Any) -> Order:
        """An open payment."""
        return await start_payment(
            self.billing, self.tenant_id, self.actor, purpose=PURPOSE, amount_paise=amount, key=key,
            **more,
        )  # fmt: skip

    async def order(self, order_id: UUID) -> Order:
        """The order as our rows have it."""
        async with self.platform.database.transaction(self.tenant_id) as session:
            return await store.get(session, Order, order_id)

    async def books(self, order_id: UUID | None = None) -> dict[str, int]:
        """Balances."""
        async with self.platform.database.transaction(self.tenant_id) as session:
            return await ledger.balances(session, order_id)

    async def call_back(self, deliveries: Sequence[Delivery] | None = None) -> None:
        """Let callbacks in as the route does, after their proof."""
        for delivery in await self.world.callbacks() if deliveries is None else deliveries:
            inbox = Inbox(self.platform.database, self.billing.clock)
            await inbox.receive(read_callback(delivery.body), delivery.body, "basic")

    async def reconcile(self) -> int:
        """Ask about what is due, of this business only: the database is every test's."""
        due = [
            item for item in await claim(self.billing, 10_000) if item.tenant_id == self.tenant_id
        ]
        await ask_about(self.billing, due)
        return len(due)

    async def rows(self, query: str, **values: Any) -> list[dict[str, Any]]:
        """Rows as the business sees them."""
        async with self.platform.database.transaction(self.tenant_id) as session:
            return [dict(row) for row in (await session.execute(text(query), values)).mappings()]

    async def assert_rebuilds(self) -> None:
        """Rows equal events."""
        async with self.platform.database.transaction(self.tenant_id) as session:
            assert (await rebuild(session)).differences == []

    def captured(self, order: Order) -> int:
        """What the vendor's own books hold of an order."""
        return self.world.simulator.book.captured(
            self.world.simulator.book.orders[order.merchant_id]
        )


class Process:
    """Another process of the same shop, which can be killed: its connections die with it."""

    def __init__(self, shop: Shop) -> None:
        url = shop.platform.database.engine.url.render_as_string(hide_password=False)
        self._connections: list[Any] = []
        database = Database.connect(url, pool_size=4)
        event.listen(database.engine.sync_engine, "connect", self._opened)
        platform = replace(shop.platform, database=database)
        billing = replace(shop.billing, database=database)
        self.shop = Shop(platform, shop.business, shop.world, billing)

    def _opened(self, connection: Any, _record: Any) -> None:
        self._connections.append(connection.driver_connection)

    def kill(self) -> None:
        """As the system does: every socket is closed."""
        for connection in self._connections:
            connection.terminate()
        self.shop.platform.database.engine.sync_engine.dispose(close=False)


@dataclass
class Grants:
    """What was granted through the hooks, by order."""

    given: list[UUID] = field(default_factory=list)
    failed: list[UUID] = field(default_factory=list)
    refunded: list[UUID] = field(default_factory=list)

    async def order(self, move: OrderMove) -> None:
        """The hook."""
        if move.became == "paid":
            self.given.append(move.order.id)
        if move.became == "failed":
            self.failed.append(move.order.id)

    async def refund(self, move: RefundMove) -> None:
        """The hook."""
        if move.became == "completed":
            self.refunded.append(move.refund.id)


def make_shop(platform: Platform, business: Business, redis: Redis, **options: Any) -> Shop:
    """A shop whose vendor is a simulator of its own."""
    world = make_world(platform.clock, redis, **options)
    settings = Settings(environment="test", data_dir=platform.settings.data_dir)
    billing = Billing(settings, platform.database, platform.clock, world.gateway)
    return Shop(platform, business, world, billing)
