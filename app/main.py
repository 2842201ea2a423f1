"""``create_app()``: settings in, a served application out. Wiring only.

What costs time to import (Chainlit, the agents) is imported in a thread while the database starts,
so the routes join the application in its lifespan. Everything opened here is closed here.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from importlib import import_module
from typing import Final

import structlog
from fastapi import FastAPI
from fastapi.responses import RedirectResponse

from app.api import errors
from app.api.edge import BodyLimit, RequestLog
from app.api.gate import Gate
from app.api.security_headers import SecurityHeaders
from app.core.config import Settings, get_settings
from app.core.platform import Platform, open_platform
from app.security import auth
from app.security.rate_limiter import RateLimiter
from integrations.payments.endpoints import script_of

VERSION: Final = "0.1.0"

log = structlog.get_logger(__name__)


def create_app(
    settings: Settings | None = None, *, platform: Platform | None = None, chat: bool = True
) -> FastAPI:
    """The application.

    ``platform``: one that is open already and stays its owner's to close. ``chat``: whether the
    chat is mounted; tests of the API leave its two seconds of imports out.
    """
    settings = settings or (platform.settings if platform else get_settings())
    app = FastAPI(
        title="RaptorFlow",
        version=VERSION,
        description="A marketing assistant for Indian shop owners.",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    app.state.given_platform = platform
    app.state.with_chat = chat
    errors.install(app)
    app.add_middleware(Gate, settings=settings)
    app.add_middleware(BodyLimit)
    app.add_middleware(
        SecurityHeaders,
        production=settings.is_production,
        checkout_script=script_of(settings),
    )
    app.add_middleware(RequestLog)
    app.add_api_route("/", _home, include_in_schema=False)
    return app


async def _home() -> RedirectResponse:
    return RedirectResponse("/chat", 303)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    importing = asyncio.create_task(
        asyncio.to_thread(import_parts, app.state.settings, chat=app.state.with_chat)
    )
    async with AsyncExitStack() as stack:
        stack.callback(importing.cancel)
        platform = app.state.given_platform
        if platform is None:
            platform = await stack.enter_async_context(open_platform(app.state.settings))
        # The opened platform knows the generated secrets and the embedded services' addresses.
        app.state.platform = platform
        app.state.settings = platform.settings
        await _open_accounts(app, platform, stack)
        await importing
        await _open_agents(app, platform, stack)
        await _open_payments(app, platform, stack)
        _add_routes(app, platform.settings)
        yield


def import_parts(settings: Settings, *, chat: bool = True) -> None:
    """Import what joins the application when it starts; takes a second or two, in any thread."""
    if chat:
        import_module("app.chat.mount").import_host(settings)
        import_module("app.chat.handlers")
        import_module("app.chat.routes")
    import_module("app.api.router")


def _add_routes(app: FastAPI, settings: Settings) -> None:
    from app.api.router import router

    app.include_router(router)
    if app.state.with_chat:
        from app.chat.mount import mount_chat

        mount_chat(app, settings)


async def _open_accounts(app: FastAPI, platform: Platform, stack: AsyncExitStack) -> None:
    app.state.authenticator = auth.Authenticator(
        platform.settings, platform.database, platform.clock
    )
    app.state.limiter = RateLimiter(platform.redis)
    await app.state.authenticator.start()
    stack.callback(auth.install, auth.install(app.state.authenticator))


async def _open_agents(app: FastAPI, platform: Platform, stack: AsyncExitStack) -> None:
    from agents.services import build_services
    from agents.skill_reload import following_edits
    from agents.turn_runner import TurnRunner

    app.state.services = await build_services(platform)
    await stack.enter_async_context(following_edits(app.state.services))
    app.state.runner = TurnRunner(app.state.services)
    stack.push_async_callback(app.state.runner.stop)
    await app.state.runner.recover()


async def _open_payments(app: FastAPI, platform: Platform, stack: AsyncExitStack) -> None:
    from app.api.webhooks.phonepe import callback_secrets
    from app.billing.desk import open_billing
    from app.billing.inbox import Inbox
    from integrations.payments.endpoints import SIMULATOR_PATH
    from integrations.payments.phonepe_simulator_local import running_simulator

    settings = platform.settings
    app.state.callback_secrets = callback_secrets(settings)
    app.state.inbox = Inbox(platform.database, platform.clock)
    app.state.billing = await stack.enter_async_context(open_billing(platform))
    if settings.phonepe_environment == "simulator":
        simulator = running_simulator(settings, platform.clock)
        app.mount(SIMULATOR_PATH, await stack.enter_async_context(simulator))
