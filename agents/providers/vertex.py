"""Gemini on Vertex AI through langchain-google-genai (``vertexai=True``); loaded on first use.

Google's own ``vertexai.generative_models`` is shut down; google-genai is the kept route
(docs/decisions). Credentials are Application Default Credentials.
"""

from functools import cache
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from langchain_core.language_models.chat_models import BaseChatModel

from agents.providers.endpoint import is_loopback
from app.core.config import Settings
from app.core.errors import ConfigurationError
from skills.schema import Tier

TIMEOUT_SECONDS = 60


def is_configured(settings: Settings) -> bool:
    """Whether the operator named a project."""
    return bool(settings.gcp_project_id)


def endpoint(settings: Settings) -> str | None:
    """The address calls go to; None is Google's own."""
    return settings.vertex_base_url


def model_name(settings: Settings, tier: Tier) -> str:
    """The model that serves a tier."""
    names = {
        "fast": settings.vertex_model_fast,
        "balanced": settings.vertex_model_balanced,
        "deep": settings.vertex_model_deep,
    }
    return names.get(tier, settings.vertex_model_fast)


def create(
    settings: Settings, tier: Tier = "fast", most_output_tokens: int | None = None
) -> BaseChatModel:
    """The chat model of a tier, which stops at so many tokens.

    Raises:
        ConfigurationError: ``GCP_PROJECT_ID`` is not set.
    """
    if not settings.gcp_project_id:
        raise ConfigurationError("vertex_project_missing", detail="set GCP_PROJECT_ID")
    from langchain_google_genai import ChatGoogleGenerativeAI

    return ChatGoogleGenerativeAI(
        model=model_name(settings, tier),
        vertexai=True,
        project=settings.gcp_project_id,
        location=settings.gcp_location,
        base_url=settings.vertex_base_url,
        credentials=_credentials(settings),
        max_retries=1,
        timeout=TIMEOUT_SECONDS,
        max_output_tokens=most_output_tokens,
    )


def _credentials(settings: Settings) -> Any:
    """A stand-in behind a proxy on this machine, which signs for itself; else None for ADC."""
    if not is_loopback(settings.vertex_base_url):
        return None
    from google.oauth2.credentials import Credentials

    return Credentials(token="loopback")  # type: ignore[no-untyped-call]  # noqa: S106


@cache
def failures() -> tuple[type[Exception], ...]:
    """What a call can raise that means "this provider did not deliver"."""
    import httpx
    from google.auth.exceptions import GoogleAuthError
    from google.genai.errors import APIError
    from langchain_google_genai.chat_models import ChatGoogleGenerativeAIError

    kinds: list[type[Exception]] = [
        APIError,
        ChatGoogleGenerativeAIError,
        GoogleAuthError,
        httpx.HTTPError,
        OSError,
        ValueError,
    ]
    if find_spec("aiohttp") is not None:
        # google-genai prefers it to httpx where it is installed, and lets its errors through.
        kinds.append(import_module("aiohttp").ClientError)
    return tuple(kinds)
