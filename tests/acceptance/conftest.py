"""The whole pipeline on a real database, for one business a test."""

from collections.abc import AsyncIterator

import pytest

from agents.services import Services, build_services
from agents.turn_runner import TurnRunner
from app.core.platform import Platform
from tests.acceptance.talk import Talk
from tests.fixtures.platform import Business


@pytest.fixture(scope="session")
async def session_services(session_platform: Platform) -> Services:
    """Skills and classifiers are read once a session."""
    services = await build_services(session_platform)
    await services.router.warm()
    return services


@pytest.fixture
def services(session_services: Services, platform: Platform) -> Services:
    """The session's services with this test's clock."""
    from dataclasses import replace

    return replace(session_services, clock=platform.clock)


@pytest.fixture
async def runner(services: Services) -> AsyncIterator[TurnRunner]:
    """A process of its own, stopped after the test."""
    runner = TurnRunner(services)
    yield runner
    await runner.stop()


@pytest.fixture
def talk(services: Services, runner: TurnRunner, tenant: Business) -> Talk:
    """An owner who has told nothing yet."""
    return Talk(services, runner, tenant)


@pytest.fixture
async def known(talk: Talk) -> Talk:
    """An owner whose shop is known."""
    await talk.know(business_name="Sharma Sweets", phone="9876543210", city="Lucknow")
    return talk
