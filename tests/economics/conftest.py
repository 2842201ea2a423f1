"""The pipeline's fixtures, for turns that are paid for."""

from tests.acceptance.conftest import services, session_services

__all__ = ["services", "session_services"]
