"""Any endpoint that speaks OpenAI's chat protocol: OpenAI, Ollama, vLLM, llama.cpp."""

from functools import cache

from langchain_core.language_models.chat_models import BaseChatModel
from pydantic import SecretStr

from app.core.config import Settings
from skills.schema import Tier

TIMEOUT_SECONDS = 60
NO_KEY = "none-needed"  # local servers take any key; the client refuses to start without one


def is_configured(settings: Settings) -> bool:
    """Whether the operator gave a key or an address of a local server."""
    return bool(settings.openai_api_key or settings.openai_base_url)


def endpoint(settings: Settings) -> str | None:
    """The address calls go to; None is OpenAI's own."""
    return settings.openai_base_url


def model_name(settings: Settings, tier: Tier) -> str:  # noqa: ARG001  one model serves all
    """The model that serves every tier."""
    return settings.openai_model


def create(
    settings: Settings, tier: Tier = "fast", most_output_tokens: int | None = None
) -> BaseChatModel:
    """The chat model, which stops at so many tokens; the same one for every tier."""
    from langchain_openai import ChatOpenAI

    return ChatOpenAI(
        model=model_name(settings, tier),
        base_url=settings.openai_base_url,
        api_key=settings.openai_api_key or SecretStr(NO_KEY),
        max_retries=0,
        timeout=TIMEOUT_SECONDS,
        stream_usage=True,
        max_completion_tokens=most_output_tokens,
    )


@cache
def failures() -> tuple[type[Exception], ...]:
    """What a call can raise that means "this provider did not deliver"."""
    import httpx
    from openai import OpenAIError

    return (OpenAIError, httpx.HTTPError, OSError, ValueError)
