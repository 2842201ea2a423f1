"""The chat as it is served, in this process, and pages that talk to it over real sockets.

Chainlit is prepared before any test imports it, as the application does.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, replace

import aiohttp
import pytest
import uvicorn
from fastapi import FastAPI

from app.chat.mount import prepare_environment
from app.core.clock import FrozenClock
from app.core.config import Settings
from app.core.platform import Platform
from app.security.accounts import Membership
from tests.fixtures.platform import NOW, Business, MakeTenant, keep_to_its_own
from tests.fixtures.waiting import eventually

prepare_environment(Settings(environment="test"))

from tests.chat.wire import Wire  # noqa: E402  imports nothing of Chainlit, but stands below it

OpenPage = Callable[..., Awaitable[Wire]]


@dataclass(frozen=True)
class Served:
    """The application on a port of this machine."""

    app: FastAPI
    url: str
    clock: FrozenClock

    async def cookie(self, business: Business) -> str:
        """A session of the business's owner."""
        authenticator = self.app.state.authenticator
        secret = await authenticator.open_session(Membership(business.user_id, business.id))
        return f"{authenticator.session_cookie}={secret}"


@pytest.fixture(scope="session")
async def served(session_platform: Platform) -> AsyncIterator[Served]:
    """One server for all tests of the chat; its clock stands at 26 October 2026 until moved."""
    from app.main import create_app

    clock = FrozenClock(NOW)
    platform = replace(session_platform, clock=clock)
    app = create_app(platform.settings, platform=platform)
    listening = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config(app, log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    serving = asyncio.create_task(server.serve(sockets=[listening]))

    async def started() -> bool:
        assert not serving.done(), serving.exception()
        return server.started

    await eventually(started)
    keep_to_its_own(app.state.runner)
    yield Served(app, f"http://127.0.0.1:{listening.getsockname()[1]}", clock)
    server.should_exit = True
    await serving


@pytest.fixture
async def http() -> AsyncIterator[aiohttp.ClientSession]:
    """HTTP without cookies of its own: every page brings its session."""
    async with aiohttp.ClientSession(cookie_jar=aiohttp.DummyCookieJar()) as session:
        yield session


@pytest.fixture
async def open_page(
    served: Served, http: aiohttp.ClientSession, make_tenant: MakeTenant
) -> AsyncIterator[OpenPage]:
    """Opens pages: ``await open_page(business, thread_id=…, language=…)``."""
    pages: list[Wire] = []

    async def opening(
        business: Business | None = None, thread_id: str = "", language: str = "en-IN"
    ) -> Wire:
        cookie = await served.cookie(business or await make_tenant())
        page = Wire(f"{served.url}/chat", http, cookie, language=language)
        pages.append(page)
        return await page.open(thread_id)

    yield opening
    for page in pages:
        await page.close()
