"""The services, runner and conversation of the acceptance tests, and a server of both vendors."""

from collections.abc import Iterator

import pytest

from tests.acceptance.conftest import runner, services, session_services, talk
from tests.agents.fake_vendors import Vendors, serve_vendors

__all__ = ["runner", "services", "session_services", "talk"]


@pytest.fixture(scope="module")
def fake() -> Iterator[Vendors]:
    """The server of both vendors."""
    with serve_vendors() as vendors:
        yield vendors
