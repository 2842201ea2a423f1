"""The simulator beside the app on a laptop, with its callbacks on; and alone, for other clients."""

import asyncio
import ssl
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Final

import httpx

from app.core.clock import Clock, SystemClock
from app.core.config import Settings
from app.core.errors import ConfigurationError
from app.core.local_secrets import generated_secret
from integrations.payments.endpoints import SIMULATOR_PATH
from integrations.payments.phonepe_simulator import PhonePeSimulator
from integrations.payments.phonepe_simulator_callbacks import sender
from integrations.payments.phonepe_token import Credentials
from integrations.payments.phonepe_verification import CallbackSecrets

SETTLES_AFTER: Final = timedelta(seconds=2)
CLIENT_ID: Final = "SIMULATOR"


def simulator_credentials(settings: Settings) -> Credentials:
    """What the simulator beside this app accepts; the secret is generated once and kept."""
    secret = settings.phonepe_client_secret
    return Credentials(
        settings.phonepe_client_id or CLIENT_ID,
        secret.get_secret_value()
        if secret
        else generated_secret(settings.data_dir, "phonepe-client"),
        settings.phonepe_client_version,
    )


def simulator_callback_secrets(settings: Settings) -> CallbackSecrets:
    """What its callbacks are proven with: the settings' secrets, else generated ones."""
    configured = CallbackSecrets.of(settings)
    if configured:
        return configured
    return CallbackSecrets(
        username="simulator", password=generated_secret(settings.data_dir, "phonepe-callbacks")
    )


@asynccontextmanager
async def running_simulator(settings: Settings, clock: Clock) -> AsyncIterator[PhonePeSimulator]:
    """The simulator beside the app, with its callbacks on; mount it at ``SIMULATOR_PATH``.

    Raises:
        ConfigurationError: ``unsafe_settings`` in production.
    """
    if settings.is_production:
        raise ConfigurationError(
            "unsafe_settings",
            params={"settings": "PHONEPE_ENVIRONMENT"},
            detail="PHONEPE_ENVIRONMENT is simulator: set it to sandbox or production",
        )
    host = "127.0.0.1" if settings.host in ("", "0.0.0.0", "::") else settings.host  # noqa: S104
    none = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)  # the loopback is plain HTTP
    async with httpx.AsyncClient(trust_env=False, timeout=5.0, verify=none) as client:
        simulator = PhonePeSimulator(
            clock,
            simulator_credentials(settings),
            base_url=f"{settings.base_url}{SIMULATOR_PATH}",
            callback_secrets=simulator_callback_secrets(settings),
            send=sender(client, f"http://{host}:{settings.port}/webhooks/phonepe"),
            file=settings.data_dir / "phonepe-simulator.sqlite3",
            settles_after=SETTLES_AFTER,
        )
        ticking = asyncio.create_task(simulator.run())
        try:
            yield simulator
        finally:
            ticking.cancel()
            await asyncio.gather(ticking, return_exceptions=True)
            simulator.book.close()


def standalone() -> PhonePeSimulator:
    """The simulator alone, in memory, for trying other clients; time passes as requests come."""
    credentials = Credentials(CLIENT_ID, "simulated-secret", 1)
    return PhonePeSimulator(SystemClock(), credentials, base_url="http://127.0.0.1:8000")
