"""The same services, runner and conversation as the acceptance tests have."""

from tests.acceptance.conftest import runner, services, session_services, talk

__all__ = ["runner", "services", "session_services", "talk"]
