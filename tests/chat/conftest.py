"""Chainlit is prepared before any test of the chat imports it, as the application does."""

from app.chat.mount import prepare_environment
from app.core.config import Settings

prepare_environment(Settings(environment="test"))
