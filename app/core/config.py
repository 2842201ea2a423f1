"""Settings: the environment and ``.env``, under names that are promises.

``Settings()`` reads and checks shapes only, so that ``doctor`` can look at a wrong installation;
``get_settings()`` is what programs call: it fills generated secrets in and refuses what must not
serve. Import stays cheap: nothing here reaches for a network, a database or a model library.
"""

from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import Field, SecretStr, ValidationError, field_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from app.core.errors import ConfigurationError
from app.core.local_secrets import generated_secret
from app.core.setting_problems import setting_problems

Environment = Literal["local", "test", "production"]


class Settings(BaseSettings):
    """Every setting; the environment's name is the field's name in capitals."""

    model_config = SettingsConfigDict(
        env_file=".env",
        env_file_encoding="utf-8",
        env_ignore_empty=True,
        extra="ignore",
        frozen=True,
        hide_input_in_errors=True,
    )

    environment: Environment = Field(
        "local",
        description="local: one fixed business on loopback; test; production: strict checks.",
    )
    host: str = Field("127.0.0.1", description="Address the server listens on.")
    port: int = Field(8000, ge=0, le=65535, description="Port the server listens on.")
    data_dir: Path = Field(
        Path(".data"),
        description="Folder of the embedded PostgreSQL and Redis, generated secrets and files.",
    )
    public_url: str = Field(
        "", description="Address people reach the app at; empty: http://localhost:PORT."
    )

    database_url: SecretStr | None = Field(
        None,
        description="PostgreSQL as the restricted role raptorflow_app; unset: embedded PostgreSQL.",
    )
    database_owner_url: SecretStr | None = Field(
        None, description="PostgreSQL as the owner; only `migrate` and `events` read it."
    )
    database_pool_size: int = Field(
        10, ge=1, le=200, description="Connections a process may hold open to PostgreSQL."
    )
    redis_url: SecretStr | None = Field(
        None, description="Redis (redis://, rediss:// or unix://); unset: embedded Redis."
    )
    blob_url: str | None = Field(
        None, description="Where files go, e.g. gs://bucket/prefix; unset: a folder in DATA_DIR."
    )
    smtp_url: SecretStr | None = Field(
        None, description="Mail server, e.g. smtps://user:pass@host:465; unset: in-app inbox only."
    )

    jwt_secret_key: Annotated[tuple[SecretStr, ...], NoDecode] = Field(
        (),
        description="Keys for access tokens, comma-separated: the first signs, all verify. "
        "At least 32 characters each; generated outside production.",
    )
    chainlit_auth_secret: SecretStr | None = Field(
        None,
        description="Key for the chat's session cookie, at least 32 characters; generated outside "
        "production. Never the same as JWT_SECRET_KEY.",
    )
    secret_backend: Literal["env", "file", "gcp"] = Field(
        "env", description="Where secrets are read from: env, file (mounted files), gcp."
    )

    model_cascade: Annotated[tuple[str, ...], NoDecode] = Field(
        (),
        description="Model providers in order, e.g. vertex,openai,offline; empty: whatever is "
        "configured, always ending in offline.",
    )
    gcp_project_id: str | None = Field(
        None, description="Google Cloud project of Vertex AI; unset: Vertex is off."
    )
    gcp_location: str = Field("asia-south1", description="Vertex AI region.")
    vertex_base_url: str | None = Field(
        None, description="Another address for Vertex AI (proxies, tests)."
    )
    vertex_model_fast: str = Field(
        "gemini-2.5-flash-lite", description="Vertex model of the fast tier."
    )
    vertex_model_balanced: str = Field(
        "gemini-2.5-flash", description="Vertex model of the balanced tier."
    )
    vertex_model_deep: str = Field("gemini-2.5-pro", description="Vertex model of the deep tier.")
    openai_api_key: SecretStr | None = Field(
        None, description="Key of the OpenAI-compatible endpoint; local servers may need none."
    )
    openai_base_url: str | None = Field(
        None, description="OpenAI-compatible endpoint (OpenAI, Ollama, vLLM, llama.cpp)."
    )
    openai_model: str = Field(
        "gpt-4o", description="Model asked of the OpenAI-compatible endpoint."
    )
    model_prices_file: Path | None = Field(
        None,
        description="JSON file that adds to the built-in table of model prices, and wins over it.",
    )
    embedder: str = Field(
        "hashing", description="How texts become vectors: hashing needs no model."
    )
    embedding_model: str | None = Field(
        None, description="Model of the embedder, when it needs one."
    )

    phonepe_environment: Literal["simulator", "sandbox", "production"] = Field(
        "simulator", description="PhonePe: simulator (no network), sandbox, production."
    )
    phonepe_client_id: str | None = Field(None, description="PhonePe client id.")
    phonepe_client_secret: SecretStr | None = Field(None, description="PhonePe client secret.")
    phonepe_client_version: int = Field(1, ge=1, description="PhonePe client version.")
    phonepe_webhook_username: str | None = Field(
        None, description="User name PhonePe's callbacks carry; unset: the route does not exist."
    )
    phonepe_webhook_password: SecretStr | None = Field(
        None, description="Password PhonePe's callbacks carry."
    )
    phonepe_auth_base_url: str | None = Field(
        None, description="Another address for PhonePe's token service."
    )
    phonepe_api_base_url: str | None = Field(None, description="Another address for PhonePe's API.")
    phonepe_webhook_hmac_key_id: str | None = Field(
        None, description="Key id of signed PhonePe callbacks."
    )
    phonepe_webhook_hmac_secret: SecretStr | None = Field(
        None, description="Secret of signed PhonePe callbacks."
    )

    plan_limits: Literal["auto", "on", "off"] = Field(
        "auto",
        description="Whether plans limit drafts and channels: on, off, or auto: in production.",
    )
    seller_gstin: str | None = Field(None, description="Our GSTIN, on invoices.")
    seller_state: str | None = Field(None, description="Our two-letter state, e.g. KA.")
    seller_name: str | None = Field(None, description="Our legal name, on invoices.")
    seller_address: str | None = Field(None, description="Our address, on invoices.")
    seller_sac: str = Field(
        "998314", description="Service accounting code of what we sell, on invoices."
    )

    sentry_dsn: SecretStr | None = Field(None, description="Sentry; unset: errors stay in the log.")
    otel_exporter_otlp_endpoint: str | None = Field(
        None, description="OpenTelemetry collector; unset: no traces leave."
    )

    @field_validator("jwt_secret_key", "model_cascade", mode="before")
    @classmethod
    def _split_commas(cls, value: Any) -> Any:
        if isinstance(value, str):
            return tuple(part.strip() for part in value.split(",") if part.strip())
        return value

    @property
    def base_url(self) -> str:
        """The address people reach the app at, without a trailing slash."""
        return (self.public_url or f"http://localhost:{self.port}").rstrip("/")

    @property
    def is_production(self) -> bool:
        """Whether strict checks hold."""
        return self.environment == "production"


def require_servable(settings: Settings) -> None:
    """Refuse to serve with unsafe settings.

    Raises:
        ConfigurationError: names every setting to mend.
    """
    problems = setting_problems(settings)
    if problems:
        raise ConfigurationError(
            "unsafe_settings",
            params={"settings": ", ".join(problem.setting for problem in problems)},
            detail="; ".join(str(problem) for problem in problems),
        )


def with_generated_secrets(settings: Settings) -> Settings:
    """Outside production, the same settings with every unset signing secret filled in.

    Generated secrets are kept in ``DATA_DIR`` so that sessions survive a restart.
    """
    if settings.is_production:
        return settings
    filled: dict[str, object] = {}
    if not settings.jwt_secret_key:
        filled["jwt_secret_key"] = (SecretStr(generated_secret(settings.data_dir, "jwt")),)
    if settings.chainlit_auth_secret is None:
        filled["chainlit_auth_secret"] = SecretStr(generated_secret(settings.data_dir, "chat"))
    return settings.model_copy(update=filled) if filled else settings


def load_settings() -> Settings:
    """Read the environment and ``.env``.

    Raises:
        ConfigurationError: a value has the wrong shape; names the settings.
    """
    try:
        return Settings()
    except ValidationError as error:
        wrong = {str(item["loc"][0]).upper(): item["msg"] for item in error.errors()}
        raise ConfigurationError(
            "bad_settings",
            params={"settings": ", ".join(wrong)},
            detail="; ".join(f"{name}: {message}" for name, message in wrong.items()),
        ) from error


@lru_cache(maxsize=1)
def get_settings() -> Settings:
    """The settings of this process, read once, safe to serve with.

    Raises:
        ConfigurationError: see :func:`load_settings` and :func:`require_servable`.
    """
    settings = load_settings()
    require_servable(settings)
    return with_generated_secrets(settings)
