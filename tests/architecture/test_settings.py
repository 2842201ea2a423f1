"""Settings are promises: each is declared, explained and used under one name."""

from __future__ import annotations

import ast
import re

from app.core.config import Settings
from scripts.settings_docs import guide, render
from tests.architecture.tree import ROOT, name_of, sources, syntax

# interfaces.md names them; a rename would break every installation.
# fmt: off
PROMISED = (
    "ENVIRONMENT", "DATABASE_URL", "DATABASE_OWNER_URL", "DATABASE_POOL_SIZE", "REDIS_URL",
    "BLOB_URL", "SMTP_URL", "DATA_DIR", "JWT_SECRET_KEY", "CHAINLIT_AUTH_SECRET", "PUBLIC_URL",
    "MODEL_CASCADE", "GCP_PROJECT_ID", "GCP_LOCATION", "VERTEX_BASE_URL", "VERTEX_MODEL_FAST",
    "VERTEX_MODEL_BALANCED", "VERTEX_MODEL_DEEP", "OPENAI_API_KEY", "OPENAI_BASE_URL",
    "OPENAI_MODEL", "PHONEPE_ENVIRONMENT", "PHONEPE_CLIENT_ID", "PHONEPE_CLIENT_SECRET",
    "PHONEPE_CLIENT_VERSION", "PHONEPE_WEBHOOK_USERNAME", "PHONEPE_WEBHOOK_PASSWORD",
    "PHONEPE_AUTH_BASE_URL", "PHONEPE_API_BASE_URL", "PHONEPE_WEBHOOK_HMAC_KEY_ID",
    "PHONEPE_WEBHOOK_HMAC_SECRET", "EMBEDDER", "EMBEDDING_MODEL", "MODEL_PRICES_FILE",
    "SELLER_GSTIN", "SELLER_STATE", "SELLER_NAME", "SELLER_ADDRESS", "SELLER_SAC",
    "SENTRY_DSN", "OTEL_EXPORTER_OTLP_ENDPOINT", "SECRET_BACKEND", "PORT", "HOST",
)
# fmt: on

# Read by libraries we start, or by the tests' own helpers; nobody configures the product by them.
NOT_SETTINGS = re.compile(r"^(CHAINLIT_|PG|LC_|PATH$|TZ$|HOME$|NO_COLOR$|TERM$|COLUMNS$|LANG$)")

ENVIRONMENT_READERS = {"os.environ", "os.getenv", "os.environ.get", "os.environ.setdefault"}


def test_every_promised_setting_exists() -> None:
    declared = {name.upper() for name in Settings.model_fields}
    assert set(PROMISED) - declared == set()


def test_the_example_says_every_setting_with_meaning_and_default() -> None:
    written = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert written == render(), "run `make format`"
    for name in Settings.model_fields:
        assert re.search(rf"^# \S.*\n#{name.upper()}=", written, flags=re.MULTILINE), name


def test_every_setting_has_a_row_in_the_guide() -> None:
    written = (ROOT / "docs" / "guides" / "configuration.md").read_text(encoding="utf-8")
    assert written == guide(written), "run `make format`"
    undocumented = [name for name in Settings.model_fields if f"`{name.upper()}`" not in written]
    assert undocumented == []


def environment_names(tree: ast.Module) -> list[str]:
    """Names asked of the environment beside the settings."""
    found: list[str] = []
    for node in ast.walk(tree):
        key: ast.expr | None = None
        if isinstance(node, ast.Call) and ast.unparse(node.func) in ENVIRONMENT_READERS:
            key = node.args[0] if node.args else None
        elif isinstance(node, ast.Subscript) and ast.unparse(node.value) == "os.environ":
            key = node.slice
        if isinstance(key, ast.Constant) and isinstance(key.value, str):
            found.append(key.value)
    return found


def test_nobody_reads_the_environment_beside_the_settings() -> None:
    beside = {
        f"{name_of(path)}: {name}"
        for path in sources()
        for name in environment_names(syntax(path))
        if not NOT_SETTINGS.match(name)
    }
    assert beside == set(), "declare it in app/core/config.py"
