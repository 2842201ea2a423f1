"""The command as a user types it: a process of its own on a folder of its own."""

import os
import shutil
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path

import pytest

from app.core.embedded import EmbeddedServices
from tests.fixtures.platform import make_service_folder

ROOT = Path(__file__).parents[2]
COMMAND = (sys.executable, "-P", "-c", "from app.cli import main; raise SystemExit(main())")

Result = subprocess.CompletedProcess[str]
RaptorFlow = Callable[..., Result]


def environment(data_dir: Path, **extra: str) -> dict[str, str]:
    """Nothing of the developer's settings."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    fixed = {"ENVIRONMENT": "local", "DATA_DIR": str(data_dir), "MODEL_CASCADE": "offline"}
    fixed["LC_MESSAGES"] = "C"  # English, whatever the developer's terminal speaks
    return {**kept, **fixed, "NO_COLOR": "1", "PYTHONPATH": str(ROOT), **extra}


@pytest.fixture(scope="session")
async def data_dir() -> AsyncIterator[Path]:
    """The folder of all commands of this session, whose services run from the first to the last."""
    folder = make_service_folder()
    services = EmbeddedServices()
    await services.start(folder)
    yield folder
    await services.stop()
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def raptorflow(data_dir: Path) -> RaptorFlow:
    """Runs one command to its end."""

    def run(*arguments: str, stdin: str = "", **extra: str) -> Result:
        return subprocess.run(
            [*COMMAND, *arguments],
            input=stdin,
            capture_output=True,
            text=True,
            timeout=120,
            cwd=data_dir,
            env=environment(data_dir, **extra),
        )

    return run
