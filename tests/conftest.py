"""What holds for every test: its own folder, no settings from outside, no model, no network.

Fixtures (``tests/fixtures``): ``platform``, ``database``, ``redis``, ``clock``, ``tenant``,
``other_tenant``, ``make_tenant``, ``settings``, ``postgres_away``, ``service_folder``.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

import pytest

from app.core.config import Settings, get_settings

pytest_plugins = ["tests.fixtures.platform", "tests.fixtures.counts"]

_FOLDER = Path(tempfile.mkdtemp(prefix="raptorflow-tests-"))


def _forget_the_outside() -> None:
    """Neither the shell nor a ``.env`` may decide what a test finds."""
    Settings.model_config["env_file"] = None
    for name in Settings.model_fields:
        os.environ.pop(name.upper(), None)
    os.environ |= {
        "ENVIRONMENT": "test",
        "DATA_DIR": str(_FOLDER / "data"),
        "MODEL_CASCADE": "offline",
        "TZ": "UTC",
    }
    get_settings.cache_clear()


_forget_the_outside()


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_FOLDER, ignore_errors=True)


@pytest.fixture(autouse=True)
def no_model_calls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Only addresses on this machine may be asked; pytest-socket refuses the rest a second time."""
    module = sys.modules.get("agents.model_client")
    if module is not None:
        monkeypatch.setattr(module, "ALLOW_MODEL_CALLS", False)
