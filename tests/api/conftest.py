"""The real application on the session's real database, asked over ASGI."""

import secrets
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import httpx
import pytest
from fastapi import FastAPI

from app.core.clock import FrozenClock
from app.core.platform import Platform
from app.main import create_app
from app.security.accounts import Membership
from tests.fixtures.platform import NOW, Business, keep_to_its_own

HOST = "shop.test"
ORIGIN = {"origin": f"http://{HOST}"}

MakeClient = Callable[..., httpx.AsyncClient]


@asynccontextmanager
async def started(platform: Platform) -> AsyncIterator[FastAPI]:
    """An application without the chat, started and stopped."""
    app = create_app(platform=platform, chat=False)
    async with app.router.lifespan_context(app):
        yield app


@pytest.fixture(scope="session")
async def app(session_platform: Platform) -> AsyncIterator[FastAPI]:
    """The application of this session, in the fortnight before Diwali."""
    async with started(replace(session_platform, clock=FrozenClock(NOW))) as running:
        keep_to_its_own(running.state.runner)
        yield running


def client_of(app: FastAPI, *, peer: str = "", **headers: str) -> httpx.AsyncClient:
    """A client from an address of its own, so that no test meets another's rate limit."""
    address = peer or ".".join(["10", *(str(secrets.randbelow(250)) for _ in range(3))])
    transport = httpx.ASGITransport(app=app, client=(address, 50_000), raise_app_exceptions=False)
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return httpx.AsyncClient(transport=transport, base_url=f"http://{HOST}", headers=named)


@pytest.fixture
async def client(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody nobody knows."""
    async with client_of(app) as anonymous:
        yield anonymous


async def owner_client(app: FastAPI, business: Business, **headers: str) -> httpx.AsyncClient:
    """A program of the business's owner."""
    pair = await app.state.authenticator.issue_tokens(Membership(business.user_id, business.id))
    return client_of(app, authorization=f"Bearer {pair.access_token}", **headers)


@pytest.fixture
async def owner(app: FastAPI, tenant: Business) -> AsyncIterator[httpx.AsyncClient]:
    """The owner of ``tenant``."""
    async with await owner_client(app, tenant) as signed_in:
        yield signed_in


@pytest.fixture
async def other_owner(app: FastAPI, other_tenant: Business) -> AsyncIterator[httpx.AsyncClient]:
    """The owner of ``other_tenant``."""
    async with await owner_client(app, other_tenant) as signed_in:
        yield signed_in
