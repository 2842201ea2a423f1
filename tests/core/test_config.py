"""Settings: read, checked, and refused where they would be unsafe."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from pydantic import SecretStr

from app.core.config import (
    Settings,
    get_settings,
    load_settings,
    require_servable,
    with_generated_secrets,
)
from app.core.errors import ConfigurationError
from app.core.local_secrets import generated_secret
from app.core.setting_problems import setting_problems

SAFE: dict[str, Any] = {
    "environment": "production",
    "jwt_secret_key": (SecretStr("2f8b1d7c9a3e4056b1c2d3e4f5a69788" * 2),),
    "chainlit_auth_secret": SecretStr("9a3e4056b1c2d3e4f5a697882f8b1d7c" * 2),
    "phonepe_environment": "production",
    "database_url": SecretStr("postgresql://raptorflow_app:p@db/raptorflow"),
    "redis_url": SecretStr("redis://cache/0"),
}  # fmt: skip


def test_every_setting_says_what_it_means() -> None:
    for name, field in Settings.model_fields.items():
        assert field.description, name
        assert field.description.endswith((".", "GCP.")), name


def test_every_promised_name_is_there() -> None:
    promised = """
        ENVIRONMENT DATABASE_URL DATABASE_OWNER_URL DATABASE_POOL_SIZE REDIS_URL BLOB_URL SMTP_URL
        DATA_DIR JWT_SECRET_KEY CHAINLIT_AUTH_SECRET PUBLIC_URL MODEL_CASCADE GCP_PROJECT_ID
        GCP_LOCATION VERTEX_BASE_URL VERTEX_MODEL_FAST VERTEX_MODEL_BALANCED VERTEX_MODEL_DEEP
        OPENAI_API_KEY OPENAI_BASE_URL OPENAI_MODEL PHONEPE_ENVIRONMENT PHONEPE_CLIENT_ID
        PHONEPE_CLIENT_SECRET PHONEPE_CLIENT_VERSION PHONEPE_WEBHOOK_USERNAME
        PHONEPE_WEBHOOK_PASSWORD PHONEPE_AUTH_BASE_URL PHONEPE_API_BASE_URL
        PHONEPE_WEBHOOK_HMAC_KEY_ID PHONEPE_WEBHOOK_HMAC_SECRET EMBEDDER EMBEDDING_MODEL
        MODEL_PRICES_FILE SELLER_GSTIN SELLER_STATE SELLER_NAME SELLER_ADDRESS SELLER_SAC SENTRY_DSN
        OTEL_EXPORTER_OTLP_ENDPOINT SECRET_BACKEND HOST PORT PLAN_LIMITS
    """
    assert {name.lower() for name in promised.split()} == set(Settings.model_fields)


def test_lists_are_separated_by_commas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JWT_SECRET_KEY", "new-key, old-key,")
    monkeypatch.setenv("MODEL_CASCADE", "vertex,offline")
    settings = load_settings()
    assert [key.get_secret_value() for key in settings.jwt_secret_key] == ["new-key", "old-key"]
    assert settings.model_cascade == ("vertex", "offline")


def test_a_dot_env_in_the_working_folder_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text("OPENAI_MODEL=llama3\nPORT=8100\nREDIS_URL=\nUNKNOWN=1\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setitem(Settings.model_config, "env_file", ".env")
    monkeypatch.setenv("PORT", "8200")
    settings = load_settings()
    assert (settings.openai_model, settings.port, settings.redis_url) == ("llama3", 8200, None)
    assert settings.base_url == "http://localhost:8200"


def test_a_wrong_value_is_named_without_showing_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "secret-in-the-wrong-place")
    monkeypatch.setenv("ENVIRONMENT", "staging")
    with pytest.raises(ConfigurationError) as refused:
        load_settings()
    assert set(str(refused.value.params["settings"]).split(", ")) == {"PORT", "ENVIRONMENT"}
    assert "secret-in-the-wrong-place" not in str(refused.value)


def test_secrets_are_not_printed() -> None:
    assert "raptorflow_app:p@" not in repr(Settings(**SAFE))


def test_safe_settings_may_serve() -> None:
    assert setting_problems(Settings(**SAFE)) == []
    require_servable(Settings(environment="local"))


@pytest.mark.parametrize(
    ("change", "named"),
    [
        ({"jwt_secret_key": ()}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": (SecretStr("short"),)}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": (*SAFE["jwt_secret_key"], SecretStr("a" * 64))}, "JWT_SECRET_KEY"),
        ({"jwt_secret_key": (SecretStr("change-me-" * 8),)}, "JWT_SECRET_KEY"),
        ({"chainlit_auth_secret": None}, "CHAINLIT_AUTH_SECRET"),
        ({"chainlit_auth_secret": SAFE["jwt_secret_key"][0]}, "CHAINLIT_AUTH_SECRET"),
        ({"phonepe_environment": "simulator"}, "PHONEPE_ENVIRONMENT"),
        ({"database_url": None}, "DATABASE_URL"),
        ({"redis_url": None}, "REDIS_URL"),
    ],
)
def test_unsafe_settings_are_refused_by_name_in_production(
    change: dict[str, Any], named: str
) -> None:
    with pytest.raises(ConfigurationError) as refused:
        require_servable(Settings(**{**SAFE, **change}))
    assert refused.value.params == {"settings": named}
    assert str(refused.value).startswith(named)


def test_all_problems_are_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ENVIRONMENT", "production")
    # A chat that an earlier test mounted leaves its secret there, for Chainlit to read.
    monkeypatch.delenv("CHAINLIT_AUTH_SECRET", raising=False)
    get_settings.cache_clear()
    with pytest.raises(ConfigurationError) as refused:
        get_settings()
    get_settings.cache_clear()
    for name in ("JWT_SECRET_KEY", "CHAINLIT_AUTH_SECRET", "PHONEPE_ENVIRONMENT", "DATABASE_URL"):
        assert name in str(refused.value)


def test_secrets_are_made_once_outside_production(tmp_path: Path) -> None:
    settings = Settings(environment="local", data_dir=tmp_path / "data")
    filled = with_generated_secrets(settings)
    assert filled == with_generated_secrets(settings)
    (key,) = filled.jwt_secret_key
    assert filled.chainlit_auth_secret not in (None, key)
    assert len(key.get_secret_value()) == 64
    given = settings.model_copy(update={"jwt_secret_key": (SecretStr("mine"),)})
    assert with_generated_secrets(given).jwt_secret_key == given.jwt_secret_key
    strict = Settings(**{**SAFE, "jwt_secret_key": (), "data_dir": tmp_path / "none"})
    assert with_generated_secrets(strict) is strict
    assert not (tmp_path / "none").exists()


def test_generated_secrets_are_for_their_owner_and_agree_among_processes(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        values = set(pool.map(lambda _: generated_secret(tmp_path, "jwt"), range(32)))
    assert len(values) == 1
    assert generated_secret(tmp_path, "chat") not in values
    folder = tmp_path / "secrets"
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    files = list(folder.iterdir())
    assert sorted(path.name for path in files) == ["chat", "jwt"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
