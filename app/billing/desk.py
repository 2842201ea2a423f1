"""What taking money stands on, opened and closed once a process."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from importlib import import_module
from typing import Final

import httpx

from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.platform import Platform
from integrations.payments.endpoints import Endpoints
from integrations.payments.phonepe_gateway import TIMEOUT, PhonePeGateway
from integrations.payments.phonepe_simulator_local import simulator_credentials
from integrations.payments.phonepe_token import Credentials, TokenKeeper

CONNECTIONS: Final = 40


@dataclass(frozen=True)
class Billing:
    """The first argument of everything in this package."""

    settings: Settings
    database: Database
    clock: Clock
    gateway: PhonePeGateway

    def page(self, path: str) -> str:
        """The full address of a page of ours, for the vendor to send her back to."""
        return f"{self.settings.base_url}{path}"


@asynccontextmanager
async def open_billing(platform: Platform) -> AsyncIterator[Billing]:
    """Ready to take money; nothing is asked of the vendor before it is needed."""
    # Whoever takes money also hears of it: importing registers the hooks of subscriptions.
    await asyncio.to_thread(import_module, "app.billing.subscription_hooks")
    settings = platform.settings
    endpoints = Endpoints.of(settings)
    limits = httpx.Limits(max_connections=CONNECTIONS)
    # The simulator is on this machine; a proxy of the environment has no business in between.
    trusted = settings.phonepe_environment != "simulator"
    async with httpx.AsyncClient(
        timeout=TIMEOUT, limits=limits, trust_env=trusted, verify=endpoints.trust
    ) as client:
        tokens = TokenKeeper(
            client, endpoints, credentials(settings), platform.redis, platform.clock
        )
        gateway = PhonePeGateway(client, endpoints, tokens)
        yield Billing(settings, platform.database, platform.clock, gateway)


def credentials(settings: Settings) -> Credentials:
    """What we show the vendor; empty when unset, which only matters once somebody pays."""
    if settings.phonepe_environment == "simulator":
        return simulator_credentials(settings)
    secret = settings.phonepe_client_secret
    return Credentials(
        settings.phonepe_client_id or "",
        secret.get_secret_value() if secret else "",
        settings.phonepe_client_version,
    )
